namespace ModelGen.Data;

/// <summary>Mean and deviation of each channel of images, for pixels from 0 to 1.</summary>
/// <param name="Means">[channels], the means.</param>
/// <param name="Deviations">[channels], the standard deviations, each greater than 0.</param>
public sealed record ChannelStatistics(IReadOnlyList<float> Means, IReadOnlyList<float> Deviations)
{
    private const int Levels = 256;

    /// <summary>The statistics of images, over all pixels of each channel. A channel that is the same everywhere gets the deviation 1.</summary>
    /// <param name="images">The images.</param>
    public static ChannelStatistics Of(LabelledImages images)
    {
        ArgumentNullException.ThrowIfNull(images);
        var means = new float[images.Channels];
        var deviations = new float[images.Channels];
        for (int channel = 0; channel < images.Channels; channel++)
        {
            (means[channel], deviations[channel]) = Of(CountLevels(images, channel));
        }

        return new(means, deviations);
    }

    /// <summary>Normalises a picture as <see cref="LabelledImages.ToDataset(ChannelStatistics)"/> does.</summary>
    /// <param name="pixels">[channels, height, width], 0 to 255.</param>
    /// <returns>[channels, height, width], (pixel/255 − mean)/deviation of the channel.</returns>
    public float[] Normalize(ReadOnlySpan<byte> pixels)
    {
        float[] scales = Scales(Means.Count);
        float[] offsets = Offsets(Means.Count);
        var values = new float[pixels.Length];
        for (int index = 0; index < values.Length; index++)
        {
            var channel = (int)((long)index * Means.Count / pixels.Length);
            values[index] = float.MultiplyAddEstimate(pixels[index], scales[channel], offsets[channel]);
        }

        return values;
    }

    /// <summary>What a byte of each channel is multiplied with: 1/(255·deviation).</summary>
    internal float[] Scales(int channels)
    {
        CheckChannels(channels);
        return [.. Deviations.Select(deviation => 1f / (255f * deviation))];
    }

    /// <summary>What is added then: −mean/deviation.</summary>
    internal float[] Offsets(int channels)
    {
        CheckChannels(channels);
        return [.. Means.Zip(Deviations, (mean, deviation) => -mean / deviation)];
    }

    private void CheckChannels(int channels)
    {
        if (Means.Count != channels || Deviations.Count != channels)
        {
            throw new ArgumentException($"The images have {channels} channels; there are {Means.Count} means and {Deviations.Count} deviations.");
        }
    }

    /// <summary>How often each byte occurs. Sums of whole numbers are exact, whatever the number of images.</summary>
    private static long[] CountLevels(LabelledImages images, int channel)
    {
        var counts = new long[Levels];
        int size = images.Height * images.Width;
        for (int image = 0; image < images.Count; image++)
        {
            foreach (byte level in images.Pixels.Span.Slice((image * images.Size) + (channel * size), size))
            {
                counts[level]++;
            }
        }

        return counts;
    }

    private static (float Mean, float Deviation) Of(long[] counts)
    {
        double total = Math.Max(1, counts.Sum());
        double mean = counts.Select((count, level) => count * (double)level).Sum() / total;
        double variance = counts.Select((count, level) => count * (level - mean) * (level - mean)).Sum() / total;
        return ((float)(mean / 255), variance == 0 ? 1 : (float)(Math.Sqrt(variance) / 255));
    }
}
