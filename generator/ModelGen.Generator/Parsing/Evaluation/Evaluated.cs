using System.Collections.Immutable;

namespace ModelGen.Generator.Parsing.Evaluation;

/// <summary>What an expression of <c>Forward</c> or <c>Loss</c> stands for at build time.</summary>
internal abstract record Evaluated;

/// <summary>A number, a bool, a text or null.</summary>
internal sealed record EvaluatedConstant(object? Value) : Evaluated;

/// <summary>An array or collection of what is known at build time.</summary>
internal sealed record EvaluatedArray(ImmutableArray<Evaluated> Items) : Evaluated;

/// <summary>A value of the network, by its index in the spec.</summary>
internal sealed record EvaluatedTensor(int Index) : Evaluated;
