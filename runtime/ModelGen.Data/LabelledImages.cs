namespace ModelGen.Data;

/// <summary>Images of one size with a class each, grey or in colours, kept as bytes: 60,000 grey images of 28×28 take 47 MB.</summary>
public sealed class LabelledImages
{
    /// <summary>Joins pixels and labels.</summary>
    /// <param name="pixels">[count, channels, height, width] in row-major order, 0 to 255.</param>
    /// <param name="labels">[count], the class of each image.</param>
    /// <param name="height">The rows of an image.</param>
    /// <param name="width">The columns of an image.</param>
    /// <param name="channels">The channels of an image: 1 for grey, 3 for red, green and blue.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public LabelledImages(ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels, int height, int width, int channels = 1)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(channels);
        if ((long)labels.Length * channels * height * width != pixels.Length)
        {
            string size = channels == 1 ? $"{height} × {width}" : $"{channels} × {height} × {width}";
            throw new ArgumentException($"{labels.Length} labels need {labels.Length} × {size} pixels; there are {pixels.Length}.", nameof(pixels));
        }

        Pixels = pixels;
        Labels = labels;
        Height = height;
        Width = width;
        Channels = channels;
    }

    /// <summary>The number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>The rows of an image.</summary>
    public int Height { get; }

    /// <summary>The columns of an image.</summary>
    public int Width { get; }

    /// <summary>The channels of an image: 1 for grey, 3 for red, green and blue.</summary>
    public int Channels { get; }

    /// <summary>The bytes of an image: channels × height × width.</summary>
    public int Size => Channels * Height * Width;

    /// <summary>[count, channels, height, width] in row-major order, 0 to 255.</summary>
    public ReadOnlyMemory<byte> Pixels { get; }

    /// <summary>[count], the class of each image.</summary>
    public ReadOnlyMemory<byte> Labels { get; }

    /// <summary>Reads images and their labels from two IDX files, plain or compressed with gzip.</summary>
    /// <param name="imagesPath">The file of images, [count, height, width].</param>
    /// <param name="labelsPath">The file of labels, [count].</param>
    /// <param name="classes">The number of classes: labels are 0 to <paramref name="classes"/> − 1.</param>
    /// <exception cref="DatasetException">A file is not what it should be, or the two do not belong together.</exception>
    public static LabelledImages Read(string imagesPath, string labelsPath, int classes = 10)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(classes, 256);
        IdxFile labels = IdxFile.Read(labelsPath, dimensions: 1);
        int outside = labels.Values.Span.IndexOfAnyExceptInRange((byte)0, (byte)(classes - 1));
        if (outside >= 0)
        {
            throw new DatasetException(
                $"'{labelsPath}' has the label {labels.Values.Span[outside]} at position {outside}; labels are 0 to {classes - 1}.");
        }

        IdxFile images = IdxFile.Read(imagesPath, dimensions: 3);
        if (images.Sizes[0] != labels.Sizes[0])
        {
            throw new DatasetException(
                $"'{imagesPath}' holds {images.Sizes[0]} images and '{labelsPath}' {labels.Sizes[0]} labels: they do not belong together.");
        }

        return new LabelledImages(images.Values, labels.Values, images.Sizes[1], images.Sizes[2]);
    }

    /// <summary>Some of the images, sharing their memory with this one.</summary>
    /// <param name="start">The first image.</param>
    /// <param name="count">How many images.</param>
    public LabelledImages Slice(int start, int count)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Count - start);
        return new LabelledImages(Pixels.Slice(start * Size, count * Size), Labels.Slice(start, count), Height, Width, Channels);
    }

    /// <summary>The first images, sharing their memory with this one; all where there are no more.</summary>
    /// <param name="count">How many images at most; null for all.</param>
    public LabelledImages Take(int? count) => count < Count ? Slice(0, count.Value) : this;

    /// <summary>Some of the images at even distances, so that of images that lie sorted by class each class keeps its share; all where there are no more.</summary>
    /// <param name="count">How many images at most; null for all.</param>
    public LabelledImages Spread(int? count)
    {
        if (count is not { } wanted || wanted >= Count)
        {
            return this;
        }

        ArgumentOutOfRangeException.ThrowIfNegative(wanted, nameof(count));
        var pixels = new byte[wanted * Size];
        var labels = new byte[wanted];
        for (int index = 0; index < wanted; index++)
        {
            var image = (int)((long)index * Count / wanted);
            Pixels.Slice(image * Size, Size).CopyTo(pixels.AsMemory(index * Size));
            labels[index] = Labels.Span[image];
        }

        return new LabelledImages(pixels, labels, Height, Width, Channels);
    }

    /// <summary>The images as a network takes them: pixels from 0 to 1.</summary>
    public Dataset ToDataset() => Dataset.FromBytes(Pixels, Size, Labels);

    /// <summary>The images as a network takes them, normalised: (pixel − mean)/deviation of the channel, pixels from 0 to 1.</summary>
    /// <param name="statistics">Mean and deviation of each channel; those of the images to learn from, also for images to test with.</param>
    /// <exception cref="ArgumentException">The statistics are of another number of channels.</exception>
    public Dataset ToDataset(ChannelStatistics statistics)
    {
        ArgumentNullException.ThrowIfNull(statistics);
        return Dataset.FromBytes(Pixels, Size, Labels, statistics.Scales(Channels), statistics.Offsets(Channels));
    }
}
