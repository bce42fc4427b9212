using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Parsing;

namespace ModelGen.Generator.Tests;

/// <summary>What the incremental pipeline keeps must be values: a symbol or a syntax tree would keep a whole compilation alive and is never equal to the next one.</summary>
public class ModelTests
{
    private static readonly Type[] Models = [typeof(ParsedNetwork), typeof(CompletedNetwork), typeof(PlacedError)];

    private static readonly Type[] Forbidden =
        [typeof(ISymbol), typeof(SyntaxNode), typeof(SyntaxToken), typeof(SyntaxTree), typeof(SyntaxReference), typeof(SemanticModel), typeof(IOperation), typeof(Compilation), typeof(Location), typeof(Diagnostic), typeof(SourceText), typeof(AttributeData)];

    [Fact]
    public void Models_hold_values_only()
    {
        HashSet<Type> held = [];
        foreach (Type model in Models)
            Collect(model, held);
        Assert.Contains(typeof(CallValue), held);
        Assert.DoesNotContain(held, type => Forbidden.Any(forbidden => forbidden.IsAssignableFrom(type)));
        Assert.DoesNotContain(held, type => type == typeof(object) || typeof(Delegate).IsAssignableFrom(type));
    }

    [Fact]
    public void Models_are_equal_by_their_contents()
    {
        HashSet<Type> held = [];
        foreach (Type model in Models)
            Collect(model, held);
        foreach (Type type in held.Where(type => type.Assembly != typeof(string).Assembly && !type.IsEnum && !type.IsAbstract))
            Assert.True(typeof(IEquatable<>).MakeGenericType(type).IsAssignableFrom(type), $"{type} has no equality of its own");
    }

    // The types of all fields, and of every record derived from one of ours.
    private static void Collect(Type type, HashSet<Type> held)
    {
        if (type.IsArray)
        {
            Collect(type.GetElementType()!, held);
            return;
        }

        if (!held.Add(type))
            return;
        foreach (Type argument in type.GetGenericArguments())
            Collect(argument, held);
        if (!type.Assembly.GetName().Name!.StartsWith("ModelGen.", StringComparison.Ordinal) || type.IsEnum)
            return;
        foreach (FieldInfo field in type.GetFields(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic))
            Collect(field.FieldType, held);
        foreach (Type derived in type.Assembly.GetTypes().Where(candidate => candidate.BaseType == type))
            Collect(derived, held);
    }
}
