using ModelGen.Numerics.Cases;
using ModelGen.Numerics.Tests.Harness;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// Dropout against twins of the networks that are given what to multiply by, computed from dropout's documentation: which elements a step drops depends on
/// seed, step, layer and element alone, and neither on the vectors' width, the threads nor the layout, since the twins know nothing of them.
/// </summary>
public sealed class DropoutTests
{
    private const ulong Seed = 0xfedcba9876543210;
    private const int Steps = 3;

    // Twins sum in other orders.
    private const double Tolerance = 2e-6;

    public static TheoryData<string> Names => [.. DropoutPair.All.Keys];

    // Without the kinks of ReLU and pools, which a step of all weights at once would cross.
    public static TheoryData<string> Smooth => ["DropoutRows", "DropoutLengths", "DropoutSixSamples", "DropoutOneSample", "DropoutTwice", "DropoutOfInput"];

    public static TheoryData<string, int> Threads => new(from name in DropoutPair.All.Keys from threads in (int[])[2, 3, 7] select (name, threads));

    /// <summary>How many tests there are, for those who run them elsewhere.</summary>
    public static int Count => (Names.Count * 2) + Smooth.Count + Threads.Count + 6;

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_multiplies_by_what_the_documentation_says(string name)
    {
        DropoutPair pair = DropoutPair.All[name];
        foreach (int batch in pair.Batches)
        {
            using DropoutNetwork dropping = pair.Dropping(Seed, 1).Draw(), given = pair.Given(Seed, 1).Draw();
            (float[] x, float[] target) = Draw(name, pair, batch);
            var expected = new float[batch * pair.Outputs];
            var actual = new float[batch * pair.Outputs];
            for (int step = 0; step < Steps; step++)
            {
                float[][] factors = pair.Factors(Seed, step, batch);
                float expectedLoss = given.Gradients(x, factors, target);
                Assert.Equal(expectedLoss, dropping.Gradients(x, factors, target), 1e-4);
                AssertClose(dropping.AllGradients(), given.AllGradients());
                given.Train(x, factors, target, expected, new Sgd(0.01f));
                dropping.Train(x, factors, target, actual, new Sgd(0.01f));
                AssertClose(actual, expected);
            }

            AssertClose(dropping.Values(), given.Values());
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Predicting_and_evaluating_drop_nothing(string name)
    {
        DropoutPair pair = DropoutPair.All[name];
        int batch = pair.Batches[^1];
        using DropoutNetwork dropping = pair.Dropping(Seed, 1).Draw(), given = pair.Given(Seed, 1).Draw();
        (float[] x, float[] target) = Draw(name, pair, batch);
        float[][] ones = [.. pair.Layers.Select(layer => Enumerable.Repeat(1f, batch * layer.Elements).ToArray())];
        var expected = new float[batch * pair.Outputs];
        var actual = new float[batch * pair.Outputs];
        Assert.Equal(given.Evaluate(x, ones, target, expected), dropping.Evaluate(x, ones, target, actual), 1e-4);
        AssertClose(actual, expected);
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Bits_do_not_depend_on_threads(string name, int threads)
    {
        DropoutPair pair = DropoutPair.All[name];
        // Enough work for all threads to be woken, wherever the batch may be so large.
        int batch = pair.Batches.Length == 1 ? pair.Batches[0] : 1031;
        Assert.Equal(Train(1), Train(threads));

        int[] Train(int count)
        {
            using DropoutNetwork network = pair.Dropping(Seed, count).Draw();
            (float[] x, float[] target) = Draw(name, pair, batch);
            var output = new float[batch * pair.Outputs];
            Adam optimizer = new();
            List<float> results = [];
            for (int step = 0; step < Steps; step++)
            {
                results.Add(network.Train(x, [], target, output, optimizer));
                results.AddRange(output);
            }

            return [.. results.Concat(network.Values()).Select(BitConverter.SingleToInt32Bits)];
        }
    }

    [Theory]
    [MemberData(nameof(Smooth))]
    public void The_gradient_is_the_slope_of_the_loss_that_the_same_step_computes(string name)
    {
        const float step = 1f / 256;
        DropoutPair pair = DropoutPair.All[name];
        int batch = pair.Batches[^1];
        using DropoutNetwork network = pair.Dropping(3, 1).Draw();
        (float[] x, float[] target) = Draw(name, pair, batch);
        network.Gradients(x, [], target);
        float[] gradient = network.AllGradients();
        float[] start = network.Values();
        float[] direction = SeededValues.Signs(SeededValues.Seed(name), start.Length);
        double claimed = gradient.Zip(direction, (slope, sign) => (double)slope * sign).Sum();
        double slope = (LossAt(step) - LossAt(-step)) / (2 * step);
        double norm = Math.Sqrt(gradient.Sum(value => (double)value * value));
        Assert.InRange(slope, claimed - (0.005 * norm), claimed + (0.005 * norm));

        double LossAt(float distance)
        {
            int place = 0;
            foreach (Parameter parameter in network.Network.Parameters)
            {
                var moved = new float[parameter.Count];
                for (int index = 0; index < moved.Length; index++, place++)
                    moved[index] = start[place] + (distance * direction[place]);
                parameter.CopyFrom(moved);
            }

            return network.Gradients(x, [], target);
        }
    }

    [Fact]
    public void The_rate_is_met_and_what_is_kept_keeps_the_mean()
    {
        const int batch = 4096;
        using DropoutRows network = new(seed: 5, threads: 1);
        float[] output = Ones(network, batch);
        double dropped = output.Count(value => value == 0) / (double)output.Length;
        // Five standard deviations of that many independent draws.
        double deviation = Math.Sqrt(0.25 * 0.75 / output.Length);
        Assert.InRange(dropped, 0.25 - (5 * deviation), 0.25 + (5 * deviation));
        Assert.All(output, value => Assert.True(value is 0 or 1f / 0.75f));
    }

    [Fact]
    public void Elements_are_dropped_independently()
    {
        const int batch = 4096;
        using DropoutRows network = new(seed: 6, threads: 1);
        bool[] first = [.. Ones(network, batch).Select(value => value == 0)];
        bool[] second = [.. Ones(network, batch).Select(value => value == 0)];
        // Of neighbours along the row, in the samples that share a draw, in those that do not, and of one element in two steps.
        foreach (int distance in (int[])[1, 2, 16, 17, 34, 51, 68])
            AssertIndependent(first[distance..], first[..^distance]);
        AssertIndependent(first, second);
    }

    [Fact]
    public void Layers_of_one_shape_and_rate_drop_different_elements()
    {
        const int batch = 4096;
        float[] first = DropoutCounter.Factors(1, 0, 0, 0.5, batch, 13), second = DropoutCounter.Factors(1, 0, 1, 0.5, batch, 13);
        AssertIndependent([.. first.Select(value => value == 0)], [.. second.Select(value => value == 0)], rate: 0.5);
        using DropoutTwice network = new(seed: 1, threads: 1);
        var output = new float[batch * 13];
        network.TrainStep(new float[output.Length], new float[output.Length], output, new Sgd());
        // Each half is sigmoid(0)·2 = 1 or 0.
        Assert.Equal(first.Zip(second, (one, other) => 0.5f * (one + other)), output);
    }

    [Fact]
    public void Gradients_uses_the_numbers_of_the_step_to_come_and_takes_none()
    {
        using DropoutRows network = new(seed: 7, threads: 1);
        float[] x = [.. Enumerable.Repeat(1f, 17 * 8)], target = SeededValues.Uniform(1, x.Length, -1, 1), output = new float[x.Length];
        float first = network.Gradients(x, target);
        network.Predict(x, output);
        network.Evaluate(x, target, output);
        Assert.Equal(first, network.Gradients(x, target));
        Assert.Equal(first, network.TrainStep(x, target, new Sgd(learningRate: 1e-30f)));
        Assert.NotEqual(first, network.Gradients(x, target));
    }

    [Fact]
    public void Another_seed_drops_other_elements()
    {
        using DropoutRows one = new(seed: 1, threads: 1), other = new(seed: 2, threads: 1);
        Assert.NotEqual(Ones(one, 16), Ones(other, 16));
    }

    [Fact]
    public void A_rate_of_nothing_is_no_dropout()
    {
        using DropoutNothing network = new(seed: 1, threads: 1);
        float[] x = SeededValues.Uniform(1, 7 * 9), trained = new float[5 * 9], predicted = new float[5 * 9];
        network.Predict(x, predicted);
        network.TrainStep(x, new float[5 * 9], trained, new Sgd());
        Assert.Equal(predicted, trained);
    }

    private static void AssertClose(float[] actual, float[] expected)
    {
        // Where all was dropped, nothing is left to be near to.
        if (expected.All(value => value == 0))
            Assert.Equal(expected, actual);
        else
            Assert.InRange(Closeness.Difference(actual, expected), 0, Tolerance);
    }

    // What a step makes of ones behind a scale of one; the parameters stay.
    private static float[] Ones(DropoutRows network, int batch)
    {
        float[] ones = [.. Enumerable.Repeat(1f, batch * 17)];
        network.Parameters.Scale.CopyFrom(ones.AsSpan(0, 17));
        var output = new float[ones.Length];
        network.TrainStep(ones, new float[ones.Length], output, new Sgd());
        return output;
    }

    // The covariance of two dropped-or-not sequences within five standard deviations of that of independent ones.
    private static void AssertIndependent(bool[] one, bool[] other, double rate = 0.25)
    {
        double covariance = one.Zip(other, (a, b) => ((a ? 1 : 0) - rate) * ((b ? 1 : 0) - rate)).Average();
        double deviation = rate * (1 - rate) / Math.Sqrt(one.Length);
        Assert.InRange(covariance, -5 * deviation, 5 * deviation);
    }

    private static (float[] X, float[] Target) Draw(string name, DropoutPair pair, int batch) => (
        SeededValues.Uniform(SeededValues.Seed(name + "/input"), batch * pair.Inputs, -1, 1),
        SeededValues.Uniform(SeededValues.Seed(name + "/target"), batch * pair.Outputs, -1, 1));
}
