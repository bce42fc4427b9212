using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parsing;

/// <summary>Reads the declaration of a class: its name and surroundings, and whether a part can be added to it.</summary>
internal static class ClassReader
{
    /// <summary>What the compiler needs to know to declare another part of the class.</summary>
    public static ClassSpec Describe(INamedTypeSymbol type, ClassParts parts, CancellationToken cancellation)
    {
        var containing = new List<string>();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            containing.Insert(0, $"partial {Keyword(outer)} {Escaped(outer.Name)}{TypeParameters(outer)}");

        SyntaxToken? name = parts.Syntax(cancellation).FirstOrDefault()?.Identifier;
        SourceSpan span = name is { SyntaxTree: { } tree } ? parts.Find(tree, name.Value.Span) ?? default : default;
        return new ClassSpec(
            type.ContainingNamespace.IsGlobalNamespace ? "" : type.ContainingNamespace.ToDisplayString(NamespaceFormat),
            containing.ToEquatableArray(),
            Escaped(type.Name),
            SyntaxFacts.GetText(type.DeclaredAccessibility),
            span);
    }

    /// <summary>The name by which <see cref="IAssemblySymbol.GetTypeByMetadataName"/> finds the class.</summary>
    public static string MetadataName(INamedTypeSymbol type)
    {
        string name = type.MetadataName;
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
            name = $"{outer.MetadataName}+{name}";
        return type.ContainingNamespace.IsGlobalNamespace ? name : $"{type.ContainingNamespace.ToDisplayString()}.{name}";
    }

    /// <summary>A name as it stands in code: with @ where it is a keyword.</summary>
    public static string Escaped(string name) => SyntaxFacts.GetKeywordKind(name) == SyntaxKind.None ? name : $"@{name}";

    /// <summary>Refuses a class to which no part can be added, and says whether it did.</summary>
    /// <returns>Whether the class is beyond extension.</returns>
    public static bool RefuseUnextensible(INamedTypeSymbol type, ReadingContext context)
    {
        if (WrongKind(type) is { } kind)
            context.Refuse(DeclarationDiagnostics.WrongKind, context.ClassName, type.Name, kind);
        else if (type.Arity > 0)
            context.Refuse(DeclarationDiagnostics.Generic, context.ClassName, type.Name);
        else if (type.BaseType is { TypeKind: TypeKind.Error })
            context.IsInvalidSource = true;
        else if (type.BaseType is { SpecialType: not SpecialType.System_Object } parent && !context.Types.IsCompiledNetwork(parent))
            context.Refuse(DeclarationDiagnostics.HasBaseClass, BaseClassSpan(parent, context), type.Name, parent.Name);
        else
            return RefuseMissingPartial(type, context);
        return true;
    }

    // Another part of a type that is not partial is an error of the C# compiler's own, which this one is there to replace.
    private static bool RefuseMissingPartial(INamedTypeSymbol type, ReadingContext context)
    {
        List<TypeDeclarationSyntax> declarations = context.Parts.Syntax(context.Cancellation).ToList();
        for (INamedTypeSymbol? outer = type.ContainingType; outer is not null; outer = outer.ContainingType)
        {
            if (!IsPartial(outer, context))
            {
                context.Refuse(DeclarationDiagnostics.ContainingTypeNotPartial, context.ClassName, outer.Name, type.Name);
                return true;
            }
        }

        if (declarations.All(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword)))
            return false;
        if (declarations.Count > 1 || declarations.Any(HasPartialMember))
        {
            // The C# compiler has its errors for this already; with the generated part there it comes to just one.
            context.IsInvalidSource = true;
            return false;
        }

        context.Refuse(DeclarationDiagnostics.NotPartial, context.ClassName, type.Name);
        return true;
    }

    private static bool IsPartial(INamedTypeSymbol type, ReadingContext context) => type.DeclaringSyntaxReferences
        .Select(reference => reference.GetSyntax(context.Cancellation))
        .OfType<TypeDeclarationSyntax>()
        .Any(declaration => declaration.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static bool HasPartialMember(TypeDeclarationSyntax declaration) =>
        declaration.Members.Any(member => member is not TypeDeclarationSyntax && member.Modifiers.Any(SyntaxKind.PartialKeyword));

    private static string? WrongKind(INamedTypeSymbol type) => type switch
    {
        { TypeKind: not TypeKind.Class } => "a struct or an interface",
        { IsRecord: true } => "a record",
        { IsStatic: true } => "a static class",
        { IsAbstract: true } => "an abstract class",
        { IsFileLocal: true } => "a file-local class",
        _ => null,
    };

    private static SourceSpan BaseClassSpan(INamedTypeSymbol parent, ReadingContext context)
    {
        foreach (TypeDeclarationSyntax declaration in context.Parts.Syntax(context.Cancellation))
        {
            if (declaration.BaseList?.Types.FirstOrDefault() is { } first
                && SymbolEqualityComparer.Default.Equals(context.ModelOf(declaration.SyntaxTree).GetTypeInfo(first.Type, context.Cancellation).Type, parent))
            {
                return context.Span(first.Type);
            }
        }

        return context.ClassName;
    }

    private static string Keyword(INamedTypeSymbol type) => type switch
    {
        { IsRecord: true, TypeKind: TypeKind.Struct } => "record struct",
        { IsRecord: true } => "record",
        { TypeKind: TypeKind.Struct } => "struct",
        { TypeKind: TypeKind.Interface } => "interface",
        _ => "class",
    };

    // Without spaces, since the name of a type is the last word of its declaration.
    private static string TypeParameters(INamedTypeSymbol type) =>
        type.Arity == 0 ? "" : $"<{string.Join(",", type.TypeParameters.Select(parameter => Escaped(parameter.Name)))}>";

    private static readonly SymbolDisplayFormat NamespaceFormat = new(
        typeQualificationStyle: SymbolDisplayTypeQualificationStyle.NameAndContainingTypesAndNamespaces,
        miscellaneousOptions: SymbolDisplayMiscellaneousOptions.EscapeKeywordIdentifiers);
}
