using System.Collections.Immutable;
using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parsing.Evaluation;

// Calls: of Tensor's methods, which become values; of the project's methods, which are read in place; of System.Math.
internal sealed partial class Evaluator
{
    private const string LabelParameter = "name";

    private Evaluated? Call(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod;
        if (context.Types.HasOps(method.ContainingType))
            return method.Name switch { ScanMethod => Scan(call), ZerosMethod => Zeros(call), _ => CallOp(call) };
        if (method.ContainingType is { Name: "Math" or "MathF", ContainingNamespace: { Name: "System", ContainingNamespace.IsGlobalNamespace: true } })
            return CallMath(call);
        return Inline(call);
    }

    private Evaluated? CallOp(IInvocationOperation call)
    {
        var operands = new List<OperandSpec>();
        if (call.Instance is { } instance && !Handed(instance, operands))
            return null;

        // Values are made in the order of evaluation, and listed in the order of the method's parameters.
        var handed = new Dictionary<int, (Evaluated Value, IArgumentOperation Argument)>();
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (Evaluate(argument.Value) is not { } value)
                return null;
            handed.Add(argument.Parameter!.Ordinal, (value, argument));
        }

        string? label = null;
        var arguments = new List<ArgumentSpec>();
        foreach (IParameterSymbol parameter in call.TargetMethod.Parameters)
        {
            (Evaluated value, IArgumentOperation argument) = handed[parameter.Ordinal];
            if (value is EvaluatedTensor tensor)
                operands.Add(new OperandSpec(tensor.Index, Span(argument.Value.Syntax)));
            else if (value is EvaluatedArray { Items: [EvaluatedTensor, ..] } several && several.Items.All(item => item is EvaluatedTensor))
                operands.AddRange(several.Items.Select(item => new OperandSpec(((EvaluatedTensor)item).Index, ArgumentSpan(argument, call))));
            else if (context.Types.IsTensorLike(parameter.Type))
                return Unsupported(argument.Value);
            else if (ToArgument(value, parameter) is not { } constant)
                return Unsupported(argument.Value);
            else if (parameter is { Name: LabelParameter, Type.SpecialType: SpecialType.System_String })
                label = constant.Text;
            else
                arguments.Add(new ArgumentSpec(parameter.Name, constant, ArgumentSpan(argument, call)));
        }

