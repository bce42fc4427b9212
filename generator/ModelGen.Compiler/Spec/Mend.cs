namespace ModelGen.Compiler.Spec;

/// <summary>A call that is missing, for editors to insert.</summary>
/// <param name="Place">The expression that gives the tensor to call it on.</param>
/// <param name="Call">The call: <c>Flatten()</c>.</param>
public sealed record Mend(SourceSpan Place, string Call);
