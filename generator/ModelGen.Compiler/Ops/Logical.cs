using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>An elementwise op on truth values, 0 or 1 in a byte each.</summary>
public abstract record LogicalOp : ElementwiseOp
{
    /// <inheritdoc/>
    public sealed override ElementType InferType(IReadOnlyList<Node> inputs) => ElementType.UInt8;

    /// <summary>One of two integers, by whether a truth value holds.</summary>
    protected static Expression Choose(Expression condition, Expression whenTrue, Expression whenFalse) =>
        new Select(Comparison.Greater, condition, new IndexValue(0), whenTrue, whenFalse);
}

/// <summary>Whether both hold.</summary>
public sealed record LogicalAnd : LogicalOp
{
    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => Choose(inputs[0], inputs[1], new IndexValue(0));
}

/// <summary>Whether at least one holds.</summary>
public sealed record LogicalOr : LogicalOp
{
    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => Choose(inputs[0], new IndexValue(1), inputs[1]);
}

/// <summary>Whether it does not hold.</summary>
public sealed record LogicalNot : LogicalOp
{
    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) => Choose(inputs[0], new IndexValue(0), new IndexValue(1));
}

/// <summary>A surface op that combines two conditions, repeated to a common shape.</summary>
public abstract class LogicalCall(LogicalOp op) : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        (Node left, Node right) = Broadcasting.Together(call, call.Condition(0), call.Condition(1));
        return call.Graph.Apply(op, left, right);
    }
}

/// <summary>The surface of the operator &amp;.</summary>
public sealed class AndCall() : LogicalCall(new LogicalAnd());

/// <summary>The surface of the operator |.</summary>
public sealed class OrCall() : LogicalCall(new LogicalOr());

/// <summary>The surface of the operator !.</summary>
public sealed class NotCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call) => call.Graph.Apply(new LogicalNot(), call.Condition(0));
}
