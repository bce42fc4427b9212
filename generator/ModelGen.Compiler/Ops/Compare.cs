using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>1 where a comparison of two values holds, else 0: a byte for each element.</summary>
public sealed record Compare(Comparison Comparison) : ElementwiseOp
{
    /// <inheritdoc/>
    public override ElementType InferType(IReadOnlyList<Node> inputs) => ElementType.UInt8;

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) =>
        new Select(Comparison, inputs[0], inputs[1], new IndexValue(1), new IndexValue(0));
}

/// <summary>A surface op that compares two operands, repeated to a common shape.</summary>
public abstract class CompareCall(Comparison comparison, bool swapped = false, bool negated = false) : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node first = call.AnyOperand(0), second = call.AnyOperand(1);
        if (first.Type != second.Type)
            throw call.OperandError(1, "MG0110", call.Display, $"two values of one element type, but one of {first.Shape} and {second.Shape} holds integers and the other floating-point numbers");
        (Node left, Node right) = Broadcasting.Together(call, first, second);
        Node holds = swapped ? call.Graph.Apply(new Compare(comparison), right, left) : call.Graph.Apply(new Compare(comparison), left, right);
        return negated ? call.Graph.Apply(new LogicalNot(), holds) : holds;
    }
}

/// <summary>The surface of the operator &gt;.</summary>
public sealed class GreaterThanCall() : CompareCall(Comparison.Greater);

/// <summary>The surface of the operator &lt;.</summary>
public sealed class LessThanCall() : CompareCall(Comparison.Greater, swapped: true);

/// <summary>The surface of the operator ≥.</summary>
public sealed class GreaterThanOrEqualCall() : CompareCall(Comparison.GreaterOrEqual);

/// <summary>The surface of the operator ≤.</summary>
public sealed class LessThanOrEqualCall() : CompareCall(Comparison.GreaterOrEqual, swapped: true);

/// <summary>The surface of equality, of two values or of integers and a number.</summary>
public sealed class EqualToCall() : CompareCall(Comparison.Equal)
{
    /// <inheritdoc/>
    public override Node Build(Call call) => call.Has("number") ? call.Graph.Apply(new IsIndex(call.Integer("number")), call.AnyOperand(0)) : base.Build(call);
}

/// <summary>The surface of inequality.</summary>
public sealed class NotEqualToCall() : CompareCall(Comparison.Equal, negated: true);
