using ModelGen.Numerics.Cases;

namespace ModelGen.Numerics.Tests.Harness;

internal delegate float TrainWithFactors(float[] x, float[][] factors, float[] target, float[] output, Optimizer optimizer);

internal delegate float GradientsWithFactors(float[] x, float[][] factors, float[] target);

internal delegate float EvaluateWithFactors(float[] x, float[][] factors, float[] target, float[] output);

/// <summary>A network with dropout, which has no use for the factors it is handed, or its twin that is given them.</summary>
internal sealed record DropoutNetwork(CompiledNetwork Network, TrainWithFactors Train, GradientsWithFactors Gradients, EvaluateWithFactors Evaluate) : IDisposable
{
    /// <summary>Gives every parameter first values that follow from its name.</summary>
    public DropoutNetwork Draw()
    {
        foreach (Parameter parameter in Network.Parameters)
        {
            float bound = 1 / MathF.Sqrt(parameter.Count / parameter.Shape[0]);
            parameter.CopyFrom(SeededValues.Uniform(SeededValues.Seed(parameter.Name), parameter.Count, -bound, bound));
        }

        return this;
    }

    /// <summary>The values of all parameters, one after the other.</summary>
    public float[] Values() => All((parameter, values) => parameter.CopyTo(values));

    /// <summary>The gradients of all parameters, one after the other.</summary>
    public float[] AllGradients() => All((parameter, values) => parameter.CopyGradientTo(values));

    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();

    private float[] All(Action<Parameter, float[]> copy) => [.. Network.Parameters.SelectMany(parameter =>
    {
        var values = new float[parameter.Count];
        copy(parameter, values);
        return values;
    })];
}

/// <summary>A layer that drops: its rate, and the elements of a sample.</summary>
internal readonly record struct DropoutLayer(double Rate, int Elements);

