using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>(x − mean)/√(variance + ε) with the moments over some axes, written in other ops. The variance is that of the elements themselves: divided by their number.</summary>
public static class Standardization
{
    /// <summary>Standardises over some axes of a value.</summary>
    public static Node Over(GraphBuilder graph, Node value, IReadOnlyList<int> axes, double epsilon)
    {
        Node centred = graph.Apply(new Subtract(), value, Along(graph, MeanCall.Mean(graph, value, axes), value.Shape, axes));
        return graph.Apply(new Multiply(), centred, Along(graph, InverseRoot(graph, MeanOfSquares(graph, centred, axes), epsilon), value.Shape, axes));
    }

    /// <summary>The mean of a value's squares over some axes.</summary>
    public static Node MeanOfSquares(GraphBuilder graph, Node value, IReadOnlyList<int> axes) =>
        MeanCall.Mean(graph, graph.Apply(new Multiply(), value, value), axes);

    /// <summary>1/√(x + ε).</summary>
    public static Node InverseRoot(GraphBuilder graph, Node value, double epsilon)
    {
        Node root = graph.Apply(new Sqrt(), graph.Apply(new Add(), value, graph.Filled(epsilon, value.Shape)));
        return graph.Apply(new Divide(), graph.Filled(1, value.Shape), root);
    }

    /// <summary>Repeats a value that lacks some axes of a shape along them.</summary>
    public static Node Along(GraphBuilder graph, Node value, Shape shape, IReadOnlyList<int> lacking) =>
        graph.BroadcastTo(value, shape, Enumerable.Range(0, shape.Rank).Where(axis => !lacking.Contains(axis)));
}

/// <summary>What the surfaces of normalisations share: the checks of their arguments, and weight and bias behind what is normalised.</summary>
public abstract class NormalizationCall : SurfaceOp
{
    /// <inheritdoc/>
    public override string StemOf(CallValue call) => "norm";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames => ["weight", "bias"];

    /// <summary>The call's epsilon.</summary>
    protected static double Epsilon(Call call) => call.Number("epsilon") is var epsilon && epsilon >= 0 && !double.IsInfinity(epsilon)
        ? epsilon
        : throw call.ArgumentError("epsilon", "a number of at least 0", epsilon.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>The number of channels of a value [batch, channels, …].</summary>
    protected static long Channels(Call call, Node value, int lowestRank)
    {
        string needed = lowestRank == 2 ? "[batch, features] or [batch, channels, …]" : "[batch, channels, …] with an axis behind the channels";
        return value.Shape.Rank >= lowestRank && value.Shape[1].IsConstant
            ? value.Shape[1].Constant
            : throw call.OperandError(0, "MG0104", call.Display, needed + ", the channels a constant number", value.Shape.ToString());
    }

    /// <summary>x·weight + bias, where the call asks for them, with one number of each for each position of some axes.</summary>
    protected static Node Affine(Call call, Node value, IReadOnlyList<int> axes, bool hasBias)
    {
        if (!call.Flag("affine"))
            return value;
        Shape shape = Shape.From(axes.Select(axis => value.Shape[axis]));
        Node Repeated(string name, string initializer) => call.Graph.BroadcastTo(call.Parameter(name, shape, initializer), value.Shape, axes);
        Node scaled = call.Graph.Apply(new Multiply(), value, Repeated("weight", "Ones"));
        return hasBias ? call.Graph.Apply(new Add(), scaled, Repeated("bias", "Zeros")) : scaled;
    }
}

/// <summary>What the surfaces of normalisations over the last axes share.</summary>
public abstract class LastAxesNormalizationCall : NormalizationCall
{
    /// <summary>The axes that a call normalises over: its last ones.</summary>
    protected static IReadOnlyList<int> LastAxes(Call call, Node value)
    {
        long count = call.Positive("axes");
        if (count > value.Shape.Rank)
            throw call.ArgumentError("axes", $"at most the {value.Shape.Rank} axes that {value.Shape} has", count.ToString());
        int[] axes = Enumerable.Range(value.Shape.Rank - (int)count, (int)count).ToArray();
        return axes.All(axis => value.Shape[axis].IsConstant)
            ? axes
            : throw call.OperandError(0, "MG0104", call.Display, $"constant sizes in the axes that it normalises over, the last {count}", value.Shape.ToString());
    }
}

/// <summary>The surface of layer normalisation: Ba, Kiros and Hinton, "Layer normalization", 2016.</summary>
public sealed class LayerNormCall : LastAxesNormalizationCall
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Operand(0);
        IReadOnlyList<int> axes = LastAxes(call, value);
        return Affine(call, Standardization.Over(call.Graph, value, axes, Epsilon(call)), axes, call.Flag("bias"));
    }
}

