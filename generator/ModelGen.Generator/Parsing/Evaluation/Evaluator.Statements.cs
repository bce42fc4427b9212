using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parsing.Evaluation;

// Statements: locals, assignments, branches on constants, unrolled loops.
internal sealed partial class Evaluator
{
    // How a statement ends.
    private enum Flow
    {
        Next,
        Break,
        Continue,
        Return,
        Refused,
    }

    private Flow Run(IOperation statement) => statement switch
    {
        IBlockOperation block => RunBlock(block),
        IReturnOperation { Kind: OperationKind.Return, ReturnedValue: var value } => Return(value),
        IVariableDeclarationGroupOperation group => Declare(group),
        IExpressionStatementOperation expression => RunExpression(expression.Operation),
        IUsingOperation { IsAsynchronous: false } scope => RunScope(scope),
        IUsingDeclarationOperation { IsAsynchronous: false } scope => EnterScope(scope.DeclarationGroup.Declarations[0].Declarators[0].GetVariableInitializer()?.Value),
        IConditionalOperation conditional => RunConditional(conditional),
        ISwitchOperation choice => RunSwitch(choice),
        IForLoopOperation loop => RunFor(loop),
        IForEachLoopOperation { IsAsynchronous: false } loop => RunForEach(loop),
        IBranchOperation { BranchKind: BranchKind.Break } => Flow.Break,
        IBranchOperation { BranchKind: BranchKind.Continue } => Flow.Continue,
        ILocalFunctionOperation or IEmptyOperation => Flow.Next,
        _ => Done(Unsupported(statement)),
    };

    private static Flow Done(Evaluated? value) => value is null ? Flow.Refused : Flow.Next;

    // What 'using' opens in a block ends with it.
    private Flow RunBlock(IBlockOperation block)
    {
        string outer = _scope;
        Flow flow = RunAll(block.Operations);
        _scope = outer;
        return flow;
    }

    private Flow RunScope(IUsingOperation scope)
    {
        string outer = _scope;
        IOperation? resource = scope.Resources is IVariableDeclarationGroupOperation group
            ? group.Declarations[0].Declarators[0].GetVariableInitializer()?.Value
            : scope.Resources;
        Flow flow = EnterScope(resource);
        if (flow == Flow.Next)
            flow = Run(scope.Body);
        _scope = outer;
        return flow;
    }

    private Flow EnterScope(IOperation? resource)
    {
        while (resource is IConversionOperation conversion)
            resource = conversion.Operand;
        if (resource is not IInvocationOperation { TargetMethod.Name: "Scope", Arguments: [var name] } call || !context.Types.IsTensor(call.TargetMethod.ContainingType))
            return Done(Unsupported(resource!));
        if (Evaluate(name.Value) is not { } value)
            return Flow.Refused;
        if (value is not EvaluatedConstant { Value: string { Length: > 0 } text })
            return Done(Unsupported(name.Value));
        _scope = Joined(_scope, text);
        return Flow.Next;
    }

    private Flow RunAll(IEnumerable<IOperation> statements)
    {
        foreach (IOperation statement in statements)
        {
            Flow flow = Run(statement);
            if (flow != Flow.Next)
                return flow;
        }

        return Flow.Next;
    }

    private Flow Return(IOperation? value)
    {
        _returned = value is null ? EvaluatedNothing.Instance : Evaluate(value);
        return _returned is null ? Flow.Refused : Flow.Return;
    }

    private Flow Declare(IVariableDeclarationGroupOperation group)
    {
        foreach (IVariableDeclaratorOperation declarator in group.Declarations.SelectMany(declaration => declaration.Declarators))
        {
            if (declarator.Symbol.IsRef)
                return Done(Unsupported(declarator));
            if (declarator.GetVariableInitializer() is not { } initializer)
                continue;
            if (Evaluate(initializer.Value) is not { } value)
                return Flow.Refused;
            _locals[declarator.Symbol] = value;
        }

        return Flow.Next;
    }

