using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>1 where an integer is one certain number, else 0.</summary>
public sealed record IsIndex(long Number) : ElementwiseOp
{
    /// <inheritdoc/>
    public override ElementType InferType(IReadOnlyList<Node> inputs) => ElementType.UInt8;

    /// <inheritdoc/>
    protected override Expression Define(IReadOnlyList<Expression> inputs) =>
        new Select(Comparison.Equal, inputs[0], new IndexValue(Number), new IndexValue(1), new IndexValue(0));
}
