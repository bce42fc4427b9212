using ModelGen.Data;

namespace ModelGen.Runtime.Tests.Data;

public sealed class FlipAndCropTests
{
    private const int Height = 3;
    private const int Width = 4;

    [Fact]
    public void Every_place_and_its_mirror_image_is_as_likely_as_any_other()
    {
        float[] sample = [.. Enumerable.Range(1, 2 * Height * Width).Select(value => (float)value)];
        var counts = new Dictionary<string, int>();
        for (int down = -1; down <= 1; down++)
        {
            for (int right = -1; right <= 1; right++)
            {
                counts.Add(string.Join(' ', Moved(sample, down, right, mirror: false)), 0);
                counts.Add(string.Join(' ', Moved(sample, down, right, mirror: true)), 0);
            }
        }

        var change = new FlipAndCrop(2, Height, Width, padding: 1);
        var random = new Random(5);
        const int Draws = 18_000;
        var changed = new float[sample.Length];
        for (int draw = 0; draw < Draws; draw++)
        {
            change.Apply(sample, changed, (ulong)random.NextInt64(long.MinValue, long.MaxValue));
            counts[string.Join(' ', changed)]++;
        }

        // χ² with 17 degrees of freedom: 40.8 is exceeded once in a thousand seeds.
        Assert.InRange(counts.Values.Sum(count => Math.Pow(count - (Draws / 18.0), 2) / (Draws / 18.0)), 3, 40.8);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new FlipAndCrop(3, 4, 4, padding: 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => new FlipAndCrop(0, 4, 4, padding: 1));
        Assert.Throws<ArgumentException>(() => new FlipAndCrop(1, 2, 2, padding: 1).Apply(new float[5], new float[5], 0));
    }

    private static float[] Moved(float[] sample, int down, int right, bool mirror)
    {
        var moved = new float[sample.Length];
        for (int place = 0; place < sample.Length; place++)
        {
            int row = (place / Width % Height) + down;
            int column = mirror ? Width - 1 - (place % Width) : place % Width;
            column -= right;
            if (row is >= 0 and < Height && column is >= 0 and < Width)
            {
                moved[place] = sample[(place / (Height * Width) * Height * Width) + (row * Width) + column];
            }
        }

        return moved;
    }
}
