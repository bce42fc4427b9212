using System.Collections.Immutable;
using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>
/// Does what the shape rules say would put a mistake right: the size that fits, in a <c>[Parameter]</c>, a <c>[Shape]</c> or an argument, which may
/// stand in another file than the mistake; or a call that makes an operand fit, such as <c>Flatten()</c>.
/// </summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MendFix)), Shared]
public sealed class MendFix : CodeFixProvider
{
    /// <inheritdoc/>
    public override ImmutableArray<string> FixableDiagnosticIds { get; } =
    [
        ShapeDiagnostics.NotBroadcastable.Id, ShapeDiagnostics.InnerSizesDiffer.Id, ShapeDiagnostics.WindowTooLarge.Id,
        ShapeDiagnostics.WrongRank.Id, ShapeDiagnostics.ReshapeMismatch.Id, ShapeDiagnostics.LabelsDoNotFit.Id,
    ];

    /// <inheritdoc/>
    public override FixAllProvider GetFixAllProvider() => WellKnownFixAllProviders.BatchFixer;

    /// <inheritdoc/>
    public override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (Diagnostic diagnostic in context.Diagnostics)
        {
            if (diagnostic.AdditionalLocations is not [{ SourceTree: { } tree } location]
                || context.Document.Project.Solution.GetDocument(tree) is not { } document
                || await Place.InAsync(document, location.SourceSpan, context.CancellationToken).ConfigureAwait(false) is not { } place)
            {
                continue;
            }

            if (CureOf(place, diagnostic.Properties) is { } cure)
                context.RegisterCodeFix(cure.ToAction(document), diagnostic);
        }
    }

    private static Cure? CureOf(Place place, ImmutableDictionary<string, string?> properties)
    {
        if (properties.TryGetValue(MendProperties.Call, out string? call))
            return Append(place, call!);
        return properties.TryGetValue(MendProperties.Size, out string? size) && SizeAt(place, int.Parse(properties[MendProperties.Axis]!, CultureInfo.InvariantCulture)) is { } replaced
            ? new Cure("Set the size that fits", new TextChange(replaced.Span, size!))
            : null;
    }

    // A place that stands for what lies outside the class is the name of a method, which is no tensor.
    private static Cure? Append(Place place, string call) =>
        place.Around<ExpressionSyntax>() is { } expression && expression.Span == place.Span
            && place.Model.GetTypeInfo(expression, place.Cancellation).Type is { Name: "Tensor", ContainingNamespace.Name: "ModelGen" }
            ? new Cure($"Insert {call.Substring(0, call.IndexOf('('))}", Appended.Call(expression, call))
            : null;

    private static SyntaxNode? SizeAt(Place place, int axis)
    {
        if (place.Around<ParameterSyntax>() is { } input && input.Identifier.Span == place.Span)
            return SizeIn(input.AttributeLists, "Shape", axis);
        if (place.Around<PropertyDeclarationSyntax>() is { } property && property.Identifier.Span == place.Span)
            return SizeIn(property.AttributeLists, "Parameter", axis);
        // The arguments of a call, one a size.
        if (place.Around<ArgumentListSyntax>() is not { } list)
            return null;
        int first = list.Arguments.IndexOf(argument => argument.Expression.SpanStart == place.Span.Start);
        return first >= 0 && first + axis < list.Arguments.Count && list.Arguments[first + axis].Expression is var size && place.Span.Contains(size.Span) ? size : null;
    }

    private static ExpressionSyntax? SizeIn(SyntaxList<AttributeListSyntax> lists, string attribute, int axis) => lists
        .SelectMany(list => list.Attributes)
        .Where(candidate => candidate.Name is { } name && LastPart(name) is var last && (last == attribute || last == attribute + "Attribute"))
        .Select(found => found.ArgumentList?.Arguments.Where(argument => argument.NameEquals is null).ElementAtOrDefault(axis)?.Expression)
        .FirstOrDefault();

    private static string LastPart(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };
}
