using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>
/// A softmax along the batch, or a matrix product that sums over it, on the way to an output of a row for each sample: what is said of one sample would depend on which others it came with.
/// Only an axis that its author calls "batch" is known to hold samples: nodes of a graph or words of a text are meant to be mixed.
/// </summary>
internal static class MixedSamples
{
    private static readonly Size Batch = Size.Of("batch");

    public static IEnumerable<SpecError> Find(CheckedNetwork network)
    {
        IReadOnlyCollection<int> forRows = network.NeededFor(network.Spec.Outputs.Select(output => output.Value).Where(output => network.ShapeOf(output).Sizes.FirstOrDefault() == Batch));
        return network.WhereEvery("MG0210", (value, call) => forRows.Contains(value) && Mixes(network, call) ? [call.Op, network.ShapeOf(call.Operands[0].Value).ToString()] : null);
    }

    private static bool Mixes(CheckedNetwork network, CallValue call)
    {
        if (call.Op is not ("Softmax" or "LogSoftmax" or "Dot" or "MatMul"))
            return false;
        Shape shape = network.ShapeOf(call.Operands[0].Value);
        double axis = call.Op is "Softmax" or "LogSoftmax" ? call.Arguments.First(argument => argument.Name == "axis").Value.Numbers[0] : -1;
        // A table of all samples by all samples is one for this purpose.
        return shape[shape.Axis((long)axis)!.Value].SymbolNames.Contains("batch") && shape.Sizes.Sum(size => size.SymbolNames.Count(name => name == "batch")) == 1;
    }
}
