using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Parsing.Evaluation;

/// <summary>What an expression of <c>Forward</c> or <c>Loss</c> stands for at build time.</summary>
internal abstract record Evaluated;

/// <summary>A number, a bool, a text or null.</summary>
internal sealed record EvaluatedConstant(object? Value) : Evaluated;

/// <summary>What a method that returns nothing gives.</summary>
internal sealed record EvaluatedNothing : Evaluated
{
    private EvaluatedNothing()
    {
    }

    /// <summary>The only one.</summary>
    public static EvaluatedNothing Instance { get; } = new();
}

/// <summary>An array or collection of what is known at build time.</summary>
internal sealed record EvaluatedArray(ImmutableArray<Evaluated> Items) : Evaluated;

/// <summary>A tuple.</summary>
internal sealed record EvaluatedTuple(ImmutableArray<Evaluated> Items) : Evaluated;

/// <summary>A value of the network, by its index in the spec.</summary>
internal sealed record EvaluatedTensor(int Index) : Evaluated;

/// <summary>A position that may be counted from the end, <c>^1</c>.</summary>
internal sealed record EvaluatedPosition(long Number, bool FromEnd) : Evaluated;

/// <summary>A range of positions, <c>1..^1</c>.</summary>
internal sealed record EvaluatedRange(EvaluatedPosition Start, EvaluatedPosition End) : Evaluated;

/// <summary>A layer that is a member of a class: its op, what its constructor was given, and the name of the member.</summary>
internal sealed record EvaluatedLayer(string Op, ImmutableArray<ArgumentSpec> Arguments, string Label) : Evaluated;

/// <summary>An object with layers for members: a layer that the user has written.</summary>
/// <param name="Type">Its class.</param>
/// <param name="Path">The names of the members that hold it, as saved files join them.</param>
/// <param name="Members">Its fields and the parameters of its constructor.</param>
internal sealed record EvaluatedObject(INamedTypeSymbol Type, string Path, ImmutableDictionary<ISymbol, Evaluated> Members) : Evaluated;
