using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>A row of <paramref name="Classes"/> numbers for each index: 1 at the index, else 0.</summary>
public sealed record OneHot(Size Classes) : PrimitiveOp
{
    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => this;

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape.From(inputs[0].Shape.Sizes.Append(Classes));

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        int last = position.Count - 1;
        return new Select(
            Comparison.Equal,
            definition.Input(0, position.Take(last).ToArray()),
            new IndexValue(position[last]),
            new Number(1),
            new Number(0));
    }
}
