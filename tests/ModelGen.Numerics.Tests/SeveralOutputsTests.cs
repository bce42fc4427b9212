using System.Numerics.Tensors;
using ModelGen.Numerics.Cases;

namespace ModelGen.Numerics.Tests;

/// <summary>What a network of several outputs writes, and where it need not.</summary>
public sealed class SeveralOutputsTests
{
    private const int Batch = 6;

    private static readonly float[] x = SeededValues.Uniform(1, Batch * 4, -1, 1);
    private static readonly int[] labels = SeededValues.Integers(2, Batch, 4);

    [Fact]
    public void Outputs_that_are_one_another_or_what_was_passed_are_all_written()
    {
        using SharedOutputs network = new(seed: 3);
        float[] weight = new float[4];
        network.Parameters.Weight.CopyFrom([1, -2, 3, 0.5f]);
        network.Parameters.Weight.CopyTo(weight);
        float[] logits = new float[x.Length], again = new float[x.Length], passed = new float[x.Length], flat = new float[x.Length], parameter = new float[4];
        network.Predict(x, logits, again, passed, flat, parameter);
        AssertWritten();
        (logits, again, passed, flat, parameter) = (new float[x.Length], new float[x.Length], new float[x.Length], new float[x.Length], new float[4]);
        network.TrainStep(x, labels, logits, again, passed, flat, parameter, new Sgd(0.1f));
        AssertWritten();

        void AssertWritten()
        {
            Assert.Equal(x.Select((value, place) => value * weight[place % 4]), logits);
            Assert.Equal(logits, again);
            Assert.Equal(x, passed);
            Assert.Equal(x, flat);
            Assert.Equal(weight, parameter);
        }
    }

    [Fact]
    public void An_output_that_is_not_wanted_is_left_out()
    {
        using LogitsAndWeights network = new(seed: 3);
        float[] rows = SeededValues.Uniform(3, 2 * 35, -1, 1), logits = new float[6], weights = new float[50], alone = new float[6], weightsAlone = new float[50];
        network.Predict(rows, logits, weights);
        network.Predict(rows, alone, []);
        network.Predict(rows, [], weightsAlone);
        Assert.Equal(logits, alone);
        Assert.Equal(weights, weightsAlone);
        network.Predict(new ReadOnlyTensorSpan<float>(rows, [2, 5, 7], []), new TensorSpan<float>(alone = new float[6], [2, 3], []), default(TensorSpan<float>));
        Assert.Equal(logits, alone);
        Assert.Contains("weights", Assert.Throws<ArgumentException>(() => network.Predict(rows, logits, new float[49])).Message, StringComparison.Ordinal);
        Assert.Contains("logits", Assert.Throws<ArgumentException>(() => network.Predict(rows, new float[7], [])).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fit_and_Evaluate_measure_the_first_output()
    {
        Dataset data = Dataset.FromFloats(x, 4, labels);
        using SharedOutputs network = new(seed: 3);
        network.Parameters.Weight.CopyFrom([1, -2, 3, 0.5f]);
        float[] logits = new float[x.Length];
        network.Predict(x, logits, [], [], [], []);
        int right = Enumerable.Range(0, Batch).Count(sample => logits[(sample * 4)..((sample + 1) * 4)] is var row && row[labels[sample]] == row.Max());
        Assert.Equal((double)right / Batch, network.Evaluate(data).Accuracy, 1e-6);
        IReadOnlyList<EpochReport> reports = network.Fit(data, new Sgd(0.1f), new FitOptions { Epochs = 3, BatchSize = 4 });
        Assert.True(reports[2].Loss < reports[0].Loss);
    }

    [Fact]
    public void The_summary_names_the_outputs() => Assert.Contains("Outputs: logits [batch, 3], weights [batch, 5, 5]", LogitsAndWeights.Summary, StringComparison.Ordinal);
}