/// <summary>A network with dropout beside its twin.</summary>
/// <param name="Batches">The batch sizes it is compared at; one for a network of a fixed size.</param>
/// <param name="Inputs">The values of a sample of its input.</param>
/// <param name="Outputs">The values of a sample of its output.</param>
/// <param name="Layers">The layers that drop, in the order of the source.</param>
/// <param name="Dropping">Makes the network, given a seed and threads.</param>
/// <param name="Given">Makes the twin.</param>
internal sealed record DropoutPair(
    int[] Batches, int Inputs, int Outputs, DropoutLayer[] Layers, Func<ulong, int, DropoutNetwork> Dropping, Func<ulong, int, DropoutNetwork> Given)
{
    // Below, at and above four samples, which share a draw.
    private static readonly int[] batches = [1, 2, 3, 4, 5, 7, 8, 18];

    /// <summary>All pairs, by the name of the network with dropout.</summary>
    public static IReadOnlyDictionary<string, DropoutPair> All { get; } = new Dictionary<string, DropoutPair>
    {
        ["DropoutRows"] = new(
            batches,
            17,
            17,
            [new(0.25, 17)],
            Of((seed, threads) => new DropoutRows(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, t, y, o), (x, f, t) => n.Gradients(x, t), (x, f, t, y) => n.Evaluate(x, t, y))),
            Of((seed, threads) => new DropoutRowsGiven(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, f[0], t, y, o), (x, f, t) => n.Gradients(x, f[0], t), (x, f, t, y) => n.Evaluate(x, f[0], t, y)))),
        ["DropoutLengths"] = new(
            [.. batches, 64, 129],
            1,
            1,
            [new(0.5, 1)],
            Of((seed, threads) => new DropoutLengths(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, t, y, o), (x, f, t) => n.Gradients(x, t), (x, f, t, y) => n.Evaluate(x, t, y))),
            Of((seed, threads) => new DropoutLengthsGiven(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, f[0], t, y, o), (x, f, t) => n.Gradients(x, f[0], t), (x, f, t, y) => n.Evaluate(x, f[0], t, y)))),
        ["DropoutSixSamples"] = new(
            [6],
            21,
            21,
            [new(0.4, 21)],
            Of((seed, threads) => new DropoutSixSamples(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, t, y, o), (x, f, t) => n.Gradients(x, t), (x, f, t, y) => n.Evaluate(x, t, y))),
            Of((seed, threads) => new DropoutSixSamplesGiven(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, f[0], t, y, o), (x, f, t) => n.Gradients(x, f[0], t), (x, f, t, y) => n.Evaluate(x, f[0], t, y)))),
        ["DropoutOneSample"] = new(
            [1],
            21,
            21,
            [new(0.75, 21)],
            Of((seed, threads) => new DropoutOneSample(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, t, y, o), (x, f, t) => n.Gradients(x, t), (x, f, t, y) => n.Evaluate(x, t, y))),
            Of((seed, threads) => new DropoutOneSampleGiven(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, f[0], t, y, o), (x, f, t) => n.Gradients(x, f[0], t), (x, f, t, y) => n.Evaluate(x, f[0], t, y)))),
        ["DropoutTwice"] = new(
            batches,
            13,
            13,
            [new(0.5, 13), new(0.5, 13)],
            Of((seed, threads) => new DropoutTwice(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, t, y, o), (x, f, t) => n.Gradients(x, t), (x, f, t, y) => n.Evaluate(x, t, y))),
            Of((seed, threads) => new DropoutTwiceGiven(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, f[0], f[1], t, y, o), (x, f, t) => n.Gradients(x, f[0], f[1], t), (x, f, t, y) => n.Evaluate(x, f[0], f[1], t, y)))),
        ["DropoutOfInput"] = new(
            batches,
            90,
            60,
            [new(0.2, 90)],
            Of((seed, threads) => new DropoutOfInput(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, t, y, o), (x, f, t) => n.Gradients(x, t), (x, f, t, y) => n.Evaluate(x, t, y))),
            Of((seed, threads) => new DropoutOfInputGiven(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, f[0], t, y, o), (x, f, t) => n.Gradients(x, f[0], t), (x, f, t, y) => n.Evaluate(x, f[0], t, y)))),
        ["DropoutBehindFlatten"] = new(
            batches,
            30,
            4,
            [new(0.5, 72)],
            Of((seed, threads) => new DropoutBehindFlatten(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, t, y, o), (x, f, t) => n.Gradients(x, t), (x, f, t, y) => n.Evaluate(x, t, y))),
            Of((seed, threads) => new DropoutBehindFlattenGiven(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, f[0], t, y, o), (x, f, t) => n.Gradients(x, f[0], t), (x, f, t, y) => n.Evaluate(x, f[0], t, y)))),
        ["DropoutBeforePool"] = new(
            batches,
            128,
            12,
            [new(0.3, 612)],
            Of((seed, threads) => new DropoutBeforePool(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, t, y, o), (x, f, t) => n.Gradients(x, t), (x, f, t, y) => n.Evaluate(x, t, y))),
            Of((seed, threads) => new DropoutBeforePoolGiven(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, f[0], t, y, o), (x, f, t) => n.Gradients(x, f[0], t), (x, f, t, y) => n.Evaluate(x, f[0], t, y)))),
        ["DropoutCnn"] = new(
            batches,
            432,
            10,
            [new(0.25, 500), new(0.3, 40), new(0.5, 19)],
            Of((seed, threads) => new DropoutCnn(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, t, y, o), (x, f, t) => n.Gradients(x, t), (x, f, t, y) => n.Evaluate(x, t, y))),
            Of((seed, threads) => new DropoutCnnGiven(seed, threads), n => new(n, (x, f, t, y, o) => n.TrainStep(x, f[0], f[1], f[2], t, y, o), (x, f, t) => n.Gradients(x, f[0], f[1], f[2], t), (x, f, t, y) => n.Evaluate(x, f[0], f[1], f[2], t, y)))),
    };

    /// <summary>The factors of all layers in a training step.</summary>
    public float[][] Factors(ulong seed, int step, int batch) =>
        [.. Layers.Select((layer, number) => DropoutCounter.Factors(seed, step, number, layer.Rate, batch, layer.Elements))];

    private static Func<ulong, int, DropoutNetwork> Of<TNetwork>(Func<ulong, int, TNetwork> create, Func<TNetwork, DropoutNetwork> bind) =>
        (seed, threads) => bind(create(seed, threads));
}
