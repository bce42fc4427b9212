using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parsing;

/// <summary>Reads <c>[Shape("batch", 1, 28, 28)]</c>.</summary>
internal sealed class ShapeReader(ReadingContext context)
{
    public EquatableArray<SizeSpec> Read(IParameterSymbol parameter)
    {
        AttributeData attribute = context.Types.ShapeOf(parameter)!;
        if (attribute.ConstructorArguments is not [{ Kind: TypedConstantKind.Array, IsNull: false } sizes])
        {
            // What the C# compiler has no error for can only be [Shape(null)].
            context.IsInvalidSource |= attribute.AttributeConstructor is null;
            Refuse(parameter, attribute, 0, "is missing: give sizes and symbols, such as [Shape(\"batch\", 28)]");
            return EquatableArray<SizeSpec>.Empty;
        }

        if (sizes.Values.IsEmpty)
            Refuse(parameter, attribute, 0, "is empty: give sizes and symbols, such as [Shape(\"batch\", 28)]");
        return sizes.Values.Select((size, axis) => Read(parameter, attribute, size, axis)).ToEquatableArray();
    }

    private SizeSpec Read(IParameterSymbol parameter, AttributeData attribute, TypedConstant size, int axis)
    {
        switch (size.Kind == TypedConstantKind.Error ? null : size.Kind == TypedConstantKind.Array ? size.Type : size.Value)
        {
            case int and > 0 and int constant:
                return new SizeSpec(null, constant);
            case string symbol when SyntaxFacts.IsValidIdentifier(symbol):
                return new SizeSpec(symbol, 0);
            case int constant:
                Refuse(parameter, attribute, axis, $"has a size of {constant.ToString(CultureInfo.InvariantCulture)}: sizes are positive numbers");
                break;
            case string symbol:
                Refuse(parameter, attribute, axis, $"has the symbol \"{symbol}\": a symbol is a name, such as \"batch\"");
                break;
            default:
                context.IsInvalidSource |= size.Kind == TypedConstantKind.Error;
                Refuse(parameter, attribute, axis, "holds something else than positive numbers and names in quotes, such as [Shape(\"batch\", 28)]");
                break;
        }

        return new SizeSpec(null, 1);
    }

    private void Refuse(IParameterSymbol parameter, AttributeData attribute, int axis, string wrong)
    {
        var syntax = attribute.ApplicationSyntaxReference?.GetSyntax(context.Cancellation) as AttributeSyntax;
        SeparatedSyntaxList<AttributeArgumentSyntax> arguments = syntax?.ArgumentList?.Arguments ?? default;
        SyntaxNode? place = axis < arguments.Count ? arguments[axis] : syntax;
        context.Refuse(DeclarationDiagnostics.BadShape, place is null ? context.ClassName : context.Span(place), parameter.Name, wrong);
    }
}
