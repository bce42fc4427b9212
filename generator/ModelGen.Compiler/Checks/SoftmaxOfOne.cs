using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>A softmax over an axis of one element, which is 1 whatever the element: nothing is learned through it.</summary>
internal static class SoftmaxOfOne
{
    public static IEnumerable<SpecError> Find(CheckedNetwork network) => network.WhereEvery("MG0209", (_, call) =>
    {
        if (call.Op is not ("Softmax" or "LogSoftmax" or "CrossEntropy"))
            return null;
        Shape shape = network.ShapeOf(call.Operands[0].Value);
        double axis = call.Op == "CrossEntropy" ? -1 : call.Arguments.First(argument => argument.Name == "axis").Value.Numbers[0];
        return shape[shape.Axis((long)axis)!.Value].IsOne
            ? [call.Op, shape.ToString(), call.Op == "CrossEntropy" ? "BinaryCrossEntropyWithLogits" : "Sigmoid"]
            : null;
    });
}
