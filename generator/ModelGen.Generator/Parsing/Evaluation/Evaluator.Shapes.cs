using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Parsing.Evaluation;

// Tuples, positions and ranges, and the parts of a tensor that they name.
internal sealed partial class Evaluator
{
    private static readonly EvaluatedPosition Begin = new(0, FromEnd: false);
    private static readonly EvaluatedPosition End = new(0, FromEnd: true);

    private Evaluated? CreateTuple(ITupleOperation tuple)
    {
        var items = ImmutableArray.CreateBuilder<Evaluated>();
        foreach (IOperation element in tuple.Elements)
        {
            if (Evaluate(element) is not { } value)
                return null;
            items.Add(value);
        }

        return new EvaluatedTuple(items.ToImmutable());
    }

    private Evaluated? Range(IRangeOperation range) =>
        Position(range.LeftOperand, Begin) is { } start && Position(range.RightOperand, End) is { } end ? new EvaluatedRange(start, end) : null;

    private EvaluatedPosition? Position(IOperation? operand, EvaluatedPosition otherwise)
    {
        if (operand is null)
            return otherwise;
        if (Evaluate(operand) is not { } value)
            return null;
        if (ToPosition(value) is { } position)
            return position;
        Unsupported(operand);
        return null;
    }

    private static EvaluatedPosition? ToPosition(Evaluated value) =>
        value as EvaluatedPosition ?? (value is EvaluatedConstant { Value: int number } ? new EvaluatedPosition(number, FromEnd: false) : null);

    // int to Index, Index and Range to what the indexer takes: the value says it all.
    private static bool IsToPlace(IMethodSymbol? conversion) => conversion?.ContainingType is { Name: "Index", ContainingNamespace.Name: "System" } or { Name: "AxisPlace" };

    private Evaluated? Slice(IPropertyReferenceOperation reference)
    {
        var operands = new List<OperandSpec>();
        if (!Handed(reference.Instance!, operands) || Evaluate(reference.Arguments[0].Value) is not { } value)
            return null;
        if (value is not EvaluatedArray places)
            return Unsupported(reference.Arguments[0].Value);
        var numbers = new List<double>();
        foreach (Evaluated place in places.Items)
        {
            if (place is EvaluatedRange range)
                numbers.AddRange([1, range.Start.Number, range.Start.FromEnd ? 1 : 0, range.End.Number, range.End.FromEnd ? 1 : 0]);
            else if (ToPosition(place) is { } position)
                numbers.AddRange([0, position.Number, position.FromEnd ? 1 : 0, 0, 0]);
            else
                return Unsupported(reference.Arguments[0].Value);
        }

        return Add(reference, "Slice", operands, [new ArgumentSpec("places", new ConstantArgument(numbers.ToEquatableArray(), null, IsArray: true), KeySpan(reference))]);
    }
}
