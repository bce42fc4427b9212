using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parsing;

/// <summary><c>Forward</c> or <c>Loss</c> as it is declared.</summary>
/// <param name="Method">The method.</param>
/// <param name="Values">The values of its parameters; those of <c>Loss</c> without the first, which stand for the outputs.</param>
/// <param name="Outputs">Of <c>Forward</c>, what the source calls each output; null for one without a name.</param>
internal sealed record Signature(IMethodSymbol Method, ImmutableArray<int> Values, ImmutableArray<string?> Outputs);

/// <summary>Reads the declarations of <c>Forward</c> and <c>Loss</c> and makes values of their parameters.</summary>
internal sealed class SignatureReader(INamedTypeSymbol type, ReadingContext context)
{
    private readonly ShapeReader _shapes = new(context);

    // What the source calls each output of Forward, whether or not that is declared right; one without a name where it returns no tuple.
    private ImmutableArray<string?> _outputs = [null];

    public Signature? ReadForward()
    {
        IMethodSymbol? method = Find(WellKnownNames.Forward);
        if (method is null && context.Errors.Count == 0)
            context.Refuse(DeclarationDiagnostics.NoForward, context.ClassName, type.Name);
        if (method?.ReturnType is INamedTypeSymbol { IsTupleType: true } tuple)
            _outputs = [.. tuple.TupleElements.Select(element => element.IsExplicitlyNamedTupleElement ? element.Name : null)];
        if (method is null || !IsDeclaredRight(method))
            return null;
        if (method.Parameters.Length == 0)
        {
            RefuseDeclaration(method, "needs at least one input: write for example 'static Tensor Forward([Shape(\"batch\", 10)] Tensor input)'");
            return null;
        }

        return new Signature(method, method.Parameters.Select(parameter => ReadInput(parameter, forLoss: false)).ToImmutableArray(), _outputs);
    }

    public Signature? ReadLoss(Signature? forward)
    {
        IMethodSymbol? method = Find(WellKnownNames.Loss);
        if (method is null || !IsDeclaredRight(method))
            return null;
        if (WhyOutputsAreNotTaken(method) is { } wrong)
        {
            RefuseDeclaration(method, wrong);
            return null;
        }

        foreach (IParameterSymbol output in method.Parameters.Take(_outputs.Length))
        {
            if (context.Types.ShapeOf(output) is { } shape)
            {
                context.Refuse(DeclarationDiagnostics.BadShape, context.Span(shape.ApplicationSyntaxReference), output.Name,
                    $"is that of Forward's output, which is inferred: remove [Shape] from {(_outputs.Length == 1 ? "the first parameter of Loss" : $"'{output.Name}' in Loss")}");
            }
        }

        return new Signature(method, method.Parameters.Skip(_outputs.Length).Select(parameter => ReadLossInput(parameter, forward)).ToImmutableArray(), []);
    }

    // Loss begins with a parameter for each output. One with a shape is an input of its own, unless it is called as that output is.
    private string? WhyOutputsAreNotTaken(IMethodSymbol loss)
    {
        string first = string.Join(", ", _outputs.Select((name, place) => $"Tensor {name ?? (_outputs.Length == 1 ? OutputNames.One : $"{OutputNames.One}{place + 1}")}"));
        for (int place = 0; place < _outputs.Length; place++)
        {
            IParameterSymbol? parameter = place < loss.Parameters.Length ? loss.Parameters[place] : null;
            bool isOther = parameter is null || !context.Types.IsTensor(parameter.Type) || (place > 0 && parameter.Name != _outputs[place] && context.Types.ShapeOf(parameter) is not null);
            if (isOther && _outputs.Length == 1)
                return $"needs the output of Forward as its first parameter: write for example 'static Tensor Loss({first}, …)'";
            if (isOther)
                return $"needs the {_outputs.Length} outputs of Forward as its first parameters: write for example 'static Tensor Loss({first}, …)'";
            if (parameter!.Name != _outputs[place] && _outputs.Contains(parameter.Name))
                return $"takes the outputs of Forward in their order, and its parameter '{parameter.Name}' is called as another one is: write for example 'static Tensor Loss({first}, …)'";
        }

        return null;
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
            { Name: WellKnownNames.Forward, ReturnType: INamedTypeSymbol { IsTupleType: true }, ReturnsByRef: false, ReturnsByRefReadonly: false } => null,
            _ when method.ReturnsByRef || method.ReturnsByRefReadonly || !context.Types.IsTensor(method.ReturnType) =>
                method.Name == WellKnownNames.Forward ? "must return Tensor, or a tuple of Tensors such as (Tensor logits, Tensor attention)" : "must return Tensor",
            _ => null,
        };
        wrong ??= syntax.Body is null && syntax.ExpressionBody is null ? "needs a body" : null;
        if (wrong is null)
            return ReturnsTensors(method, syntax);
        RefuseDeclaration(method, wrong);
        return false;
    }

    // Whether each element of a tuple is a tensor; one that is not is the place of the error.
    private bool ReturnsTensors(IMethodSymbol method, MethodDeclarationSyntax syntax)
    {
        if (method.ReturnType is not INamedTypeSymbol { IsTupleType: true } tuple || tuple.TupleElements.FirstOrDefault(element => !context.Types.IsTensor(element.Type)) is not { } other)
            return true;
        TypeSyntax place = syntax.ReturnType is TupleTypeSyntax { Elements: var elements } ? elements[tuple.TupleElements.IndexOf(other)].Type : syntax.ReturnType;
        context.IsInvalidSource |= other.Type.TypeKind == TypeKind.Error;
        context.Refuse(DeclarationDiagnostics.Signature, context.Span(place), method.Name, other.Type is INamedTypeSymbol { IsTupleType: true }
            ? "returns one tuple of outputs, and none within it: list all outputs side by side"
            : $"returns Tensors, and '{place}' is none");
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
