using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parsing;

/// <summary>Reads the <c>[Parameter]</c> properties of a class, whether <c>Forward</c> uses them or not: each needs its implementing part.</summary>
internal sealed class ParameterReader(INamedTypeSymbol type, ReadingContext context)
{
    /// <summary>Makes a value of each, in the order of declaration.</summary>
    /// <returns>The value of each property.</returns>
    public ImmutableDictionary<ISymbol, int> Read()
    {
        var values = ImmutableDictionary.CreateBuilder<ISymbol, int>(SymbolEqualityComparer.Default);
        foreach (IPropertySymbol property in type.GetMembers().OfType<IPropertySymbol>())
        {
            if (context.Types.ParameterOf(property) is { } attribute && Read(property, attribute) is { } value)
                values.Add(property, context.Add(value));
        }

        return values.ToImmutable();
    }

    private ParameterValue? Read(IPropertySymbol property, AttributeData attribute)
    {
        PropertyDeclarationSyntax? syntax = property.DeclaringSyntaxReferences
            .Where(reference => context.Parts.Contains(reference.SyntaxTree, reference.Span))
            .Select(reference => reference.GetSyntax(context.Cancellation))
            .OfType<PropertyDeclarationSyntax>()
            .FirstOrDefault();
        if (syntax is null)
            return null;

        SourceSpan span = context.Span(syntax.Identifier);
        if (property.Type.TypeKind == TypeKind.Error)
        {
            context.IsInvalidSource = true;
            return null;
        }

        if (Wrong(property, syntax) is { } wrong)
        {
            context.Refuse(DeclarationDiagnostics.BadParameter, span, property.Name, wrong);
            return null;
        }

        string modifiers = string.Join(" ", syntax.Modifiers.Where(modifier => !modifier.IsKind(SyntaxKind.PartialKeyword)).Select(modifier => modifier.Text));
        return new ParameterValue(
            ClassReader.Escaped(property.Name),
            WellKnownTypes.Named(attribute, "Name") is { Value: string { Length: > 0 } name } ? name : property.Name,
            modifiers,
            ReadSizes(property, attribute),
            context.Types.InitializerOf(attribute),
            span)
        {
            IsDocumented = syntax.GetLeadingTrivia().Any(trivia => trivia.HasStructure && trivia.GetStructure() is DocumentationCommentTriviaSyntax),
        };
    }

    private string? Wrong(IPropertySymbol property, PropertyDeclarationSyntax syntax)
    {
        if (!context.Types.IsTensor(property.Type))
            return "must be of type Tensor";
        if (!syntax.Modifiers.Any(SyntaxKind.PartialKeyword))
            return "must be partial";
        return property.SetMethod is null && property.GetMethod is not null ? null : "must have 'get' and nothing else";
    }

    private EquatableArray<SizeSpec> ReadSizes(IPropertySymbol property, AttributeData attribute)
    {
        ImmutableArray<TypedConstant> sizes = attribute.ConstructorArguments is [{ Kind: TypedConstantKind.Array, IsNull: false } given] ? given.Values : [];
        var read = new List<SizeSpec>();
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            if (sizes[axis].Value is not int size)
            {
                context.IsInvalidSource = true;
                break;
            }

            if (size <= 0)
                context.Refuse(DeclarationDiagnostics.BadParameterSize, SizeSpan(attribute, axis), property.Name, size.ToString(CultureInfo.InvariantCulture));
            read.Add(new SizeSpec(null, size));
        }

        context.IsInvalidSource |= attribute.AttributeConstructor is null;
        return read.ToEquatableArray();
    }

    private SourceSpan SizeSpan(AttributeData attribute, int axis)
    {
        if (attribute.ApplicationSyntaxReference?.GetSyntax(context.Cancellation) is not AttributeSyntax syntax)
            return context.ClassName;
        return syntax.ArgumentList is { Arguments: var arguments } && axis < arguments.Count ? context.Span(arguments[axis]) : context.Span(syntax);
    }
}
