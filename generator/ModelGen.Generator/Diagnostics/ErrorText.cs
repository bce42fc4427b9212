using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Diagnostics;

/// <summary>From an error of a spec to what the user sees of it.</summary>
public static class ErrorText
{
    /// <summary>The property that holds the name of what the n-th additional location belongs to: a layer, a parameter, an input.</summary>
    public const string Name = "Name";

    /// <summary>The property that holds the argument to be changed there; <c>sizes</c> for the shape of a parameter or an input.</summary>
    public const string Argument = "Argument";

    /// <summary>The property that holds which of several sizes it is.</summary>
    public const string Axis = "Axis";

    /// <summary>The property that holds the argument's right value.</summary>
    public const string Value = "Value";

    /// <summary>The property that holds the call to be inserted behind the expression at the last additional location.</summary>
    public const string Call = "Call";

    /// <summary>The diagnostic at its place.</summary>
    public static Diagnostic ToDiagnostic(SpecError error, Location location) =>
        Diagnostic.Create(DiagnosticTable.Get(error.Id), location, error.Arguments.ToArray<object?>());

    /// <summary>
    /// The diagnostic with what a code fix needs: the place of each change that would cure it is an additional location, and the properties whose names end in its number (<c>Value0</c>) say
    /// what to write there; a call to be inserted has its place behind those.
    /// </summary>
    public static Diagnostic ToDiagnostic(SpecError error, Func<SourceSpan, Location> locate)
    {
        var properties = ImmutableDictionary.CreateBuilder<string, string?>();
        for (int number = 0; number < error.Cures.Count; number++)
        {
            Cure cure = error.Cures[number];
            properties.Add(Name + number, cure.Name);
            properties.Add(Argument + number, cure.Argument);
            properties.Add(Axis + number, cure.Axis.ToString(CultureInfo.InvariantCulture));
            properties.Add(Value + number, cure.Value);
        }

        IEnumerable<Location> places = error.Cures.Select(cure => locate(cure.Span));
        if (error.Mend is { } mend)
        {
            properties.Add(Call, mend.Call);
            places = places.Append(locate(mend.Place));
        }

        return Diagnostic.Create(DiagnosticTable.Get(error.Id), locate(error.Span), places, properties.ToImmutable(), error.Arguments.ToArray<object?>());
    }

    /// <summary>The id and the sentence, for the members of a network that does not compile.</summary>
    public static string Of(SpecError error) =>
        $"{error.Id}: {ToDiagnostic(error, Location.None).GetMessage(CultureInfo.InvariantCulture)}";
}
