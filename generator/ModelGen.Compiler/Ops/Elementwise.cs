using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>An op whose result at a position depends on its inputs, all of one shape, at that position only.</summary>
public abstract record ElementwiseOp : PrimitiveOp
{
    /// <inheritdoc/>
    public sealed override Shape InferShape(IReadOnlyList<Node> inputs) => inputs[0].Shape;

    /// <inheritdoc/>
    public sealed override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        Index[] same = position.ToArray();
        return Define(Enumerable.Range(0, definition.Node.Inputs.Count).Select(input => definition.Input(input, same)).ToArray());
    }

    /// <inheritdoc/>
    public sealed override PrimitiveOp WithLeadingAxis(Size extent) => this;

    /// <summary>The result, from the inputs at the same position.</summary>
    protected abstract Expression Define(IReadOnlyList<Expression> inputs);
}

/// <summary>An elementwise op of one input.</summary>
public abstract record UnaryOp : ElementwiseOp
{
    /// <summary>Whether a larger input never gives a smaller result, so that it can be exchanged with a maximum.</summary>
    public virtual bool IsMonotone => false;
}

/// <summary>A surface op that applies one elementwise op to its operand.</summary>
public abstract class UnaryCall(UnaryOp op) : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call) => call.Graph.Apply(op, call.Operand(0));
}

/// <summary>A surface op that applies one elementwise op to two operands, repeated to a common shape.</summary>
public abstract class BinaryCall(ElementwiseOp op) : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        (Node left, Node right) = Broadcasting.Together(call, call.Operand(0), call.Operand(1));
        return call.Graph.Apply(op, left, right);
    }
}
