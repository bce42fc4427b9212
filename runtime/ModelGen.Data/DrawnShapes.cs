namespace ModelGen.Data;

/// <summary>Coloured pictures of ten shapes, drawn by the program: data for networks that see, where there is no other.</summary>
public static class DrawnShapes
{
    private const int Size = 32;
    private const int TrainingCount = 10_000;
    private const int TestCount = 2_000;

    // Each shape says whether a point belongs to it: x to the right and y downwards from its middle, both −1 to 1 inside its square.
    private static readonly (string Name, Func<double, double, bool> Holds)[] shapes =
    [
        ("bars", (x, y) => Inside(x, y) && Math.Sin(8 * x) > 0),
        ("cross", (x, y) => Inside(x, y) && (Math.Abs(x) < 0.3 || Math.Abs(y) < 0.3)),
        ("diamond", (x, y) => Math.Abs(x) + Math.Abs(y) < 1),
        ("disc", (x, y) => (x * x) + (y * y) < 1),
        ("frame", (x, y) => Inside(x, y) && Math.Max(Math.Abs(x), Math.Abs(y)) > 0.6),
        ("ring", (x, y) => (x * x) + (y * y) is < 1 and > 0.4),
        ("saltire", (x, y) => Inside(x, y) && (Math.Abs(x - y) < 0.4 || Math.Abs(x + y) < 0.4)),
        ("square", Inside),
        ("stripes", (x, y) => Inside(x, y) && Math.Sin(8 * y) > 0),
        ("triangle", (x, y) => Inside(x, y) && Math.Abs(x) < (y + 1) / 2),
    ];

    /// <summary>Draws 10,000 pictures of 3×32×32 to learn from and 2,000 to test with, always the same: a shape each of any size, place and colour, under noise, on a darker ground. They lie sorted by shape.</summary>
    public static ImageDataset Create() => new("Drawn shapes", [.. shapes.Select(shape => shape.Name)], Draw(TrainingCount, seed: 0), Draw(TestCount, seed: 1));

    private static LabelledImages Draw(int count, ulong seed)
    {
        var random = new SplitMix64(seed);
        int size = Picture.Channels * Size * Size;
        var pixels = new byte[count * size];
        var labels = new byte[count];
        for (int index = 0; index < count; index++)
        {
            labels[index] = (byte)((long)index * shapes.Length / count);
            Draw(shapes[labels[index]].Holds, ref random, pixels.AsSpan(index * size, size));
        }

        return new LabelledImages(pixels, labels, Size, Size, Picture.Channels);
    }

    private static void Draw(Func<double, double, bool> holds, ref SplitMix64 random, Span<byte> pixels)
    {
        double half = random.Uniform(9, 14);
        double middleX = random.Uniform(half, Size - half);
        double middleY = random.Uniform(half, Size - half);
        const int Plane = Size * Size;
        Span<double> ground = stackalloc double[Picture.Channels];
        Span<double> colour = stackalloc double[Picture.Channels];
        for (int channel = 0; channel < Picture.Channels; channel++)
        {
            // The shape is lighter than the ground, by 80 of 255 at least in each channel.
            ground[channel] = random.Uniform(0, 120);
            colour[channel] = ground[channel] + random.Uniform(80, 127);
        }

        for (int place = 0; place < Plane; place++)
        {
            double x = ((place % Size) + 0.5 - middleX) / half;
            double y = ((place / Size) + 0.5 - middleY) / half;
            Span<double> paint = holds(x, y) ? colour : ground;
            for (int channel = 0; channel < Picture.Channels; channel++)
            {
                pixels[(channel * Plane) + place] = (byte)Math.Clamp(paint[channel] + random.Uniform(-25, 25), 0, 255);
            }
        }
    }

    private static bool Inside(double x, double y) => Math.Abs(x) < 1 && Math.Abs(y) < 1;
}
