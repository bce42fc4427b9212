using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parsing.Evaluation;

// Updates: statements that give a parameter its value behind a training step.
internal sealed partial class Evaluator
{
    // Whether what is being read is part of Loss, and of no step of a scan.
    private bool _mayUpdate;

    private Evaluated? Update(IInvocationOperation call)
    {
        Dictionary<string, IArgumentOperation> arguments = call.Arguments.ToDictionary(argument => argument.Parameter!.Name);
        IOperation target = arguments["parameter"].Value, assigned = arguments["value"].Value;
        if (Evaluate(target) is not { } parameter || Evaluate(assigned) is not { } value)
            return null;
        if (parameter is not EvaluatedTensor { Index: var index } || context.Values[index] is not ParameterValue { Name: var name })
            return Refuse(DeclarationDiagnostics.BadUpdate, target, target.Syntax.ToString(), "it is no [Parameter] of the network");
        if (value is not EvaluatedTensor tensor)
            return Unsupported(assigned);
        if (!_mayUpdate)
            return Refuse(DeclarationDiagnostics.BadUpdate, call, name, "only Loss says what a training step makes of parameters, and no step of a Scan does");
        if (context.Updates.Any(update => update.Parameter == index))
            return Refuse(DeclarationDiagnostics.BadUpdate, call, name, "it is already: a training step gives a parameter one new value");
        context.Updates.Add(new UpdateSpec(index, new OperandSpec(tensor.Index, Span(assigned.Syntax)), KeySpan(call)));
        return EvaluatedNothing.Instance;
    }
}
