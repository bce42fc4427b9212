using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// Which elements a training step keeps: 1 with the probability 1 − <paramref name="Rate"/>, else 0. The rate is met to 2⁻³²: an element is dropped where
/// its random word, one of 2³² values, is among the lowest rate·2³². Only training evaluates it: elsewhere nothing is dropped.
/// </summary>
/// <param name="Layer">The number of the layer among those that draw, so that no two layers share their numbers.</param>
/// <param name="Rate">The share of elements that are dropped, above 0 and below 1.</param>
/// <param name="Shape">The shape of the value to drop elements of.</param>
public sealed record DropoutMask(int Layer, double Rate, Shape Shape) : PrimitiveOp
{
    private const double Words = 4294967296;

    // A quarter of ten rounds of two multiplications each, and the comparison.
    /// <inheritdoc/>
    public override int Cost => 16;

    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => this with { Shape = Shape.After(extent) };

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape;

    /// <inheritdoc/>
    public override ElementType InferType(IReadOnlyList<Node> inputs) => ElementType.UInt8;

    /// <summary>
    /// The same elements under another shape, where samples stay samples: their numbers inside a sample, row by row, are the same. Null for other shapes.
    /// </summary>
    public DropoutMask? Reshaped(Shape shape) =>
        Shape.Rank > 0 && shape.Rank > 0 && Shape[0] == shape[0] ? this with { Shape = shape } : null;

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Index element = Index.Zero;
        for (int axis = 1; axis < position.Count; axis++)
            element = (element * Shape[axis]) + position[axis];
        var word = new RandomWord(Layer, position.Count == 0 ? Index.Zero : position[0], element);
        // Words are signed: the lowest is −2³¹.
        long limit = Math.Min((long)Math.Round(Rate * Words), uint.MaxValue) + int.MinValue;
        return new Select(Comparison.Greater, new IndexValue(limit), word, new IndexValue(0), new IndexValue(1));
    }
}

/// <summary>What the elements of a <see cref="DropoutMask"/> are multiplied by: <paramref name="Scale"/> where they are kept, else 0.</summary>
/// <param name="Scale">1/(1 − rate), at least 1, so that the expected value stays what it was.</param>
public sealed record DropoutFactor(double Scale) : UnaryOp, IModeOp
{
    /// <inheritdoc/>
    public Node Value(GraphBuilder graph, Node node, IReadOnlyList<Node> inputs, bool trains) =>
        trains ? graph.ApplyFor(node, this, inputs.ToArray()) : graph.Filled(1, node.Shape);

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) =>
        new Select(Comparison.Greater, inputs[0], new IndexValue(0), new Number(Scale), new Number(0));
}

/// <summary>The surface of dropout (Srivastava et al., "Dropout: a simple way to prevent neural networks from overfitting", 2014), inverted as in PyTorch.</summary>
public sealed class DropoutCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call) => Of(call, call.Operand(0), "rate");

    /// <summary>Drops elements at the rate that the argument <c>dropout</c> of a call says.</summary>
    public static Func<Node, Node> Dropping(Call call) => value => Of(call, value, "dropout");

    private static Node Of(Call call, Node value, string argument)
    {
        double rate = call.Number(argument);
        if (!(rate >= 0 && rate < 1))
            throw call.ArgumentError(argument, "at least 0 and below 1", rate.ToString(System.Globalization.CultureInfo.InvariantCulture));
        if (rate == 0)
            return value;
        Node mask = call.Graph.Apply(new DropoutMask(call.DeclareDraw(), rate, value.Shape));
        return call.Graph.Apply(new Multiply(), value, call.Graph.Apply(new DropoutFactor(1 / (1 - rate)), mask));
    }
}
