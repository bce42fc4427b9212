using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>A value that comes from outside the graph and so always has memory of its own.</summary>
public abstract record SourceOp : PrimitiveOp
{
    /// <inheritdoc/>
    public override int Cost => 0;

    /// <inheritdoc/>
    public sealed override Expression Define(Definition definition, IReadOnlyList<Index> position) =>
        throw new InvalidOperationException($"{this} is read from memory.");
}

/// <summary>An input of the network.</summary>
/// <param name="Slot">Its number among the inputs.</param>
/// <param name="Name">Its name in the source.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Type">Its element type.</param>
public sealed record Input(int Slot, string Name, Shape Shape, ElementType Type) : SourceOp
{
    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape;

    /// <inheritdoc/>
    public override ElementType InferType(IReadOnlyList<Node> inputs) => Type;
}

/// <summary>A tensor that is saved with the network: trained, or a state that training steps write anew.</summary>
/// <param name="Slot">Its number among the parameters.</param>
/// <param name="Name">Its name in saved files, such as <c>conv1.weight</c>.</param>
/// <param name="FileShape">Its shape in saved files: PyTorch's.</param>
/// <param name="Shape">Its shape in the graph: a finer factorisation of the file's where a reader wants one.</param>
/// <param name="Initializer">The name of a member of the runtime's <c>Initializer</c>.</param>
/// <param name="FanIn">How many inputs one of its units has.</param>
/// <param name="FanOut">How many outputs one of its inputs has.</param>
/// <param name="IsTrained">Whether optimisers move it along its gradient; a state has none.</param>
public sealed record Parameter(
    int Slot, string Name, Shape FileShape, Shape Shape, string Initializer, long FanIn, long FanOut, bool IsTrained = true) : SourceOp
{
    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape;
}
