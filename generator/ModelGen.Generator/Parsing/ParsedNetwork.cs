using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Parsing;

/// <summary>
/// A network as its source says it: what the incremental pipeline compares. Equal when the same code and the same errors must come out; it holds
/// no symbol, no syntax and no location, so that it neither keeps a compilation alive nor changes with an edit elsewhere.
/// </summary>
/// <param name="MetadataName">The class's name in metadata, by which its declarations are found again to place an error.</param>
/// <param name="Spec">What the source says.</param>
/// <param name="State">What can be done with it.</param>
public sealed record ParsedNetwork(string MetadataName, NetworkSpec Spec, NetworkState State)
{
    /// <summary>The calls of methods that were read in place and gave a tensor.</summary>
    public EquatableArray<InlinedCall> Inlined { get; init; }
}

/// <summary>A call in the class of a method that was read in place.</summary>
/// <param name="Span">The name in the call.</param>
/// <param name="Method">The name in the method's declaration; null where that stands outside the class.</param>
/// <param name="Owner">The path of the layer whose method it is; empty for the network's own and for static ones.</param>
/// <param name="Value">The value that it gave.</param>
public sealed record InlinedCall(SourceSpan Span, SourceSpan? Method, string Owner, int Value);

/// <summary>What can be done with a class that was read.</summary>
public enum NetworkState
{
    /// <summary>It was read; <see cref="NetworkSpec.Errors"/> says whether it is a network.</summary>
    Read,

    /// <summary>The C# compiler itself reports errors in it: nothing is to be added to those, and its members are still needed by the rest of the program.</summary>
    InvalidSource,

    /// <summary>No part can be added to the class without errors of the C# compiler on top.</summary>
    NotExtensible,
}
