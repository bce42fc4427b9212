using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parsing.Evaluation;

// Scans: the step is read once, over what it finds in each turn.
internal sealed partial class Evaluator
{
    private const string ScanMethod = "Scan";
    private const string ZerosMethod = "Zeros";

    private Evaluated? Scan(IInvocationOperation call)
    {
        Dictionary<string, IArgumentOperation> arguments = call.Arguments.ToDictionary(argument => argument.Parameter!.Name);
        IOperation sequences = arguments["sequences"].Value, initial = arguments["initial"].Value, step = arguments["step"].Value;
        if (Evaluate(sequences) is not { } sequence || Evaluate(initial) is not { } state)
            return null;
        if (Evaluate(arguments["axis"].Value) is not { } axis || Evaluate(arguments["reverse"].Value) is not { } reverse)
            return null;
        if (axis is not EvaluatedConstant { Value: int position })
            return Unsupported(arguments["axis"].Value);
        if (reverse is not EvaluatedConstant { Value: bool isReverse })
            return Unsupported(arguments["reverse"].Value);
        if (Leaves(sequence, sequences) is not { } sequenceLeaves || Leaves(state, initial) is not { } stateLeaves)
            return null;
        SourceSpan span = KeySpan(call);
        context.Add(new ScanValue(sequenceLeaves.ToEquatableArray(), stateLeaves.ToEquatableArray(), position, ArgumentSpan(arguments["axis"], call), isReverse, span));
        int entries = 0;
        Evaluated entered = Mirror(sequence, () => new StepEntryValue(entries++, span)), found = Mirror(state, () => new StepEntryValue(entries++, span));
        bool mayUpdate = _mayUpdate;
        _mayUpdate = false;
        (Evaluated Value, IOperation Expression)? ended = RunStep(step, entered, found);
        _mayUpdate = mayUpdate;
        if (ended is not var (next, returned))
            return null;

        // A step that gives more than states gives them as a pair.
        bool givesOutputs = call.TargetMethod.TypeParameters.Length > 2;
        if (givesOutputs && next is not EvaluatedTuple { Items.Length: 2 })
            return Unsupported(returned);
        Evaluated states = givesOutputs ? ((EvaluatedTuple)next).Items[0] : next;
        if (Leaves(states, givesOutputs ? Item(returned, 0) : returned) is not { } nextLeaves)
            return null;
        var outputLeaves = new List<OperandSpec>();
        if (givesOutputs)
        {
            if (Leaves(((EvaluatedTuple)next).Items[1], Item(returned, 1)) is not { } leaves)
                return null;
            outputLeaves = leaves;
        }

        context.Add(new ScanEndValue(nextLeaves.ToEquatableArray(), outputLeaves.ToEquatableArray(), span));
        int results = 0;
        Evaluated scanned = Mirror(states, () => new ScanResultValue(results++, span));
        return givesOutputs ? new EvaluatedTuple([scanned, Mirror(((EvaluatedTuple)next).Items[1], () => new ScanResultValue(results++, span))]) : scanned;
    }

    // What the step returns, and the expression that says so.
    private (Evaluated Value, IOperation Expression)? RunStep(IOperation step, Evaluated sequence, Evaluated state)
    {
        while (step is IConversionOperation conversion)
            step = conversion.Operand;
        if (step is not IDelegateCreationOperation { Target: var target } || target is not (IAnonymousFunctionOperation or IMethodReferenceOperation))
        {
            Refuse(DeclarationDiagnostics.Unreadable, step, step.Syntax.ToString(), "is neither a lambda nor the name of a method");
            return null;
        }

        if (target is IMethodReferenceOperation reference)
            return RunMethod(reference, sequence, state) is { } value ? (value, step) : null;
        var function = (IAnonymousFunctionOperation)target;
        _locals[function.Symbol.Parameters[0]] = sequence;
        _locals[function.Symbol.Parameters[1]] = state;
        if (!Spend(1, step))
            return null;
        _returned = null;
        IOperation expression = function.Body.Operations.OfType<IReturnOperation>().LastOrDefault()?.ReturnedValue ?? step;
        return Run(function.Body) == Flow.Return && _returned is { } returned ? (returned, expression) : null;
    }

    private Evaluated? RunMethod(IMethodReferenceOperation reference, Evaluated sequence, Evaluated state)
    {
        IMethodSymbol method = reference.Method.OriginalDefinition;
        if (WhyUnreadable(method) is { } reason)
            return Refuse(DeclarationDiagnostics.Unreadable, reference, method.Name, reason);
        if (reference.Instance is not (null or IInstanceReferenceOperation))
            return Refuse(DeclarationDiagnostics.Unreadable, reference, method.Name, "belongs to another object");
        if (_running.Contains(method))
            return Refuse(DeclarationDiagnostics.Recursion, reference, method.Name);
        if (!Spend(1, reference))
            return null;
        _locals[method.Parameters[0]] = sequence;
        _locals[method.Parameters[1]] = state;
        SourceSpan outerSite = _site;
        _site = KeySpan(reference);
        Evaluated? result = RunBody(method);
        _site = outerSite;
        return result;
    }

    // The tensors of a tensor or of tuples, and where each stands.
    private List<OperandSpec>? Leaves(Evaluated value, IOperation operation)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        switch (value)
        {
            case EvaluatedTensor tensor:
                return [new OperandSpec(tensor.Index, Span(operation.Syntax))];
            case EvaluatedTuple tuple:
                var leaves = new List<OperandSpec>();
                for (int item = 0; item < tuple.Items.Length; item++)
                {
                    if (Leaves(tuple.Items[item], Item(operation, item)) is not { } inner)
                        return null;
                    leaves.AddRange(inner);
                }

                return leaves;
            default:
                Unsupported(operation);
                return null;
        }
    }

    private static IOperation Item(IOperation operation, int item)
    {
        while (operation is IConversionOperation conversion)
            operation = conversion.Operand;
        return operation is ITupleOperation tuple && item < tuple.Elements.Length ? tuple.Elements[item] : operation;
    }

    // A value of the same form, of new values.
    private Evaluated Mirror(Evaluated form, Func<ValueSpec> make) => form is EvaluatedTuple tuple
        ? new EvaluatedTuple(tuple.Items.Select(item => Mirror(item, make)).ToImmutableArray())
        : new EvaluatedTensor(context.Add(make()));

    private Evaluated? Zeros(IInvocationOperation call)
    {
        IArgumentOperation argument = call.Arguments[0];
        if (Evaluate(argument.Value) is not { } value)
            return null;
        if (value is not EvaluatedArray { Items: var items })
            return Unsupported(argument.Value);
        var sizes = new List<SizeSpec>();
        foreach (Evaluated item in items)
        {
            if (item is EvaluatedConstant { Value: int and > 0 and var number })
                sizes.Add(new SizeSpec(null, number));
            else if (item is EvaluatedConstant { Value: string symbol } && SyntaxFacts.IsValidIdentifier(symbol))
                sizes.Add(new SizeSpec(symbol, 0));
            else
                return Refuse(DeclarationDiagnostics.Unsupported, call, $"'{ZerosMethod}'", "its sizes are positive numbers and symbols of the inputs, such as Tensor.Zeros(\"batch\", 128)");
        }

        return new EvaluatedTensor(context.Add(new FilledValue(0, sizes.ToEquatableArray(), ArgumentSpan(argument, call))));
    }
}
