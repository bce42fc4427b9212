namespace ModelGen.Data;

/// <summary>
/// Resizes pictures, rows and columns one after the other: bilinear where they grow, and where they shrink with the triangle made as wide as the step between
/// the source's pixels, so that each of them counts (what PIL calls bilinear and PyTorch antialiased).
/// </summary>
internal static class PictureResizing
{
    /// <summary>Resizes, and sorts what lies pixel by pixel channel by channel.</summary>
    /// <param name="pixels">[height, width, channels].</param>
    /// <param name="height">The rows of the source.</param>
    /// <param name="width">The columns of the source.</param>
    /// <param name="target">[channels, targetHeight, targetWidth].</param>
    /// <param name="targetHeight">The rows wanted.</param>
    /// <param name="targetWidth">The columns wanted.</param>
    public static void Resize(ReadOnlySpan<byte> pixels, int height, int width, Span<byte> target, int targetHeight, int targetWidth)
    {
        int channels = pixels.Length / height / width;
        ResizingWeights columns = new(width, targetWidth);
        ResizingWeights rows = new(height, targetHeight);

        // [height, targetWidth, channels]: each row of the source with the columns wanted.
        var narrowed = new float[height * targetWidth * channels];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < targetWidth; column++)
            {
                Span<float> sums = narrowed.AsSpan(((row * targetWidth) + column) * channels, channels);
                for (int index = 0; index < columns.Counts[column]; index++)
                {
                    float weight = columns.Weight(column, index);
                    int source = ((row * width) + columns.Starts[column] + index) * channels;
                    for (int channel = 0; channel < channels; channel++)
                    {
                        sums[channel] += weight * pixels[source + channel];
                    }
                }
            }
        }

        int size = targetWidth * channels;
        for (int row = 0; row < targetHeight; row++)
        {
            for (int place = 0; place < size; place++)
            {
                float sum = 0;
                for (int index = 0; index < rows.Counts[row]; index++)
                {
                    sum += rows.Weight(row, index) * narrowed[((rows.Starts[row] + index) * size) + place];
                }

                int channel = place % channels;
                target[(((channel * targetHeight) + row) * targetWidth) + (place / channels)] = (byte)Math.Clamp(sum + 0.5f, 0, 255);
            }
        }
    }
}

/// <summary>Which places of a source each place of a target is made of.</summary>
internal sealed class ResizingWeights
{
    private readonly float[] weights;
    private readonly int most;

    public ResizingWeights(int source, int target)
    {
        double step = (double)source / target;
        double reach = Math.Max(step, 1);
        most = (2 * (int)Math.Ceiling(reach)) + 1;
        Starts = new int[target];
        Counts = new int[target];
        weights = new float[target * most];
        for (int place = 0; place < target; place++)
        {
            double centre = (place + 0.5) * step;
            int start = Math.Max(0, (int)Math.Floor(centre - reach + 0.5));
            int end = Math.Min(source, (int)Math.Floor(centre + reach + 0.5));
            Starts[place] = start;
            Counts[place] = end - start;
            double sum = 0;
            for (int index = start; index < end; index++)
            {
                sum += Triangle((index + 0.5 - centre) / reach);
            }

            for (int index = start; index < end; index++)
            {
                weights[(place * most) + index - start] = (float)(Triangle((index + 0.5 - centre) / reach) / sum);
            }
        }
    }

    /// <summary>The first place of the source that counts for each of the target.</summary>
    public int[] Starts { get; }

    /// <summary>How many places of the source count for each of the target.</summary>
    public int[] Counts { get; }

    /// <summary>How much a place of the source counts for one of the target; the weights of a place sum to 1.</summary>
    public float Weight(int place, int index) => weights[(place * most) + index];

    private static double Triangle(double distance) => Math.Max(0, 1 - Math.Abs(distance));
}
