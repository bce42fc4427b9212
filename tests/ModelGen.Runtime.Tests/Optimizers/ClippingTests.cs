namespace ModelGen.Runtime.Tests;

public sealed unsafe class ClippingTests
{
    [Fact]
    public void A_gradient_that_is_too_long_is_scaled_by_PyTorchs_formula()
    {
        float[] first = Samples.Random(7000, 1), second = Samples.Random(10, 2);
        using MatrixNetwork network = Network();
        Set(network, first, second);
        Sgd optimizer = new(1) { ClipNorm = 2 };
        network.Step(optimizer);
        double norm = Math.Sqrt(first.Concat(second).Sum(value => (double)value * value));
        Assert.True(norm > 20, "The gradient must be clipped for the comparison to mean anything.");
        Assert.Equal(norm, optimizer.LastGradientNorm, 1e-6 * norm);
        AssertGradient(network, 0, first, 2 / (norm + 1e-6));
        AssertGradient(network, 1, second, 2 / (norm + 1e-6));
    }

    [Theory]
    [InlineData(1000)]
    [InlineData(float.PositiveInfinity)]
    public void A_shorter_gradient_stays_as_it_is_and_its_length_is_known(float limit)
    {
        float[] first = Samples.Random(7000, 1), second = Samples.Random(10, 2);
        using MatrixNetwork network = Network(), unclipped = Network();
        Sgd optimizer = new(0.1f) { ClipNorm = limit };
        Assert.Equal(float.NaN, optimizer.LastGradientNorm);
        Set(network, first, second);
        Set(unclipped, first, second);
        network.Step(optimizer);
        unclipped.Step(new Sgd(0.1f));
        Assert.Equal(Samples.Bits(unclipped), Samples.Bits(network));
        Assert.Equal(Math.Sqrt(first.Concat(second).Sum(value => (double)value * value)), optimizer.LastGradientNorm, 1e-4);
    }

    [Fact]
    public void A_gradient_that_is_no_number_makes_all_so_as_PyTorchs_does()
    {
        using MatrixNetwork network = Network();
        float[] first = Samples.Random(7000, 1);
        first[77] = float.NaN;
        Set(network, first, Samples.Random(10, 2));
        Sgd optimizer = new(0.1f) { ClipNorm = 1 };
        network.Step(optimizer);
        Assert.Equal(float.NaN, optimizer.LastGradientNorm);
        Assert.All(network.Values(1), value => Assert.Equal(float.NaN, value));
    }

    [Fact]
    public void Single_values_are_brought_into_their_range_before_the_norm()
    {
        float[] first = Samples.Random(7000, 1), second = Samples.Random(10, 2);
        second[3] = float.PositiveInfinity;
        second[4] = float.NaN;
        using MatrixNetwork network = Network();
        Set(network, first, second);
        network.Step(new Sgd(0.1f) { ClipValue = 0.25f });
        var gradient = new float[10];
        network.Parameters[1].CopyGradientTo(gradient);
        Assert.Equal(second.Select(value => Math.Clamp(value, -0.25f, 0.25f)), gradient);
        Assert.Contains(gradient, value => value == 0.25f);
        Assert.Contains(gradient, value => value == -0.25f);

        second[4] = 0;
        Set(network, first, second);
        Sgd both = new(0.1f) { ClipValue = 0.25f, ClipNorm = 1 };
        network.Step(both);
        Assert.Equal(Math.Sqrt(first.Concat(second).Sum(value => Math.Pow(Math.Clamp(value, -0.25f, 0.25f), 2))), both.LastGradientNorm, 1e-4);
    }

    [Fact]
    public void Frozen_parameters_do_not_count()
    {
        float[] first = Samples.Random(7000, 1), second = Samples.Random(10, 2);
        using MatrixNetwork network = Network();
        Set(network, first, second);
        Sgd optimizer = new(0.1f) { ClipNorm = 1000 };
        optimizer.Groups.Add("first.*", frozen: true);
        network.Step(optimizer);
        Assert.Equal(Math.Sqrt(second.Sum(value => (double)value * value)), optimizer.LastGradientNorm, 1e-5);
    }

    [Fact]
    public void The_bits_do_not_depend_on_the_number_of_threads()
    {
        int[]? expected = null;
        float norm = 0;
        foreach (int threads in new[] { 1, 2, 3, 7 })
        {
            using MatrixNetwork network = new(threads, MatrixNetwork.Plain("first.weight", 0, 1000, 101), MatrixNetwork.Plain("second.weight", 101008, 50007));
            Adam optimizer = new(0.1f) { ClipNorm = 3, ClipValue = 0.4f, AccumulationSteps = 3 };
            for (int step = 0; step < 6; step++)
            {
                network.SetGradient(0, Samples.Random(101000, step));
                network.SetGradient(1, Samples.Random(50007, step + 10));
                network.Step(optimizer);
            }

            int[] bits = Samples.Bits(network);
            if (expected is null)
                (expected, norm) = (bits, optimizer.LastGradientNorm);
            Assert.Equal(expected, bits);
            Assert.Equal(norm, optimizer.LastGradientNorm);
        }
    }

    [Fact]
    public void The_sum_of_squares_reaches_every_value()
    {
        for (int length = 0; length <= 40; length++)
        {
            float[] values = Samples.Random(length + 1, length);
            double expected = values.Take(length).Sum(value => (double)value * value);
            fixed (float* first = values)
                Assert.Equal(expected, GradientTreatment.SumOfSquares(first, length), 1e-14 * length);
        }
    }

    private static MatrixNetwork Network() => new(2, MatrixNetwork.Plain("first.weight", 0, 70, 100), MatrixNetwork.Plain("second.weight", 7008, 10));

    private static void Set(MatrixNetwork network, float[] first, float[] second)
    {
        network.SetGradient(0, first);
        network.SetGradient(1, second);
    }

    private static void AssertGradient(MatrixNetwork network, int parameter, float[] before, double factor)
    {
        var gradient = new float[before.Length];
        network.Parameters[parameter].CopyGradientTo(gradient);
        for (int index = 0; index < before.Length; index++)
            Assert.Equal(before[index] * factor, gradient[index], 1e-6 * factor);
    }
}
