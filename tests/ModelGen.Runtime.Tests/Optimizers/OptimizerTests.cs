namespace ModelGen.Runtime.Tests;

public sealed unsafe class OptimizerTests
{
    // Parameters, gradients, and as many remembered floats as any optimiser has.
    private const int Rows = 5;

    public static readonly TheoryData<string> Optimizers =
    [
        "sgd", "sgd decay", "momentum", "nesterov", "adam", "adam decay", "adamw", "rmsprop", "rmsprop decay", "rmsprop momentum", "rmsprop centered",
        "rmsprop centered momentum", "adagrad", "adagrad decay", "adadelta", "adadelta decay", "lion", "lion decay",
    ];

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

    /// <summary>One thread stores into the caches, several past them.</summary>
    [Theory]
    [MemberData(nameof(Optimizers))]
    public void The_number_of_threads_does_not_change_the_result(string name)
    {
        int[]? expected = null;
        foreach (int threads in new[] { 1, 2, 3, 7 })
        {
            using MatrixNetwork network = new(threads, MatrixNetwork.Plain("first.weight", 0, 1000, 101), MatrixNetwork.Plain("second.weight", 101008, 50007));
            Optimizer optimizer = Make(name);
            for (int step = 0; step < 3; step++)
            {
                network.SetGradient(0, Samples.Random(101000, step));
                network.SetGradient(1, Samples.Random(50007, step));
                network.Step(optimizer);
            }

            int[] bits = Samples.Bits(network);
            expected ??= bits;
            Assert.Equal(expected, bits);
        }
    }