        return call.TargetMethod.ReturnType is IArrayTypeSymbol ? CallParts(call, operands, arguments) : Add(call, call.TargetMethod.Name, operands, arguments, label);
    }

    private EvaluatedTensor Add(IOperation call, string op, IEnumerable<OperandSpec> operands, IEnumerable<ArgumentSpec> arguments, string? label = null) =>
        new(context.Add(new CallValue(op, operands.ToEquatableArray(), arguments.ToEquatableArray(), label, KeySpan(call), _scope)));

    // A method that gives several tensors says how many by its argument 'parts', and computes each by itself.
    private Evaluated? CallParts(IInvocationOperation call, List<OperandSpec> operands, List<ArgumentSpec> arguments)
    {
        double parts = arguments.First(argument => argument.Name == "parts").Value.Numbers[0];
        if (!Spend((int)Math.Max(1, Math.Min(parts, Budget.Turns + 1)), call))
            return null;
        var items = ImmutableArray.CreateBuilder<Evaluated>();
        for (int part = 0; part < Math.Max(1, parts); part++)
            items.Add(Add(call, call.TargetMethod.Name, operands, arguments.Append(new ArgumentSpec("part", new ConstantArgument(new([(double)part]), null, IsArray: false), KeySpan(call)))));
        return new EvaluatedArray(items.ToImmutable());
    }

    private bool Handed(IOperation operand, List<OperandSpec> operands)
    {
        if (Evaluate(operand) is not { } value)
            return false;
        if (value is not EvaluatedTensor tensor)
            return Unsupported(operand) is not null;
        operands.Add(new OperandSpec(tensor.Index, Span(operand.Syntax)));
        return true;
    }

    private static ConstantArgument? ToArgument(Evaluated value, IParameterSymbol parameter) => value switch
    {
        EvaluatedConstant { Value: null } => new ConstantArgument(default, null, IsArray: false),
        EvaluatedConstant { Value: string text } => new ConstantArgument(default, text, IsArray: false),
        EvaluatedConstant constant => ToNumber(constant) is { } number ? new ConstantArgument(new([number]), null, IsArray: false) : null,
        EvaluatedArray array when parameter.Type is IArrayTypeSymbol && array.Items.All(item => ToNumber(item) is not null) =>
            new ConstantArgument(array.Items.Select(item => ToNumber(item)!.Value).ToEquatableArray(), null, IsArray: true),
        EvaluatedTuple tuple when tuple.Items.All(item => ToNumber(item) is not null) =>
            new ConstantArgument(tuple.Items.Select(item => ToNumber(item)!.Value).ToEquatableArray(), null, IsArray: true),
        _ => null,
    };

    private static double? ToNumber(Evaluated value) => value switch
    {
        EvaluatedConstant { Value: bool truth } => truth ? 1 : 0,
        EvaluatedConstant { Value: IConvertible number and not (string or char) } => System.Convert.ToDouble(number, CultureInfo.InvariantCulture),
        _ => null,
    };

    private SourceSpan ArgumentSpan(IArgumentOperation argument, IInvocationOperation call)
    {
        switch (argument.ArgumentKind)
        {
            case ArgumentKind.DefaultValue:
                return KeySpan(call);
            case ArgumentKind.ParamArray when argument.Value is IArrayCreationOperation { Initializer.ElementValues: var elements }:
                if (elements.IsEmpty)
                    return KeySpan(call);
                SyntaxNode first = elements[0].Syntax;
                return context.Parts.Find(first.SyntaxTree, TextSpan.FromBounds(first.SpanStart, elements[elements.Length - 1].Syntax.Span.End)) ?? _site;
            default:
                return Span(argument.Value.Syntax);
        }
    }

    private Evaluated? Inline(IInvocationOperation call)
    {
        IMethodSymbol method = call.TargetMethod.OriginalDefinition;
        if (call.Instance is { } receiver && context.Types.IsBuiltInLayer(method.ContainingType))
            return Evaluate(receiver) is not { } layer ? null : layer is EvaluatedLayer known ? Apply(call, known) : Unsupported(call);
        if (WhyUnreadable(method) is { } reason)
            return Refuse(DeclarationDiagnostics.Unreadable, call, method.Name, reason);
        if (_running.Contains(method))
            return Refuse(DeclarationDiagnostics.Recursion, call, method.Name);
        if (!Spend(1, call) || !Bind(call, method))
            return null;

        (SourceSpan outerSite, string outerScope, EvaluatedObject? outerSelf) = (_site, _scope, _self);
        _site = KeySpan(call);
        if (call.Instance is { } instance and not IInstanceReferenceOperation && method.ContainingType.ExtensionParameter is null)
        {
            _self = (EvaluatedObject)Evaluate(instance)!;
            _scope = _self.Path;
        }

        Evaluated? result = RunBody(method);
        if (result is EvaluatedTensor tensor && context.Parts.Find(call.Syntax.SyntaxTree, KeyToken.Of(call.Syntax).Span) is { } span)
            context.Inlined.Add(new InlinedCall(span, NameOf(method), _self == outerSelf ? "" : _self!.Path, tensor.Index));
        (_site, _scope, _self) = (outerSite, outerScope, outerSelf);
        return result;
    }

    private SourceSpan? NameOf(IMethodSymbol method) => method.DeclaringSyntaxReferences[0].GetSyntax(context.Cancellation) is var syntax
        ? context.Parts.Find(syntax.SyntaxTree, KeyToken.Of(syntax).Span)
        : null;

    private bool Bind(IInvocationOperation call, IMethodSymbol method)
    {
        var bound = new List<(ISymbol Parameter, Evaluated Value)>();
        if (call.Instance is not (null or IInstanceReferenceOperation))
        {
            if (Evaluate(call.Instance) is not { } value)
                return false;
            if (method.ContainingType.ExtensionParameter is { } receiver)
                bound.Add((receiver, value));
            else if (value is not EvaluatedObject)
                return Refuse(DeclarationDiagnostics.Unreadable, call, method.Name, "belongs to another object") is not null;
        }

        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (Evaluate(argument.Value) is not { } value)
                return false;
            bound.Add((argument.Parameter!.OriginalDefinition, value));
        }

        // Bound only now: an argument may itself call this method.
        foreach ((ISymbol parameter, Evaluated value) in bound)
            _locals[parameter] = value;
        return true;
    }

    private static string? WhyUnreadable(IMethodSymbol method) => method switch
    {
        { DeclaringSyntaxReferences.IsEmpty: true } => "is not written in this project",
        { IsAbstract: true } or { IsVirtual: true } or { IsOverride: true } => "is virtual",
        { IsExtern: true } or { IsPartialDefinition: true, PartialImplementationPart: null } => "has no body",
        { IsAsync: true } => "is async",
        { MethodKind: MethodKind.DelegateInvoke } => "is a delegate",
        _ when method.Parameters.Any(parameter => parameter.RefKind is not (RefKind.None or RefKind.In)) => "has ref or out parameters",
        _ => null,
    };

    private Evaluated? CallMath(IInvocationOperation call)
    {
        var numbers = ImmutableArray.CreateBuilder<double>();
        foreach (IArgumentOperation argument in call.Arguments)
        {
            if (Evaluate(argument.Value) is not { } value)
                return null;
            if (ToNumber(value) is not { } number)
                return Unsupported(argument.Value);
            numbers.Add(number);
        }

        double? result = (call.TargetMethod.Name, numbers.Count) switch
        {
            (nameof(Math.Sqrt), 1) => Math.Sqrt(numbers[0]),
            (nameof(Math.Exp), 1) => Math.Exp(numbers[0]),
            (nameof(Math.Log), 1) => Math.Log(numbers[0]),
            (nameof(Math.Abs), 1) => Math.Abs(numbers[0]),
            (nameof(Math.Floor), 1) => Math.Floor(numbers[0]),
            (nameof(Math.Ceiling), 1) => Math.Ceiling(numbers[0]),
            (nameof(Math.Pow), 2) => Math.Pow(numbers[0], numbers[1]),
            (nameof(Math.Min), 2) => Math.Min(numbers[0], numbers[1]),
            (nameof(Math.Max), 2) => Math.Max(numbers[0], numbers[1]),
            _ => null,
        };
        return result is not null && ConstantArithmetic.TryConvert(result, call.Type!.SpecialType, out object? converted)
            ? new EvaluatedConstant(converted)
            : Unsupported(call);
    }
}
