namespace ModelGen.Runtime.Tests;

public sealed unsafe class OptimizerTests
{
    public static readonly TheoryData<string> Optimizers = ["sgd", "sgd decay", "momentum", "nesterov", "adam", "adam decay"];

    /// <summary>Lengths 0 to two vectors and one, at every width: the same bits, and nothing beside the range is touched.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void The_vector_width_does_not_change_the_result(string name)
    {
        for (int length = 0; length <= 33; length++)
        {
            int[]? expected = null;
            foreach (int lanes in new[] { 1, 4, 8, 16 })
            {
                int[] bits = Sweep(name, length, lanes);
                expected ??= bits;
                Assert.Equal(expected, bits);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Follows_PyTorchs_formula(string name)
    {
        using var network = new SoftmaxRegression(seed: 4);
        Optimizer optimizer = Make(name);
        var reference = new Reference(optimizer, 15);
        (float[] values, int[] labels) = Samples.Make(12);
        var weight = new float[15];
        var gradient = new float[15];
        network.Weight.CopyTo(weight);
        double[] expected = [.. weight.Select(value => (double)value)];
        for (int step = 0; step < 100; step++)
        {
            if (step == 60)
                optimizer.LearningRate /= 10;
            network.TrainStep(values, labels, optimizer);
            network.Weight.CopyGradientTo(gradient);
            reference.Step(expected, gradient);
            network.Weight.CopyTo(weight);
            for (int index = 0; index < 15; index++)
                Assert.Equal(expected[index], weight[index], 2e-5 * (1 + Math.Abs(expected[index])));
        }

        using var untrained = new SoftmaxRegression(seed: 4);
        Assert.True(Math.Abs(weight[0] - untrained.Weight[0, 0]) > 0.05, "The weight must move for the comparison to mean anything.");
    }

    [Fact]
    public void The_first_step_of_Adam_is_the_learning_rate_against_the_gradient()
    {
        using var network = new SoftmaxRegression();
        (float[] values, int[] labels) = Samples.Make(12);
        var before = new float[15];
        var after = new float[15];
        var gradient = new float[15];
        network.Weight.CopyTo(before);
        network.TrainStep(values, labels, new Adam(0.5f));
        network.Weight.CopyTo(after);
        network.Weight.CopyGradientTo(gradient);
        for (int index = 0; index < 15; index++)
            Assert.Equal(-0.5f * Math.Sign(gradient[index]), after[index] - before[index], 1e-4f);
    }

    [Fact]
    public void Each_network_has_its_own_state_of_a_shared_optimizer()
    {
        (float[] values, int[] labels) = Samples.Make(12);
        using var alone = new SoftmaxRegression();
        using var first = new SoftmaxRegression();
        using var second = new SoftmaxRegression(seed: 7);
        Optimizer ofOne = new Adam();
        Optimizer shared = new Adam();
        for (int step = 0; step < 5; step++)
        {
            alone.TrainStep(values, labels, ofOne);
            first.TrainStep(values, labels, shared);
            second.TrainStep(values, labels, shared);
        }

        Assert.Equal(Samples.Bits(alone), Samples.Bits(first));
        Assert.NotEqual(Samples.Bits(alone), Samples.Bits(second));

        // A fresh optimizer on the same network starts from nothing, a used one goes on.
        alone.TrainStep(values, labels, new Adam());
        first.TrainStep(values, labels, shared);
        Assert.NotEqual(Samples.Bits(alone), Samples.Bits(first));
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void The_gaps_between_parameters_stay_zero(string name)
    {
        using var network = new GapNetwork();
        Optimizer optimizer = Make(name);
        for (int step = 0; step < 3; step++)
            network.Step(optimizer);
        Assert.Equal([0, 2, 16], network.NonZeroOffsets());
    }

    [Fact]
    public void Values_outside_their_range_are_refused()
    {
        Assert.Contains("learning rate is -1", Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(-1)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(float.NaN));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd().LearningRate = float.PositiveInfinity);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(momentum: -0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(weightDecay: -0.1f));
        Assert.Contains("momentum", Assert.Throws<ArgumentException>(() => new Sgd(nesterov: true)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta2: -0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(epsilon: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(weightDecay: float.NaN));
    }

    private static Optimizer Make(string name) => name switch
    {
        "sgd" => new Sgd(0.5f),
        "sgd decay" => new Sgd(0.5f, weightDecay: 0.01f),
        "momentum" => new Sgd(0.1f, momentum: 0.9f),
        "nesterov" => new Sgd(0.1f, momentum: 0.9f, nesterov: true, weightDecay: 0.01f),
        "adam" => new Adam(0.01f),
        "adam decay" => new Adam(0.01f, weightDecay: 0.1f),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>Parameters and states after three sweeps over the middle of a block of random numbers, as bits.</summary>
    private static int[] Sweep(string name, int length, int lanes)
    {
        const int margin = 3;
        int size = length + (2 * margin);
        var random = new Random(length + 1);
        float[] block = [.. Enumerable.Range(0, 4 * size).Select(_ => random.NextSingle() - 0.5f)];
        for (int square = 3 * size; square < 4 * size; square++)
            block[square] = Math.Abs(block[square]);
        float[] before = [.. block];
        fixed (float* first = block)
        {
            for (int step = 0; step < 3; step++)
                RunStep(Make(name), first, first + size, first + (2 * size), first + (3 * size), margin, margin + length, lanes);
        }

        for (int row = 0; row < 4; row++)
        {
            Assert.Equal(before[(row * size)..((row * size) + margin)], block[(row * size)..((row * size) + margin)]);
            Assert.Equal(before[((row * size) + margin + length)..((row + 1) * size)], block[((row * size) + margin + length)..((row + 1) * size)]);
        }

        if (length > 0)
            Assert.NotEqual(before[margin], block[margin]);
        return [.. block.Select(BitConverter.SingleToInt32Bits)];
    }

    private static void RunStep(
        Optimizer optimizer, float* parameters, float* gradients, float* state0, float* state1, nint begin, nint end, int lanes)
    {
        switch (optimizer)
        {
            case Adam adam:
                var coefficients = new AdamState.Coefficients(0.02f, 0.1f, 0.999f, 0.001f, 0.3f, adam.Epsilon, adam.WeightDecay);
                ElementwiseSweep.Run(new AdamState.Step(parameters, gradients, state0, state1, coefficients), begin, end, lanes);
                break;
            case Sgd { Momentum: 0 } sgd:
                ElementwiseSweep.Run(new SgdState.PlainStep(parameters, gradients, sgd.LearningRate, sgd.WeightDecay), begin, end, lanes);
                break;
            case Sgd sgd:
                ElementwiseSweep.Run(
                    new SgdState.MomentumStep(parameters, gradients, state0, sgd.LearningRate, sgd.WeightDecay, sgd.Momentum, sgd.Nesterov), begin, end, lanes);
                break;
        }
    }

    /// <summary>PyTorch's documented pseudo-code, line by line, in double.</summary>
    private sealed class Reference(Optimizer optimizer, int count)
    {
        private readonly double[] first = new double[count];
        private readonly double[] second = new double[count];
        private int steps;

        public void Step(double[] parameters, float[] gradients)
        {
            steps++;
            for (int index = 0; index < parameters.Length; index++)
            {
                parameters[index] -= optimizer switch
                {
                    Sgd sgd => SgdStep(sgd, index, gradients[index] + (sgd.WeightDecay * parameters[index])),
                    Adam adam => AdamStep(adam, index, gradients[index] + (adam.WeightDecay * parameters[index])),
                    _ => throw new NotSupportedException(),
                };
            }
        }

        private double SgdStep(Sgd sgd, int index, double gradient)
        {
            if (sgd.Momentum != 0)
            {
                first[index] = steps > 1 ? (sgd.Momentum * first[index]) + gradient : gradient;
                gradient = sgd.Nesterov ? gradient + (sgd.Momentum * first[index]) : first[index];
            }

            return sgd.LearningRate * gradient;
        }

        private double AdamStep(Adam adam, int index, double gradient)
        {
            const double beta1 = 0.9;
            const double beta2 = 0.999;
            first[index] = (beta1 * first[index]) + ((1 - beta1) * gradient);
            second[index] = (beta2 * second[index]) + ((1 - beta2) * gradient * gradient);
            double mean = first[index] / (1 - Math.Pow(beta1, steps));
            double square = second[index] / (1 - Math.Pow(beta2, steps));
            return adam.LearningRate * mean / (Math.Sqrt(square) + adam.Epsilon);
        }
    }
}
