using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.Generator.Parsing.Evaluation;

// Patterns over constants, in switch expressions, switch statements and 'is'.
internal sealed partial class Evaluator
{
    private bool? Matches(IPatternOperation pattern, Evaluated value)
    {
        switch (pattern)
        {
            case IDiscardPatternOperation:
                return true;
            case IDeclarationPatternOperation { MatchesNull: true, DeclaredSymbol: { } symbol }:
                _locals[symbol] = value;
                return true;
            case IConstantPatternOperation constant:
                return Evaluate(constant.Value) is { } wanted ? Equals(wanted, value) : null;
            case IRelationalPatternOperation relational when value is EvaluatedConstant tested && Evaluate(relational.Value) is EvaluatedConstant bound
                && ConstantArithmetic.TryCombine(relational.OperatorKind, tested.Value, bound.Value, out object? result) && result is bool holds:
                return holds;
            case INegatedPatternOperation negated:
                return !Matches(negated.Pattern, value);
            case IBinaryPatternOperation binary:
                bool decides = binary.OperatorKind == BinaryOperatorKind.Or;
                return Matches(binary.LeftPattern, value) is not { } left ? null
                    : left == decides ? decides
                    : Matches(binary.RightPattern, value);
            default:
                Unsupported(pattern);
                return null;
        }
    }
}
