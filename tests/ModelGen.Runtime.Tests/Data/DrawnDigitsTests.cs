using System.Security.Cryptography;
using ModelGen.Data;

namespace ModelGen.Runtime.Tests.Data;

public sealed class DrawnDigitsTests
{
    [Fact]
    public void The_same_seed_gives_the_same_bytes_and_another_seed_others()
    {
        LabelledImages first = DrawnDigits.Draw(200, seed: 7);
        LabelledImages second = DrawnDigits.Draw(200, seed: 7);
        Assert.Equal(SHA256.HashData(first.Pixels.Span), SHA256.HashData(second.Pixels.Span));
        Assert.True(first.Labels.Span.SequenceEqual(second.Labels.Span));
        Assert.False(first.Pixels.Span.SequenceEqual(DrawnDigits.Draw(200, seed: 8).Pixels.Span));
    }

    [Fact]
    public void An_image_does_not_depend_on_how_many_are_drawn()
    {
        LabelledImages few = DrawnDigits.Draw(10, seed: 7);
        LabelledImages many = DrawnDigits.Draw(50, seed: 7).Slice(0, 10);
        Assert.True(few.Pixels.Span.SequenceEqual(many.Pixels.Span));
    }

    [Fact]
    public void Every_class_is_drawn_and_every_image_shows_something()
    {
        ImageDataset digits = DrawnDigits.Create(training: 1000, test: 200);
        Assert.Equal((1000, 200), (digits.Training.Count, digits.Test.Count));
        Assert.Equal(Enumerable.Range(0, 10).Select(label => (byte)label), digits.Training.Labels.ToArray().Distinct().Order());
        for (int index = 0; index < digits.Test.Count; index++)
        {
            ReadOnlySpan<byte> image = digits.Test.Slice(index, 1).Pixels.Span;
            int ink = 0;
            foreach (byte pixel in image)
            {
                ink += pixel > 100 ? 1 : 0;
            }

            Assert.InRange(ink, 10, 400);
        }
    }

    /// <summary>
    /// The nearest training image in plain pixels is far better than chance and far from right: there is something to learn, and something left.
    /// </summary>
    [Fact]
    public void The_digits_can_be_told_apart_but_not_by_their_pixels_alone()
    {
        ImageDataset digits = DrawnDigits.Create(training: 1000, test: 100);
        int right = 0;
        for (int index = 0; index < digits.Test.Count; index++)
        {
            right += NearestLabel(digits.Training, digits.Test.Slice(index, 1)) == digits.Test.Labels.Span[index] ? 1 : 0;
        }

        Assert.InRange(right / (double)digits.Test.Count, 0.4, 0.9);
    }

    private static byte NearestLabel(LabelledImages images, LabelledImages image)
    {
        long nearest = long.MaxValue;
        byte label = 0;
        ReadOnlySpan<byte> pixels = image.Pixels.Span;
        for (int index = 0; index < images.Count; index++)
        {
            ReadOnlySpan<byte> other = images.Pixels.Span.Slice(index * pixels.Length, pixels.Length);
            long distance = 0;
            for (int pixel = 0; pixel < other.Length; pixel++)
            {
                int difference = other[pixel] - pixels[pixel];
                distance += difference * difference;
            }

            (nearest, label) = distance < nearest ? (distance, images.Labels.Span[index]) : (nearest, label);
        }

        return label;
    }
}