    // A call as a statement computes nothing that anyone sees: a forgotten assignment.
    private Flow RunExpression(IOperation expression) => expression switch
    {
        ISimpleAssignmentOperation or ICompoundAssignmentOperation or IDeconstructionAssignmentOperation or IIncrementOrDecrementOperation => Done(Evaluate(expression)),
        IInvocationOperation call when context.Types.IsTensorLike(call.Type) =>
            Done(Refuse(DeclarationDiagnostics.ResultUnused, call, call.TargetMethod.Name)),
        IInvocationOperation { TargetMethod.ReturnsVoid: true } call when context.Types.HasOps(call.TargetMethod.ContainingType) => Done(Update(call)),
        IInvocationOperation { TargetMethod: { ReturnsVoid: true, DeclaringSyntaxReferences.IsEmpty: false } } call => Done(Inline(call)),
        _ => Done(Unsupported(expression)),
    };

    private Flow RunConditional(IConditionalOperation conditional)
    {
        if (Condition(conditional.Condition) is not { } holds)
            return Flow.Refused;
        Branches.Took(conditional, holds);
        IOperation? branch = holds ? conditional.WhenTrue : conditional.WhenFalse;
        return branch is null ? Flow.Next : Run(branch);
    }

    private Flow RunSwitch(ISwitchOperation choice)
    {
        if (Evaluate(choice.Value) is not { } value)
            return Flow.Refused;
        ISwitchCaseOperation? chosen = null;
        foreach (ISwitchCaseOperation candidate in choice.Cases)
        {
            foreach (ICaseClauseOperation clause in candidate.Clauses)
            {
                if (Matches(clause, value) is not { } matches)
                    return Flow.Refused;
                if (matches)
                    return Enter(candidate);
                if (clause is IDefaultCaseClauseOperation)
                    chosen = candidate;
            }
        }

        return chosen is null ? Flow.Next : Enter(chosen);

        Flow Enter(ISwitchCaseOperation section) => RunAll(section.Body) is var flow and not Flow.Break ? flow : Flow.Next;
    }

    private bool? Matches(ICaseClauseOperation clause, Evaluated value)
    {
        switch (clause)
        {
            case IDefaultCaseClauseOperation:
                return false;
            case ISingleValueCaseClauseOperation single:
                return Evaluate(single.Value) is { } wanted ? Equals(wanted, value) : null;
            case IPatternCaseClauseOperation pattern:
                return Matches(pattern.Pattern, value) is not true and var result ? result : pattern.Guard is null ? true : Condition(pattern.Guard);
            default:
                Unsupported(clause);
                return null;
        }
    }

    private Flow RunFor(IForLoopOperation loop)
    {
        Flow flow = RunAll(loop.Before);
        while (flow == Flow.Next)
        {
            bool? holds = loop.Condition is null ? true : Condition(loop.Condition);
            if (holds is null || !Spend(1, loop))
                return Flow.Refused;
            if (!holds.Value)
                return Flow.Next;
            flow = Turn(loop.Body);
            if (flow == Flow.Break)
                return Flow.Next;
            if (flow == Flow.Next)
                flow = RunAll(loop.AtLoopBottom);
        }

        return flow;
    }

    private Flow RunForEach(IForEachLoopOperation loop)
    {
        if (loop.LoopControlVariable is not IVariableDeclaratorOperation variable)
            return Done(Unsupported(loop));
        if (Evaluate(loop.Collection) is not { } collection)
            return Flow.Refused;
        if (collection is not EvaluatedArray array)
            return Done(Unsupported(loop.Collection));
        foreach (Evaluated item in array.Items)
        {
            if (!Spend(1, loop))
                return Flow.Refused;
            _locals[variable.Symbol] = item;
            Flow flow = Turn(loop.Body);
            if (flow != Flow.Next)
                return flow == Flow.Break ? Flow.Next : flow;
        }

        return Flow.Next;
    }

    private Flow Turn(IOperation body) => Run(body) is var flow and not Flow.Continue ? flow : Flow.Next;

    private bool? Condition(IOperation condition)
    {
        if (Evaluate(condition) is not { } value)
            return null;
        if (value is EvaluatedConstant { Value: bool holds })
            return holds;
        Unsupported(condition);
        return null;
    }
}
