using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Parsing;

namespace ModelGen.CodeFixes;

/// <summary>Makes a constant of a private static field that holds one and that nothing writes.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(MakeConstantFix)), Shared]
public sealed class MakeConstantFix() : TextFix(DeclarationDiagnostics.NotConstant)
{
    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic)
    {
        if (place.Around<ExpressionSyntax>() is not { } expression
            || place.Model.GetSymbolInfo(expression, place.Cancellation).Symbol is not IFieldSymbol { IsStatic: true, IsConst: false, DeclaredAccessibility: Accessibility.Private, Type.SpecialType: not SpecialType.None } field
            || field.DeclaringSyntaxReferences is not [{ } reference]
            || reference.SyntaxTree != expression.SyntaxTree
            || reference.GetSyntax(place.Cancellation) is not VariableDeclaratorSyntax
            {
                Initializer.Value: { } value, Parent: VariableDeclarationSyntax { Variables.Count: 1, Parent: FieldDeclarationSyntax declaration },
            }
            || !place.Model.GetConstantValue(value, place.Cancellation).HasValue
            || IsWritten(place, field))
        {
            return [];
        }

        return [new Offer("Make it a constant", new TextChange(declaration.Modifiers.First(modifier => modifier.IsKind(SyntaxKind.StaticKeyword)).Span, "const"))];
    }

    // In other files it may be written too, where they hold parts of the class.
    private static bool IsWritten(Place place, IFieldSymbol field) => field.ContainingType.DeclaringSyntaxReferences
        .Where(part => !ClassParts.IsGenerated(part.SyntaxTree))
        .Any(part => part.SyntaxTree != place.Model.SyntaxTree || part.GetSyntax(place.Cancellation)
            .DescendantNodes()
            .OfType<IdentifierNameSyntax>()
            .Any(name => name.Identifier.ValueText == field.Name && IsWritten(name)));

    private static bool IsWritten(IdentifierNameSyntax name)
    {
        ExpressionSyntax expression = name.Parent is MemberAccessExpressionSyntax access && access.Name == name ? access : name;
        return expression.Parent switch
        {
            AssignmentExpressionSyntax assignment => assignment.Left == expression,
            PrefixUnaryExpressionSyntax or PostfixUnaryExpressionSyntax => expression.Parent.Kind() is SyntaxKind.PreIncrementExpression or SyntaxKind.PreDecrementExpression
                or SyntaxKind.PostIncrementExpression or SyntaxKind.PostDecrementExpression or SyntaxKind.AddressOfExpression,
            ArgumentSyntax argument => !argument.RefKindKeyword.IsKind(SyntaxKind.None),
            RefExpressionSyntax => true,
            _ => false,
        };
    }
}
