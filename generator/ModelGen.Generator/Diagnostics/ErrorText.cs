using System.Globalization;
using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Diagnostics;

/// <summary>From an error of a spec to what the user sees of it.</summary>
public static class ErrorText
{
    /// <summary>The diagnostic at its place.</summary>
    /// <param name="error">The error.</param>
    /// <param name="location">Where it is.</param>
    /// <param name="mended">Where its mend changes the source, for an editor to offer it; null where no editor asks.</param>
    public static Diagnostic ToDiagnostic(SpecError error, Location location, Location? mended = null) => Diagnostic.Create(
        DiagnosticTable.Get(error.Id),
        location,
        mended is null ? [] : [mended],
        mended is null ? null : MendProperties.Of(error.Mend),
        error.Arguments.ToArray<object?>());

    /// <summary>The id and the sentence, for the members of a network that does not compile.</summary>
    public static string Of(SpecError error) =>
        $"{error.Id}: {ToDiagnostic(error, Location.None).GetMessage(CultureInfo.InvariantCulture)}";
}
