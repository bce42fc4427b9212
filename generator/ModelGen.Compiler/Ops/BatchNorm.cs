using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// The surface of batch normalisation (Ioffe and Szegedy, "Batch normalization", 2015), with PyTorch's parameters, states and semantics: a training step normalises by the
/// batch's own mean and variance and moves the running ones towards them; everything else normalises by those.
/// </summary>
public sealed class BatchNormCall : NormalizationCall
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames => ["weight", "bias", "running_mean", "running_var"];

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Operand(0);
        var channels = new Shape(Channels(call, value, lowestRank: 2));
        double epsilon = Epsilon(call), momentum = call.Number("momentum");
        if (!(momentum >= 0 && momentum <= 1))
            throw call.ArgumentError("momentum", "at least 0 and at most 1", momentum.ToString(System.Globalization.CultureInfo.InvariantCulture));
        GraphBuilder graph = call.Graph;
        bool affine = call.Flag("affine");
        Node weight = affine ? call.Parameter("weight", channels, "Ones") : graph.Filled(1, channels);
        Node bias = affine ? call.Parameter("bias", channels, "Zeros") : graph.Filled(0, channels);
        Node runningMean = call.State("running_mean", channels, "Zeros"), runningVariance = call.State("running_var", channels, "Ones");
        var batch = Moments.Of(graph, value);
        call.Update(runningMean, known => Towards(graph, known, batch.Mean, momentum));
        call.Update(runningVariance, known => Towards(graph, known, graph.Apply(new Multiply(), batch.Variance, batch.Correction), momentum));

        // The factor is computed once for each channel; what is left for each element is one subtraction, one multiplication and one addition.
        Node Scale(Node variance) => graph.Apply(new Multiply(), weight, Standardization.InverseRoot(graph, variance, epsilon));
        Node OfChannels(Node ofChannels) => graph.BroadcastTo(ofChannels, value.Shape, [1]);
        Node mean = graph.Apply(new ByMode(), batch.Mean, runningMean);
        Node scale = graph.Apply(new ByMode(), Scale(batch.Variance), Scale(runningVariance));
        Node centred = graph.Apply(new Subtract(), value, OfChannels(mean));
        return graph.Apply(new Add(), graph.Apply(new Multiply(), centred, OfChannels(scale)), OfChannels(bias));
    }

    // A part of the way from the one to the other.
    private static Node Towards(GraphBuilder graph, Node known, Node seen, double momentum)
    {
        Node distance = graph.Apply(new Subtract(), seen, known);
        return graph.Apply(new Add(), known, graph.Apply(new Multiply(), distance, graph.Filled(momentum, known.Shape)));
    }
}

/// <summary>
/// The moments of each channel of [batch, channels, …], from one pass over the values: with a the channel's first element, the sums of x − a and of its square tell both.
/// Taking away an element keeps the difference of the two from cancelling where the mean is far from zero (Chan, Golub and LeVeque, "Algorithms for
/// computing the sample variance", 1983); neither moment depends on a, so that no gradient flows through it.
/// </summary>
/// <param name="Mean">The mean.</param>
/// <param name="Variance">The variance, divided by the number of elements.</param>
/// <param name="Correction">What makes the variance that of the population that the batch is a sample of: n/(n − 1), and 1 for a single element, which tells nothing of it.</param>
internal sealed record Moments(Node Mean, Node Variance, Node Correction)
{
    /// <summary>The moments of a value.</summary>
    public static Moments Of(GraphBuilder graph, Node value)
    {
        int[] axes = Enumerable.Range(0, value.Shape.Rank).Where(axis => axis != 1).ToArray();
        Node first = axes.Aggregate(value, (cropped, axis) => graph.Apply(new Crop(axis, 0, 1), cropped));
        Node origin = graph.Apply(new Detach(), graph.Sum(first, axes));
        Node shifted = graph.Apply(new Subtract(), value, Standardization.Along(graph, origin, value.Shape, axes));
        Node mean = MeanCall.Mean(graph, shifted, axes);
        Node square = Standardization.MeanOfSquares(graph, shifted, axes);
        // Rounding must not make it negative.
        Node variance = graph.Apply(new Relu(), graph.Apply(new Subtract(), square, graph.Apply(new Multiply(), mean, mean)));
        return new Moments(graph.Apply(new Add(), origin, mean), variance, CorrectionOf(graph, axes.Aggregate((Size)1, (product, axis) => product * value.Shape[axis]), mean.Shape));
    }

    // n/max(n − 1, 1).
    private static Node CorrectionOf(GraphBuilder graph, Size elements, Shape channels)
    {
        Node count = graph.Apply(new ElementCount(elements));
        Node aboveOne = graph.Apply(new Relu(), graph.Apply(new Subtract(), count, graph.Constant(2)));
        return graph.BroadcastTo(graph.Apply(new Divide(), count, graph.Apply(new Add(), aboveOne, graph.Constant(1))), channels, []);
    }
}
