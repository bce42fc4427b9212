using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parsing.Evaluation;

// Members: layers that a class declares, objects made of them, read-only fields.
internal sealed partial class Evaluator
{
    private const string ApplyMethod = "Apply";

    private readonly Dictionary<ISymbol, Evaluated> _members = new(SymbolEqualityComparer.Default);

    // The object whose method is being read; null for the network itself.
    private EvaluatedObject? _self;

    // The names of the members that are being made, as saved files join them: blocks.3.attention.
    private string _memberPath = "";

    // How many objects are being made, each inside the one before.
    private int _nesting;

    /// <summary>Whether a member of the network was read.</summary>
    public bool HasRead(ISymbol member) => _members.ContainsKey(member);

    private Evaluated? Field(IFieldReferenceOperation reference)
    {
        IFieldSymbol field = reference.Field;
        if (field.ContainingType.IsTupleType)
            return TupleItem(reference);
        if (!field.IsReadOnly)
        {
            return context.Types.IsLayer(field)
                ? Refuse(DeclarationDiagnostics.BadLayer, reference, field.Name, "could be another one at each use: declare it readonly")
                : Unsupported(reference);
        }

        return field.IsStatic ? Member(field, reference) : MemberOf(reference.Instance, field, reference);
    }

    private Evaluated? TupleItem(IFieldReferenceOperation reference)
    {
        if (Evaluate(reference.Instance!) is not { } value)
            return null;
        IFieldSymbol item = reference.Field.CorrespondingTupleField ?? reference.Field;
        int position = item.ContainingType.TupleElements.IndexOf(reference.Field, SymbolEqualityComparer.Default);
        if (position < 0 && item.Name.StartsWith("Item", StringComparison.Ordinal) && int.TryParse(item.Name.Substring("Item".Length), out int number))
            position = number - 1;
        return value is EvaluatedTuple tuple && position >= 0 && position < tuple.Items.Length ? tuple.Items[position] : Unsupported(reference);
    }

    private Evaluated? MemberOf(IOperation? instance, ISymbol member, IOperation reference)
    {
        if (instance is null or IInstanceReferenceOperation && _self is null)
            return Member(member, reference);
        EvaluatedObject? owner = instance is null or IInstanceReferenceOperation ? _self : Evaluate(instance) as EvaluatedObject;
        if (owner is null)
            return context.IsSound ? Unsupported(reference) : null;
        return owner.Members.TryGetValue(member, out Evaluated? value) ? value : Unsupported(reference);
    }

    // A member of the network, or a static one of any class: it is the same wherever it is read.
    private Evaluated? Member(ISymbol member, IOperation reference)
    {
        if (_members.TryGetValue(member, out Evaluated? known))
            return known;
        if (InitializerOf(member) is not { } initializer)
        {
            return context.Types.IsLayer(member)
                ? Refuse(DeclarationDiagnostics.BadLayer, reference, member.Name, "has no value: give its declaration one, such as '= new(128)'")
                : Unsupported(reference);
        }

        if (context.HasCompilerError(initializer))
        {
            context.IsInvalidSource = true;
            return null;
        }

        if (!_running.Add(member))
            return Refuse(DeclarationDiagnostics.Recursion, reference, member.Name);
        Evaluated? made = MakeMember(member, initializer);
        _running.Remove(member);
        return made is null ? null : _members[member] = made;
    }

    private Evaluated? MakeMember(ISymbol member, ExpressionSyntax initializer)
    {
        string outerPath = _memberPath;
        if (context.Types.IsLayer(member))
            _memberPath = Joined(_memberPath, member.Name.TrimStart('_'));
        Evaluated? value = OperationOf(initializer) is { } operation ? Evaluate(operation) : null;
        _memberPath = outerPath;
        return value;
    }

    private static string Joined(string path, string name) => path.Length == 0 ? name : path + "." + name;

    private IOperation? OperationOf(ExpressionSyntax initializer)
    {
        IOperation? operation = context.ModelOf(initializer.SyntaxTree).GetOperation(initializer.Parent!, context.Cancellation);
        return operation is ISymbolInitializerOperation declared ? declared.Value : context.ModelOf(initializer.SyntaxTree).GetOperation(initializer, context.Cancellation);
    }

