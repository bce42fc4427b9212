using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>Its input, stored with its axes in another order (outermost first) so that a reader finds neighbours side by side.</summary>
/// <param name="Order">The axes, outermost first.</param>
/// <param name="Owner">Tells copies of one value for different owners apart; <see cref="Shared"/> for those that all readers share.</param>
public sealed record Copy(EquatableArray<int> Order, int Owner = Copy.Shared) : PrimitiveOp, IStoredInOrder
{
    /// <summary>The owner of copies that all readers share.</summary>
    public const int Shared = -1;

    /// <summary>The owner of copies for what the backward pass computes again.</summary>
    public const int OfBackwardPass = -2;

    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => this with { Order = new(Order.Select(axis => axis + 1).Prepend(0)) };

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => inputs[0].Shape;

    /// <inheritdoc/>
    public override ElementType InferType(IReadOnlyList<Node> inputs) => inputs[0].Type;

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position) => definition.Input(0, position.ToArray());
}