/// <summary>The surface of normalisation by the root of the mean square: Zhang and Sennrich, "Root mean square layer normalization", 2019.</summary>
public sealed class RmsNormCall : LastAxesNormalizationCall
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames => ["weight"];

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Operand(0);
        IReadOnlyList<int> axes = LastAxes(call, value);
        Node inverse = Standardization.InverseRoot(call.Graph, Standardization.MeanOfSquares(call.Graph, value, axes), Epsilon(call));
        return Affine(call, call.Graph.Apply(new Multiply(), value, Standardization.Along(call.Graph, inverse, value.Shape, axes)), axes, hasBias: false);
    }
}

/// <summary>The surface of instance normalisation: Ulyanov, Vedaldi and Lempitsky, "Instance normalization", 2016.</summary>
public sealed class InstanceNormCall : NormalizationCall
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Operand(0);
        Channels(call, value, lowestRank: 3);
        int[] axes = Enumerable.Range(2, value.Shape.Rank - 2).ToArray();
        return Affine(call, Standardization.Over(call.Graph, value, axes, Epsilon(call)), [1], hasBias: true);
    }
}

/// <summary>
/// The surface of group normalisation: Wu and He, "Group normalization", 2018. Only what is summed up for each channel is ever seen in groups, so that images keep
/// their layout.
/// </summary>
public sealed class GroupNormCall : NormalizationCall
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Operand(0);
        long channels = Channels(call, value, lowestRank: 2), groups = call.Positive("groups");
        if (channels % groups != 0)
            throw call.ArgumentError("groups", $"a divisor of the {channels} channels", groups.ToString());
        double epsilon = Epsilon(call);
        GraphBuilder graph = call.Graph;
        Node centred = graph.Apply(new Subtract(), value, OfChannels(graph, MeanOfGroup(graph, value, groups), value.Shape));
        Node variance = MeanOfGroup(graph, graph.Apply(new Multiply(), centred, centred), groups);
        Node inverse = OfChannels(graph, Standardization.InverseRoot(graph, variance, epsilon), value.Shape);
        return Affine(call, graph.Apply(new Multiply(), centred, inverse), [1], hasBias: true);
    }

    // [batch, channels, …] → [batch, groups].
    private static Node MeanOfGroup(GraphBuilder graph, Node value, long groups)
    {
        int[] behind = Enumerable.Range(2, value.Shape.Rank - 2).ToArray();
        Size inGroup = value.Shape[1].Constant / groups;
        Node sums = graph.Apply(new Reshape(new Shape(value.Shape[0], groups, inGroup)), graph.Sum(value, behind));
        Node sum = graph.Sum(sums, [2]);
        Size count = behind.Aggregate(inGroup, (product, axis) => product * value.Shape[axis]);
        return graph.Apply(new Divide(), sum, graph.BroadcastTo(graph.Apply(new ElementCount(count)), sum.Shape, []));
    }

    // [batch, groups] → [batch, channels, …].
    private static Node OfChannels(GraphBuilder graph, Node value, Shape shape)
    {
        Node ofChannels = graph.BroadcastTo(value, new Shape(value.Shape[0], value.Shape[1], shape[1].Constant / value.Shape[1].Constant), [0, 1]);
        return graph.BroadcastTo(graph.Apply(new Reshape(new Shape(shape[0], shape[1])), ofChannels), shape, [0, 1]);
    }
}
