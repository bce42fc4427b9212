namespace ModelGen.Data;

/// <summary>
/// The augmentation usual for small pictures (He et al. 2016, arXiv:1512.03385, section 4.2): zeros are added at each edge, a part of the picture's size is cut out at a
/// random place, and half of the pictures are mirrored left to right. Where pictures are normalised, a zero is the mean.
/// </summary>
public sealed class FlipAndCrop : IAugmentation
{
    private readonly int channels;
    private readonly int height;
    private readonly int width;
    private readonly int padding;

    /// <summary>For pictures of one size.</summary>
    /// <param name="channels">Their channels.</param>
    /// <param name="height">Their rows.</param>
    /// <param name="width">Their columns.</param>
    /// <param name="padding">The rows and columns of zeros added at each edge; 4 is usual for 32×32.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not positive, or the padding is negative or not less than the picture.</exception>
    public FlipAndCrop(int channels, int height, int width, int padding = 4)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegative(padding);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(padding, Math.Min(height, width));
        this.channels = channels;
        this.height = height;
        this.width = width;
        this.padding = padding;
    }

    /// <inheritdoc/>
    public void Apply(ReadOnlySpan<float> sample, Span<float> changed, ulong draw)
    {
        if (sample.Length != channels * height * width || changed.Length != sample.Length)
        {
            throw new ArgumentException($"The pictures have {channels} × {height} × {width} values, not {sample.Length}.");
        }

        // A bit to mirror, and 31 bits each to move down and to the right: a number of them times n, over 2³¹, is one below n.
        bool mirror = (draw & 1) == 1;
        int down = Place((draw >> 1) & int.MaxValue);
        int right = Place(draw >> 33);
        for (int row = 0; row < channels * height; row++)
        {
            Span<float> target = changed.Slice(row * width, width);
            int source = (row % height) + down;
            if (source < 0 || source >= height)
            {
                target.Clear();
                continue;
            }

            Shift(sample.Slice((row - (row % height) + source) * width, width), target, right);
            if (mirror)
            {
                target.Reverse();
            }
        }
    }

    private int Place(ulong bits) => (int)((bits * (ulong)((2 * padding) + 1)) >> 31) - padding;

    private static void Shift(ReadOnlySpan<float> source, Span<float> target, int right)
    {
        int count = source.Length - Math.Abs(right);
        target.Clear();
        source.Slice(Math.Max(right, 0), count).CopyTo(target[Math.Max(-right, 0)..]);
    }
}
