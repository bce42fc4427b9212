namespace ModelGen.Data;

/// <summary>Grey images of one size with a class each, kept as bytes: 60,000 images of 28×28 take 47 MB.</summary>
public sealed class LabelledImages
{
    /// <summary>Joins pixels and labels.</summary>
    /// <param name="pixels">[count, height, width] in row-major order, 0 to 255.</param>
    /// <param name="labels">[count], the class of each image.</param>
    /// <param name="height">The rows of an image.</param>
    /// <param name="width">The columns of an image.</param>
    /// <exception cref="ArgumentException">The lengths do not belong together.</exception>
    public LabelledImages(ReadOnlyMemory<byte> pixels, ReadOnlyMemory<byte> labels, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        if ((long)labels.Length * height * width != pixels.Length)
        {
            throw new ArgumentException($"{labels.Length} labels need {labels.Length} × {height} × {width} pixels; there are {pixels.Length}.", nameof(pixels));
        }

        Pixels = pixels;
        Labels = labels;
        Height = height;
        Width = width;
    }

    /// <summary>The number of images.</summary>
    public int Count => Labels.Length;

    /// <summary>The rows of an image.</summary>
    public int Height { get; }

    /// <summary>The columns of an image.</summary>
    public int Width { get; }

    /// <summary>[count, height, width] in row-major order, 0 (background) to 255.</summary>
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
        int size = Height * Width;
        return new LabelledImages(Pixels.Slice(start * size, count * size), Labels.Slice(start, count), Height, Width);
    }
}
