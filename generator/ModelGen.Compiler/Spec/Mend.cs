namespace ModelGen.Compiler.Spec;

/// <summary>What would put a mistake right, for editors to offer.</summary>
/// <param name="Place">The name of a declaration, or an expression: what is to change.</param>
public abstract record Mend(SourceSpan Place);

/// <summary>Another size: of the <c>[Parameter]</c> or the input whose name stands at the place, or of the arguments that begin there.</summary>
/// <param name="Place">The name, or the first argument.</param>
/// <param name="Axis">Which of the sizes.</param>
/// <param name="Size">The size as C#: a number, or a symbol in quotes.</param>
public sealed record SizeMend(SourceSpan Place, int Axis, string Size) : Mend(Place);

/// <summary>A call on the tensor that the expression at the place gives.</summary>
/// <param name="Place">The expression.</param>
/// <param name="Call">The call: <c>Flatten()</c>.</param>
public sealed record CallMend(SourceSpan Place, string Call) : Mend(Place);
