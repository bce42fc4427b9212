using ModelGen.Numerics.Cases;

namespace ModelGen.Numerics.Tests;

/// <summary>Training and measuring on datasets where <c>Forward</c> takes several inputs and <c>Loss</c> several labels and targets.</summary>
public sealed class SeveralLabelsTests
{
    private const int Count = 40;
    private const int Pixels = 12 * 12;

    private static readonly byte[] pictures = [.. SeededValues.Integers(1, Count * Pixels, 256).Select(value => (byte)value)];
    private static readonly float[] pens = SeededValues.Uniform(2, Count * 2, -1, 1);
    private static readonly byte[] digits = [.. SeededValues.Integers(3, Count, 10).Select(value => (byte)value)];
    private static readonly float[] slants = SeededValues.Uniform(4, Count, -1, 1);
    private static readonly int[] tokens = SeededValues.Integers(5, Count * 5, 7);
    private static readonly int[] tags = [.. tokens.Select((token, place) => place % 5 == 4 ? -100 : token % 3)];
    private static readonly float[] moods = SeededValues.Uniform(6, Count, -1, 1);

    private static Dataset Digits => Dataset.FromBytes(pictures, Pixels, digits).WithInput(pens, 2).WithTargets(slants, 1);

    [Fact]
    public void Evaluate_measures_what_the_network_computes()
    {
        using DigitAndSlant network = new(seed: 5);
        float[] digit = new float[Count * 10], slant = new float[Count];
        float loss = network.Evaluate([.. pictures.Select(value => value * (1f / 255f))], pens, [.. digits.Select(value => (int)value)], slants, digit, slant);
        Evaluation evaluation = network.Evaluate(Digits, batchSize: Count);
        Assert.Equal(loss, evaluation.Loss);
        int right = Enumerable.Range(0, Count).Count(sample => digit[(sample * 10)..((sample + 1) * 10)] is var row && Array.IndexOf(row, row.Max()) == digits[sample]);
        Assert.Equal((float)right / Count, evaluation.Accuracy);
    }

    [Fact]
    public void Fit_steps_as_TrainStep_does_and_learns_all_that_the_loss_holds()
    {
        using DigitAndSlant trained = new(seed: 5), byHand = new(seed: 5);
        trained.Fit(Digits, new Sgd(0.1f), new FitOptions { BatchSize = Count });
        byHand.TrainStep([.. pictures.Select(value => value * (1f / 255f))], pens, [.. digits.Select(value => (int)value)], slants, new Sgd(0.1f));
        foreach ((Parameter expected, Parameter actual) in byHand.Parameters.Zip(trained.Parameters))
        {
            float[] one = new float[expected.Count], other = new float[actual.Count];
            expected.CopyTo(one);
            actual.CopyTo(other);
            Assert.InRange(Closeness.Difference(other, one), 0, 1e-5);
        }

        IReadOnlyList<EpochReport> reports = trained.Fit(Digits, new Adam(3e-3f), new FitOptions { Epochs = 120, BatchSize = 16, Validation = Digits });
        Assert.True(reports[^1].Accuracy > 0.95);
        float[] slant = new float[Count];
        trained.Predict([.. pictures.Select(value => value * (1f / 255f))], pens, [], slant);
        Assert.True(slant.Zip(slants, (value, target) => (value - target) * (value - target)).Average() < 0.05);
    }

    [Fact]
    public void A_text_has_a_label_for_each_position()
    {
        using TagsOfText network = new(seed: 5);
        Dataset data = Dataset.FromIntegers(tokens, 5, tags, 5).WithTargets(moods, 1);
        IReadOnlyList<EpochReport> reports = network.Fit(data, new Adam(1e-2f), new FitOptions { Epochs = 60, BatchSize = 16, Validation = data });
        Assert.Equal(1f, reports[^1].ValidationAccuracy);
        Assert.Equal(Count * 4, network.Evaluate(data).Confusion.Cast<int>().Sum());
        Dataset wrong = Dataset.FromIntegers(tokens, 5, (int[])[.. tags[..^1], 3], 5).WithTargets(moods, 1);
        Assert.Equal(
            "'trueTags' of sample 39 is 3; for TagsOfText it must be 0 to 2, or -100, which counts for nothing.",
            Assert.Throws<ArgumentException>(() => network.Evaluate(wrong)).Message);
    }
}
