using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parsing;

/// <summary><c>Forward</c> or <c>Loss</c> as it is declared.</summary>
/// <param name="Method">The method.</param>
/// <param name="Values">The values of its parameters; those of <c>Loss</c> without the first, which stands for the output.</param>
internal sealed record Signature(IMethodSymbol Method, ImmutableArray<int> Values);

/// <summary>Reads the declarations of <c>Forward</c> and <c>Loss</c> and makes values of their parameters.</summary>
internal sealed class SignatureReader(INamedTypeSymbol type, ReadingContext context)
{
    private readonly ShapeReader _shapes = new(context);

    public Signature? ReadForward()
    {
        IMethodSymbol? method = Find(WellKnownNames.Forward);
        if (method is null && context.Errors.Count == 0)
            context.Refuse(DeclarationDiagnostics.NoForward, context.ClassName, type.Name);
        if (method is null || !IsDeclaredRight(method))
            return null;
        if (method.Parameters.Length == 0)
        {
            RefuseDeclaration(method, "needs at least one input: write for example 'static Tensor Forward([Shape(\"batch\", 10)] Tensor input)'");
            return null;
        }

        return new Signature(method, method.Parameters.Select(parameter => ReadInput(parameter, forLoss: false)).ToImmutableArray());
    }

    public Signature? ReadLoss(Signature? forward)
    {
        IMethodSymbol? method = Find(WellKnownNames.Loss);
        if (method is null || !IsDeclaredRight(method))
            return null;
        if (method.Parameters.Length == 0 || !context.Types.IsTensor(method.Parameters[0].Type))
        {
            RefuseDeclaration(method, "needs the output of Forward as its first parameter: write for example 'static Tensor Loss(Tensor output, …)'");
            return null;
        }

        if (context.Types.ShapeOf(method.Parameters[0]) is { } shape)
        {
            context.Refuse(DeclarationDiagnostics.BadShape, context.Span(shape.ApplicationSyntaxReference), method.Parameters[0].Name,
                "is that of Forward's output, which is inferred: remove [Shape] from the first parameter of Loss");
        }

        return new Signature(method, method.Parameters.Skip(1).Select(parameter => ReadLossInput(parameter, forward)).ToImmutableArray());
    }

    private IMethodSymbol? Find(string name)
    {
        List<IMethodSymbol> methods = type.GetMembers(name).OfType<IMethodSymbol>().Where(context.Parts.Declares).ToList();
        foreach (IMethodSymbol method in methods)
            context.IsInvalidSource |= context.HasCompilerError(SyntaxOf(method));
        if (methods.Count <= 1)
            return methods.FirstOrDefault();

        RefuseDeclaration(methods[1], "is declared more than once; a network has one");
        return null;
    }

    private bool IsDeclaredRight(IMethodSymbol method)
    {
        MethodDeclarationSyntax syntax = SyntaxOf(method);
        string? wrong = method switch
        {
            { IsGenericMethod: true } => "cannot have type parameters",
            { IsAsync: true } => "cannot be async",
            _ when method.ReturnsByRef || method.ReturnsByRefReadonly || !context.Types.IsTensor(method.ReturnType) => "must return Tensor",
            _ when syntax.Body is null && syntax.ExpressionBody is null => "needs a body",
            _ => null,
        };
        if (wrong is null)
            return true;
        RefuseDeclaration(method, wrong);
        return false;
    }

    // An input of Forward that Loss takes as well, as an autoencoder's does, is one value.
    private int ReadLossInput(IParameterSymbol parameter, Signature? forward)
    {
        int ordinal = forward?.Method.Parameters.FirstOrDefault(input => input.Name == parameter.Name)?.Ordinal ?? -1;
        if (ordinal < 0)
            return ReadInput(parameter, forLoss: true);

        var shared = (InputValue)context.Values[forward!.Values[ordinal]];
        bool isSame = context.Types.ElementTypeOf(parameter.Type) == shared.Type
            && (context.Types.ShapeOf(parameter) is null || _shapes.Read(parameter).Equals(shared.Shape));
        if (!isSame)
        {
            context.Refuse(DeclarationDiagnostics.BadShape, context.Span(IdentifierOf(parameter)), parameter.Name,
                "differs from that of Forward's input of the same name, and the two are one value: give it the same type and no [Shape], or another name");
        }

        return forward.Values[ordinal];
    }

    private int ReadInput(IParameterSymbol parameter, bool forLoss)
    {
        SourceSpan span = context.Span(IdentifierOf(parameter));
        ElementType? element = context.Types.ElementTypeOf(parameter.Type);
        if (parameter.Type.TypeKind == TypeKind.Error)
            context.IsInvalidSource = true;
        else if (element is null || parameter.RefKind != RefKind.None || parameter.IsParams)
            context.Refuse(DeclarationDiagnostics.Signature, TypeSpan(parameter), parameter.ContainingSymbol.Name, $"takes Tensor and Tensor<int>, and '{parameter.Name}' is neither");

        EquatableArray<SizeSpec> shape = EquatableArray<SizeSpec>.Empty;
        if (context.Types.ShapeOf(parameter) is not null)
            shape = _shapes.Read(parameter);
        else if (element is not null)
            context.Refuse(DeclarationDiagnostics.ShapeMissing, span, parameter.Name, parameter.ContainingSymbol.Name, ShapeExample(parameter, element.Value));
        return context.Add(new InputValue(ClassReader.Escaped(parameter.Name), element ?? ElementType.Float32, shape, forLoss, span));
    }

    private static string ShapeExample(IParameterSymbol parameter, ElementType element) => element == ElementType.Int32
        ? $"[Shape(\"batch\")] Tensor<int> {parameter.Name}"
        : $"[Shape(\"batch\", 10)] Tensor {parameter.Name}";

    private SourceSpan TypeSpan(IParameterSymbol parameter) =>
        ParameterSyntax(parameter)?.Type is { } syntax ? context.Span(syntax) : context.ClassName;

    private SyntaxToken IdentifierOf(IParameterSymbol parameter) => ParameterSyntax(parameter)?.Identifier ?? default;

    private ParameterSyntax? ParameterSyntax(IParameterSymbol parameter) =>
        parameter.DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) as ParameterSyntax;

    private void RefuseDeclaration(IMethodSymbol method, string wrong) =>
        context.Refuse(DeclarationDiagnostics.Signature, context.Span(SyntaxOf(method).Identifier), method.Name, wrong);

    private MethodDeclarationSyntax SyntaxOf(IMethodSymbol method) => method.DeclaringSyntaxReferences
        .Where(reference => context.Parts.Contains(reference.SyntaxTree, reference.Span))
        .Select(reference => reference.GetSyntax(context.Cancellation))
        .OfType<MethodDeclarationSyntax>()
        .First();
}