    [Theory]
    [MemberData(nameof(Optimizers))]
    public void Follows_PyTorchs_formula(string name)
    {
        using var network = new SoftmaxRegression(seed: 4);
        Optimizer optimizer = Make(name);
        var reference = new OptimizerReference(optimizer, 15);
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
        Assert.Contains("learning rate is NaN", Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(float.NaN)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd().LearningRate = float.PositiveInfinity);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(momentum: -0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Sgd(weightDecay: -0.1f));
        Assert.Contains("momentum", Assert.Throws<ArgumentException>(() => new Sgd(nesterov: true)).Message);
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta1: 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(beta2: -0.1f));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(epsilon: 0));
        Assert.Throws<ArgumentOutOfRangeException>(() => new Adam(weightDecay: float.NaN));
    }

    public static TheoryData<string, Func<Optimizer>> Refused => new()
    {
        { "beta1 is 1; it must be at least 0 and less than 1.", () => new AdamW(beta1: 1) },
        { "beta2 is -0.1; it must be at least 0 and less than 1.", () => new AdamW(beta2: -0.1f) },
        { "epsilon is 0; it must be a finite number greater than 0.", () => new AdamW(epsilon: 0) },
        { "The weight decay is -1; it must be a finite number, at least 0.", () => new AdamW(weightDecay: -1) },
        { "alpha is 1; it must be at least 0 and less than 1.", () => new RmsProp(alpha: 1) },
        { "epsilon is -1; it must be a finite number greater than 0.", () => new RmsProp(epsilon: -1) },
        { "The momentum is -1; it must be a finite number, at least 0.", () => new RmsProp(momentum: -1) },
        { "The weight decay is NaN; it must be a finite number, at least 0.", () => new RmsProp(weightDecay: float.NaN) },
        { "The decay of the learning rate is -1; it must be a finite number, at least 0.", () => new Adagrad(learningRateDecay: -1) },
        { "The initial accumulator is -1; it must be a finite number, at least 0.", () => new Adagrad(initialAccumulator: -1) },
        { "epsilon is 0; it must be a finite number greater than 0.", () => new Adagrad(epsilon: 0) },
        { "rho is 1; it must be at least 0 and less than 1.", () => new Adadelta(rho: 1) },
        { "epsilon is 0; it must be a finite number greater than 0.", () => new Adadelta(epsilon: 0) },
        { "beta1 is -1; it must be at least 0 and less than 1.", () => new Lion(beta1: -1) },
        { "beta2 is 2; it must be at least 0 and less than 1.", () => new Lion(beta2: 2) },
        { "momentum is 1; it must be at least 0 and less than 1.", () => new Muon(momentum: 1) },
        { "The factor of AdamW's learning rate is -1; it must be a finite number, at least 0.", () => new Muon(adamWFactor: -1) },
        { "beta1 is 1; it must be at least 0 and less than 1.", () => new Muon(beta1: 1) },
        { "beta2 is 1; it must be at least 0 and less than 1.", () => new Muon(beta2: 1) },
        { "epsilon is 0; it must be a finite number greater than 0.", () => new Muon(epsilon: 0) },
        { "AccumulationSteps is 0; an update takes at least 1 batch.", () => new Sgd { AccumulationSteps = 0 } },
        { "ClipNorm is 0; it must be greater than 0, or null for no limit.", () => new Sgd { ClipNorm = 0 } },
        { "ClipValue is NaN; it must be greater than 0, or null for no limit.", () => new Sgd { ClipValue = float.NaN } },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_refusal_says_what_is_allowed(string message, Func<Optimizer> create) =>
        Assert.Equal(message, Assert.Throws<ArgumentOutOfRangeException>(create).Message);

    private static Optimizer Make(string name) => name switch
    {
        "sgd" => new Sgd(0.5f),
        "sgd decay" => new Sgd(0.5f, weightDecay: 0.01f),
        "momentum" => new Sgd(0.1f, momentum: 0.9f),
        "nesterov" => new Sgd(0.1f, momentum: 0.9f, nesterov: true, weightDecay: 0.01f),
        "adam" => new Adam(0.01f),
        "adam decay" => new Adam(0.01f, weightDecay: 0.1f),
        "adamw" => new AdamW(0.01f, weightDecay: 0.1f),
        "rmsprop" => new RmsProp(0.01f),
        "rmsprop decay" => new RmsProp(0.01f, alpha: 0.9f, weightDecay: 0.1f),
        "rmsprop momentum" => new RmsProp(0.01f, momentum: 0.5f),
        "rmsprop centered" => new RmsProp(0.002f, epsilon: 1e-3f, centered: true),
        "rmsprop centered momentum" => new RmsProp(0.002f, epsilon: 1e-3f, momentum: 0.5f, centered: true),
        "adagrad" => new Adagrad(0.1f),
        "adagrad decay" => new Adagrad(0.1f, learningRateDecay: 0.01f, weightDecay: 0.1f, initialAccumulator: 0.1f),
        "adadelta" => new Adadelta(1, epsilon: 1e-4f),
        "adadelta decay" => new Adadelta(1, rho: 0.8f, epsilon: 1e-4f, weightDecay: 0.1f),
        "lion" => new Lion(0.01f),
        "lion decay" => new Lion(0.01f, weightDecay: 0.1f),
        _ => throw new ArgumentOutOfRangeException(nameof(name)),
    };

    /// <summary>Parameters and states after three sweeps over the middle of a block of random numbers, as bits.</summary>
    private static int[] Sweep(string name, int length, int lanes)
    {
        const int margin = 3;
        int size = length + (2 * margin);
        var random = new Random(length + 1);
        float[] block = [.. Enumerable.Range(0, Rows * size).Select(_ => random.NextSingle() - 0.5f)];
        for (int square = 2 * size; square < Rows * size; square++)
            block[square] = Math.Abs(block[square]);
        float[] before = [.. block];
        fixed (float* first = block)
        {
            for (int step = 0; step < 3; step++)
                RunStep(Make(name), first, size, margin, margin + length, lanes);
        }

        for (int row = 0; row < Rows; row++)
        {
            Assert.Equal(before[(row * size)..((row * size) + margin)], block[(row * size)..((row * size) + margin)]);
            Assert.Equal(before[((row * size) + margin + length)..((row + 1) * size)], block[((row * size) + margin + length)..((row + 1) * size)]);
        }

        if (length > 0)
            Assert.NotEqual(before[margin], block[margin]);
        return [.. block.Select(BitConverter.SingleToInt32Bits)];
    }

    private static void RunStep(Optimizer optimizer, float* block, int size, nint begin, nint end, int lanes)
    {
        // A managed array begins anywhere: past the caches only whole lines are stored.
        var parameters = new ParameterValues(block, areShared: false);
        float* gradients = block + size, state0 = gradients + size, state1 = state0 + size, state2 = state1 + size;
        float rate = optimizer.LearningRate, decay = optimizer.WeightDecay;
        switch (optimizer)
        {
            case Adam or AdamW:
                var adam = new AdamState.Coefficients(0.02f, 0.1f, 0.999f, 0.001f, 0.3f, 1e-8f, optimizer is Adam ? decay : 0, optimizer is Adam ? 1 : 1 - (rate * decay));
                ElementwiseSweep.Run(new AdamState.Step(parameters, gradients, state0, state1, adam), begin, end, lanes);
                break;
            case RmsProp rmsProp:
                var rms = new RmsPropState.Coefficients(rate, decay, rmsProp.Alpha, 1 - rmsProp.Alpha, rmsProp.Epsilon, rmsProp.Momentum, rmsProp.Centered);
                ElementwiseSweep.Run(new RmsPropState.Step(parameters, gradients, state0, state1, state2, rms), begin, end, lanes);
                break;
            case Adagrad adagrad:
                ElementwiseSweep.Run(new AdagradState.Step(parameters, gradients, state0, new(rate, decay, adagrad.Epsilon)), begin, end, lanes);
                break;
            case Adadelta adadelta:
                var delta = new AdadeltaState.Coefficients(rate, decay, adadelta.Rho, 1 - adadelta.Rho, adadelta.Epsilon);
                ElementwiseSweep.Run(new AdadeltaState.Step(parameters, gradients, state0, state1, delta), begin, end, lanes);
                break;
            case Lion lion:
                var coefficients = new LionState.Coefficients(rate, 1 - (rate * decay), 1 - lion.Beta1, 1 - lion.Beta2);
                ElementwiseSweep.Run(new LionState.Step(parameters, gradients, state0, coefficients), begin, end, lanes);
                break;
            case Sgd { Momentum: 0 }:
                ElementwiseSweep.Run(new SgdState.PlainStep(parameters, gradients, rate, decay), begin, end, lanes);
                break;
            case Sgd sgd:
                ElementwiseSweep.Run(new SgdState.MomentumStep(parameters, gradients, state0, rate, decay, sgd.Momentum, sgd.Nesterov), begin, end, lanes);
                break;
        }
    }
}
