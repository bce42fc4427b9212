using System.Globalization;
using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Diagnostics;

/// <summary>From an error of a spec to what the user sees of it.</summary>
public static class ErrorText
{
    /// <summary>The diagnostic at its place.</summary>
    public static Diagnostic ToDiagnostic(SpecError error, Location location) =>
        Diagnostic.Create(DiagnosticTable.Get(error.Id), location, error.Arguments.ToArray<object?>());

    /// <summary>The id and the sentence, for the members of a network that does not compile.</summary>
    public static string Of(SpecError error) =>
        $"{error.Id}: {ToDiagnostic(error, Location.None).GetMessage(CultureInfo.InvariantCulture)}";
}
