using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>Its input, through which no gradient flows.</summary>
public sealed record Detach : PrimitiveOp
{
    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => this;

    /// <inheritdoc/>
    public override int Cost => 0;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => inputs[0].Shape;

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position) => definition.Input(0, position.ToArray());
}

/// <summary>The surface of <see cref="Detach"/>: <c>NoGradient</c>.</summary>
public sealed class NoGradientCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call) => call.Graph.Apply(new Detach(), call.Operand(0));
}
