using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>
/// An operator on shapes of different ranks that repeats both along one symbol, as [batch, 1] − [batch] gives [batch, batch]: each sample is set against all others. Where that is
/// meant, an Unsqueeze says so, and the ranks are the same.
/// </summary>
internal static class PairedSamples
{
    public static IEnumerable<SpecError> Find(CheckedNetwork network) => network.WhereEvery("MG0211", (value, call) =>
    {
        if (call.Operands.Count != 2)
            return null;
        Shape left = network.ShapeOf(call.Operands[0].Value), right = network.ShapeOf(call.Operands[1].Value), result = network.ShapeOf(value);
        bool isRepeated = left.Rank != right.Rank && result.Rank == Math.Max(left.Rank, right.Rank)
            && result.Sizes.Where(size => !size.IsConstant).Any(size => Count(result, size) > Math.Max(Count(left, size), Count(right, size)));
        return isRepeated ? [call.Op, left.ToString(), right.ToString(), result.ToString()] : null;
    });

    private static int Count(Shape shape, Size size) => shape.Sizes.Count(other => other == size);
}