    private ExpressionSyntax? InitializerOf(ISymbol member) =>
        member.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) switch
        {
            VariableDeclaratorSyntax field => field.Initializer?.Value,
            PropertyDeclarationSyntax property => property.Initializer?.Value,
            _ => null,
        };

    private Evaluated? Create(IObjectCreationOperation creation)
    {
        if (creation.Type is not INamedTypeSymbol type || creation.Constructor is not { } constructor || creation.Initializer is not null)
            return Unsupported(creation);
        if (context.Types.IsBuiltInLayer(type))
            return CreateLayer(creation, type);
        if (type.TypeKind != TypeKind.Class || type.DeclaringSyntaxReferences.IsEmpty)
            return Unsupported(creation);
        if (!constructor.IsImplicitlyDeclared && constructor.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) is not TypeDeclarationSyntax)
            return Refuse(DeclarationDiagnostics.BadLayer, creation, type.Name, "has a constructor with a body, which is not read: give the class a primary constructor, and its members initialisers");
        if (_nesting == Budget.Nesting)
            return Refuse(DeclarationDiagnostics.TooLarge, creation, Budget.TooNested);
        if (!Spend(1, creation))
            return null;
        _nesting++;
        Evaluated? made = CreateObject(creation, type);
        _nesting--;
        return made;
    }

    // What is given to a built-in layer's constructor is what the method of its name on Tensor takes besides its input.
    private Evaluated? CreateLayer(IObjectCreationOperation creation, INamedTypeSymbol type)
    {
        if (_memberPath.Length == 0)
            return Refuse(DeclarationDiagnostics.BadLayer, creation, type.Name, "has no name: declare it as a member with [Layer]");
        var arguments = ImmutableArray.CreateBuilder<ArgumentSpec>();
        foreach (IArgumentOperation argument in creation.Arguments.OrderBy(argument => argument.Parameter!.Ordinal))
        {
            if (Evaluate(argument.Value) is not { } value)
                return null;
            if (ToArgument(value, argument.Parameter!) is not { } constant)
                return Unsupported(argument.Value);
            SourceSpan span = argument.ArgumentKind == ArgumentKind.DefaultValue ? KeySpan(creation) : Span(argument.Value.Syntax);
            arguments.Add(new ArgumentSpec(argument.Parameter!.Name, constant, span));
        }

        return new EvaluatedLayer(type.Name, arguments.ToImmutable(), _memberPath);
    }

    private Evaluated? CreateObject(IObjectCreationOperation creation, INamedTypeSymbol type)
    {
        var members = ImmutableDictionary.CreateBuilder<ISymbol, Evaluated>(SymbolEqualityComparer.Default);
        foreach (IArgumentOperation argument in creation.Arguments)
        {
            if (Evaluate(argument.Value) is not { } value)
                return null;
            members.Add(argument.Parameter!, value);
        }

        EvaluatedObject? outer = _self;
        foreach (ISymbol member in type.GetMembers())
        {
            if (member.IsStatic || !IsReadable(member) || InitializerOf(member) is not { } initializer)
                continue;
            if (context.HasCompilerError(initializer))
            {
                context.IsInvalidSource = true;
                return null;
            }

            _self = new EvaluatedObject(type, _memberPath, members.ToImmutable());
            Evaluated? made = MakeMember(member, initializer);
            _self = outer;
            if (made is null)
                return null;
            members.Add(member, made);
        }

        return new EvaluatedObject(type, _memberPath, members.ToImmutable());
    }

    // Layers, and numbers, texts and arrays that never change.
    private bool IsReadable(ISymbol member) => context.Types.IsLayer(member)
        || member is IFieldSymbol { IsReadOnly: true, Type: { SpecialType: not SpecialType.None } or IArrayTypeSymbol };

    private Evaluated? Apply(IInvocationOperation call, EvaluatedLayer layer)
    {
        if (call.TargetMethod.Name != ApplyMethod)
            return Unsupported(call);
        var operands = new List<OperandSpec>();
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (!Handed(argument.Value, operands))
                return null;
        }

        return new EvaluatedTensor(context.Add(new CallValue(
            layer.Op, operands.ToEquatableArray(), layer.Arguments.ToEquatableArray(), layer.Label, KeySpan(call), IsMember: true)));
    }
}
