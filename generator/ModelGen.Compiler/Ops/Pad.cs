using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>Adds elements of one value before and after those along an axis.</summary>
public sealed record Pad(int Axis, long Before, long After, double Value) : PrimitiveOp
{
    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => this with { Axis = Axis + 1 };

    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) => Before == 0 && After == 0 ? inputs[0] : null;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) =>
        inputs[0].Shape.With(Axis, inputs[0].Shape[Axis].Constant + Before + After);

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Index[] inner = position.ToArray();
        inner[Axis] += -Before;
        var inside = new InRange(inner[Axis], definition.Node.Inputs[0].Shape[Axis]);
        return new Guard(new([inside]), definition.Input(0, inner), new Number(Value));
    }

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        graph.Apply(new Crop(Axis, Before, node.Inputs[0].Shape[Axis].Constant), gradient);
}

/// <summary>The elements along an axis from <paramref name="Start"/> on.</summary>
public sealed record Crop(int Axis, long Start, long Length) : PrimitiveOp
{
    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => this with { Axis = Axis + 1 };

    /// <inheritdoc/>
    public override int Cost => 0;

    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) =>
        Start == 0 && inputs[0].Shape[Axis] == Length ? inputs[0] : null;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => inputs[0].Shape.With(Axis, Length);

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Index[] outer = position.ToArray();
        outer[Axis] += Start;
        return definition.Input(0, outer);
    }

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        graph.Apply(new Pad(Axis, Start, node.Inputs[0].Shape[Axis].Constant - Start - Length, 0), gradient);
}

/// <summary>Puts <paramref name="Stride"/> − 1 zeros between neighbours along an axis.</summary>
public sealed record Spread(int Axis, long Stride) : PrimitiveOp
{
    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => this with { Axis = Axis + 1 };

    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) => Stride == 1 ? inputs[0] : null;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) =>
        inputs[0].Shape.With(Axis, ((inputs[0].Shape[Axis].Constant - 1) * Stride) + 1);

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Index[] inner = position.ToArray();
        inner[Axis] = Index.Divide(position[Axis], Stride);
        var onGrid = new InRange(Index.Modulo(position[Axis], Stride), 1);
        return new Guard(new([onGrid]), definition.Input(0, inner), new Number(0));
    }

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) => graph.Apply(new Thin(Axis, Stride), gradient);
}

/// <summary>Every <paramref name="Stride"/>-th element along an axis, from the first on: what <see cref="Spread"/> put there.</summary>
public sealed record Thin(int Axis, long Stride) : PrimitiveOp
{
    /// <inheritdoc/>
    public override int Cost => 0;

    /// <inheritdoc/>
    public override Node? Simplify(GraphBuilder graph, IReadOnlyList<Node> inputs) => Stride == 1 ? inputs[0] : null;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => inputs[0].Shape.With(Axis, ((inputs[0].Shape[Axis].Constant - 1) / Stride) + 1);

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Index[] outer = position.ToArray();
        outer[Axis] *= Stride;
        return definition.Input(0, outer);
    }

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input)
    {
        Node spread = graph.Apply(new Spread(Axis, Stride), gradient);
        return graph.Apply(new Pad(Axis, 0, node.Inputs[0].Shape[Axis].Constant - spread.Shape[Axis].Constant, 0), spread);
    }
}
