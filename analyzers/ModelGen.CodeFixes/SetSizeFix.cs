using System.Composition;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Sets a size that makes the whole network fit: of a <c>[Parameter]</c> or a <c>[Shape]</c>, or an argument of a layer. The compiler has tried it.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(SetSizeFix)), Shared]
public sealed class SetSizeFix() : RemoteFix(
    ShapeDiagnostics.NotBroadcastable,
    ShapeDiagnostics.InnerSizesDiffer,
    ShapeDiagnostics.WindowTooLarge,
    ShapeDiagnostics.ReshapeMismatch,
    ShapeDiagnostics.LabelsDoNotFit,
    ShapeDiagnostics.SharedLayerDiffers,
    ShapeDiagnostics.StepDoesNotFit)
{
    private protected override Offer? OfferAt(Place place, int number, Diagnostic diagnostic)
    {
        if (!diagnostic.Properties.TryGetValue(ErrorText.Value + number, out string? value))
            return null;
        string name = diagnostic.Properties[ErrorText.Name + number]!, argument = diagnostic.Properties[ErrorText.Argument + number]!;
        int axis = int.Parse(diagnostic.Properties[ErrorText.Axis + number]!, CultureInfo.InvariantCulture);
        TextChange? change = SizeAt(place, axis) is { } size ? new TextChange(size.Span, value!) : AddedTo(place, argument, value!);
        return change is { } made ? new Offer($"Set {argument} of '{name}' to {value}", made) { Kind = $"{nameof(SetSizeFix)}{number}" } : null;
    }

    // What stands there now: in the attribute of a declaration whose name the place is, or among the arguments that begin there.
    private static ExpressionSyntax? SizeAt(Place place, int axis)
    {
        if (place.Around<ParameterSyntax>() is { } input && input.Identifier.Span == place.Span)
            return SizeIn(input.AttributeLists, "Shape", axis);
        if (place.Around<PropertyDeclarationSyntax>() is { } property && property.Identifier.Span == place.Span)
            return SizeIn(property.AttributeLists, "Parameter", axis);
        if (place.Around<ArgumentListSyntax>() is not { } list)
            return null;
        int first = list.Arguments.IndexOf(argument => argument.Expression.SpanStart == place.Span.Start);
        return first >= 0 && first + axis < list.Arguments.Count && list.Arguments[first + axis].Expression is var size && place.Span.Contains(size.Span) ? size : null;
    }

    private static ExpressionSyntax? SizeIn(SyntaxList<AttributeListSyntax> lists, string attribute, int axis) => lists
        .SelectMany(list => list.Attributes)
        .Where(candidate => LastPart(candidate.Name) is var name && (name == attribute || name == attribute + "Attribute"))
        .Select(found => found.ArgumentList?.Arguments.Where(argument => argument.NameEquals is null).ElementAtOrDefault(axis)?.Expression)
        .FirstOrDefault();

    private static string LastPart(NameSyntax name) => name switch
    {
        QualifiedNameSyntax qualified => qualified.Right.Identifier.ValueText,
        AliasQualifiedNameSyntax aliased => aliased.Name.Identifier.ValueText,
        SimpleNameSyntax simple => simple.Identifier.ValueText,
        _ => "",
    };

    // Where a default was taken, the place is the call's name, or the 'new' of a layer that is a member; a call that stands for code outside the class has no such parameter.
    private static TextChange? AddedTo(Place place, string argument, string value)
    {
        ExpressionSyntax? call = place.Around<ExpressionSyntax>()?.FirstAncestorOrSelf<ExpressionSyntax>(node => node is InvocationExpressionSyntax or BaseObjectCreationExpressionSyntax);
        (ArgumentListSyntax? list, TextSpan key) = call switch
        {
            InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax access } invocation => (invocation.ArgumentList, access.Name.Span),
            BaseObjectCreationExpressionSyntax creation => (creation.ArgumentList, creation.NewKeyword.Span),
            _ => (null, default),
        };
        return list is not null && key == place.Span
            && place.Model.GetSymbolInfo(call!, place.Cancellation).Symbol is IMethodSymbol { ContainingAssembly.Name: "ModelGen" } method
            && method.Parameters.Any(parameter => parameter.Name == argument && !parameter.IsParams)
            ? Place.Insert(list.CloseParenToken.SpanStart, (list.Arguments.Count == 0 ? "" : ", ") + $"{argument}: {value}")
            : null;
    }
}
