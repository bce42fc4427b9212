using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>A value of the graph in static single assignment: a primitive op applied to earlier values.</summary>
public sealed class Node
{
    internal Node(int id, PrimitiveOp op, IReadOnlyList<Node> inputs, Shape shape, ElementType type, Provenance provenance)
    {
        Id = id;
        Op = op;
        Inputs = inputs;
        Shape = shape;
        Type = type;
        Provenance = provenance;
    }

    /// <summary>Its number: inputs have smaller ones.</summary>
    public int Id { get; }

    /// <summary>What it computes.</summary>
    public PrimitiveOp Op { get; }

    /// <summary>What it computes it from.</summary>
    public IReadOnlyList<Node> Inputs { get; }

    /// <summary>The sizes of its axes.</summary>
    public Shape Shape { get; }

    /// <summary>The type of its elements.</summary>
    public ElementType Type { get; }

    /// <summary>Which part of the user's source it serves.</summary>
    public Provenance Provenance { get; }

    /// <summary>Whether it was found to be as its op says: it never changes, and goes from graph to graph.</summary>
    internal bool IsVerified { get; set; }

    /// <inheritdoc/>
    public override string ToString() => $"%{Id} = {Op}({string.Join(", ", Inputs.Select(input => "%" + input.Id))}) : {Type} {Shape}";
}

/// <summary>Which call of the user's source a node serves, for names in the emitted code.</summary>
/// <param name="Order">The index of the call in the spec's values; later calls have larger ones.</param>
/// <param name="Label">The layer's name, such as <c>conv1</c>.</param>
/// <param name="IsGradient">Whether it belongs to the backward pass of that call.</param>
public sealed record Provenance(int Order, string Label, bool IsGradient);
