namespace ModelGen.Data;

/// <summary>
/// Digits drawn by program, for machines without a dataset: 28×28 like MNIST's. Each is written with strokes in one of a few ways, its corners
/// moved a little, then scaled, sheared, turned and shifted, drawn with a pen of some width and pressure over a smear and grain.
/// An image depends on the seed and its own number only.
/// </summary>
public static class DrawnDigits
{
    /// <summary>The seed of the dataset that stands in where nothing else is at hand.</summary>
    public const ulong DefaultSeed = 0;

    private const int Size = 28;
    private const int Classes = 10;

    /// <summary>A dataset of drawn digits.</summary>
    /// <param name="training">The number of images to learn from.</param>
    /// <param name="test">The number of images to test with; none of them is among the others.</param>
    /// <param name="seed">The seed: the same seed gives the same bytes.</param>
    public static ImageDataset Create(int training = 10_000, int test = 2_000, ulong seed = DefaultSeed)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(training);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(test);
        LabelledImages all = Draw(checked(training + test), seed);
        return new("Drawn digits", ImageDatasetDescription.Mnist.ClassNames, all.Slice(0, training), all.Slice(training, test));
    }

    /// <summary>Draws images of random classes.</summary>
    /// <param name="count">How many.</param>
    /// <param name="seed">The seed.</param>
    public static LabelledImages Draw(int count, ulong seed)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(count);
        byte[] pixels = new byte[checked(count * Size * Size)];
        byte[] labels = new byte[count];
        Span<double> ink = stackalloc double[Size * Size];
        SplitMix64 seeds = new(seed);
        for (int index = 0; index < count; index++)
        {
            SplitMix64 random = new(seeds.Next());
            labels[index] = (byte)(random.Next() % Classes);
            ink.Clear();
            DrawDigit(labels[index], ref random, ink);
            DrawSmear(ref random, ink);
            Expose(ink, ref random, pixels.AsSpan(index * Size * Size, Size * Size));
        }

        return new LabelledImages(pixels, labels, Size, Size);
    }

    private static void DrawDigit(int digit, ref SplitMix64 random, Span<double> ink)
    {
        StrokePoint[][][] variants = DigitStrokes.Variants[digit];
        StrokePoint[][] strokes = variants[random.Next() % (ulong)variants.Length];
        var placement = Placement.Random(ref random);
        double radius = random.Uniform(0.55, 1.6);
        double pressure = random.Uniform(0.65, 1);
        double tremor = random.Uniform(0, 0.025);
        foreach (StrokePoint[] stroke in strokes)
        {
            StrokePoint previous = default;
            for (int index = 0; index < stroke.Length; index++)
            {
                StrokePoint shaken = new(stroke[index].X + random.Uniform(-tremor, tremor), stroke[index].Y + random.Uniform(-tremor, tremor));
                StrokePoint point = placement.Apply(shaken);
                if (index > 0)
                {
                    DrawSegment(previous, point, radius, pressure, ink);
                }

                previous = point;
            }
        }
    }

    /// <summary>A faint stray line in every other image, which means nothing.</summary>
    private static void DrawSmear(ref SplitMix64 random, Span<double> ink)
    {
        if (random.Uniform(0, 1) < 0.5)
        {
            return;
        }

        StrokePoint start = new(random.Uniform(0, Size), random.Uniform(0, Size));
        StrokePoint end = new(start.X + random.Uniform(-8, 8), start.Y + random.Uniform(-8, 8));
        DrawSegment(start, end, random.Uniform(0.4, 0.9), random.Uniform(0.3, 0.8), ink);
    }

    /// <summary>Darkens the pixels near a segment, with an edge one pixel soft.</summary>
    private static void DrawSegment(StrokePoint start, StrokePoint end, double radius, double pressure, Span<double> ink)
    {
        double reach = radius + 1;
        (int left, int right) = PixelRange(start.X, end.X, reach);
        (int top, int bottom) = PixelRange(start.Y, end.Y, reach);
        (double dx, double dy) = (end.X - start.X, end.Y - start.Y);
        double squared = Math.Max((dx * dx) + (dy * dy), 1e-12);
        for (int y = top; y < bottom; y++)
        {
            for (int x = left; x < right; x++)
            {
                (double px, double py) = (x + 0.5 - start.X, y + 0.5 - start.Y);
                double along = Math.Clamp(((px * dx) + (py * dy)) / squared, 0, 1);
                (double ex, double ey) = (px - (along * dx), py - (along * dy));
                double covered = pressure * Math.Clamp(radius + 0.5 - Math.Sqrt((ex * ex) + (ey * ey)), 0, 1);
                ink[(y * Size) + x] = Math.Max(ink[(y * Size) + x], covered);
            }
        }

        static (int First, int End) PixelRange(double a, double b, double reach) =>
            ((int)Math.Clamp(Math.Floor(Math.Min(a, b) - reach), 0, Size), (int)Math.Clamp(Math.Ceiling(Math.Max(a, b) + reach), 0, Size));
    }

    /// <summary>Ink to bytes, with grain.</summary>
    private static void Expose(ReadOnlySpan<double> ink, ref SplitMix64 random, Span<byte> pixels)
    {
        double grain = random.Uniform(0, 0.2);
        for (int index = 0; index < pixels.Length; index++)
        {
            pixels[index] = (byte)Math.Round(255 * Math.Clamp(ink[index] + random.Uniform(-grain, grain), 0, 1));
        }
    }

    /// <summary>An affine map from the unit square to the image.</summary>
    private readonly record struct Placement(double XX, double XY, double YX, double YY, double X, double Y)
    {
        public static Placement Random(ref SplitMix64 random)
        {
            (double sine, double cosine) = Math.SinCos(random.Uniform(-0.35, 0.35));
            double shear = random.Uniform(-0.35, 0.35);
            double width = random.Uniform(10, 20);
            double height = random.Uniform(14, 21);
            return new(
                cosine * width,
                ((cosine * shear) - sine) * height,
                sine * width,
                ((sine * shear) + cosine) * height,
                (Size / 2.0) + random.Uniform(-3, 3),
                (Size / 2.0) + random.Uniform(-3, 3));
        }

        public StrokePoint Apply(StrokePoint point)
        {
            (double x, double y) = (point.X - 0.5, point.Y - 0.5);
            return new((XX * x) + (XY * y) + X, (YX * x) + (YY * y) + Y);
        }
    }
}
