using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Tests.Harness;

/// <summary>Evaluates networks on seeded values that keep clear of the kinks and poles of their ops.</summary>
internal static class GraphJudge
{
    private const double Step = 1e-6;
    private const double AbsoluteTolerance = 1e-5;
    private const double RelativeTolerance = 1e-3;

    /// <summary>The value every symbol has here: a prime, unlike any size of the cases.</summary>
    public static long SymbolValue(string symbol) => symbol == "batch" ? 3 : 2;

    /// <summary>
    /// Compares each parameter's gradient, element by element, with central differences in double precision: PyTorch's gradcheck with its
    /// bounds (eps 1e-6, atol 1e-5, rtol 1e-3).
    /// </summary>
    public static void CheckGradients(NetworkSpec spec)
    {
        var lowering = new NetworkLowering(spec);
        NetworkGraph forward = lowering.Lower();
        NetworkGraph trained = Differentiation.AddGradients(forward, lowering.Builder, lowering.Parameters);
        GraphVerifier.Verify(trained);
        Dictionary<Node, double[]> values = Values(lowering);
        bool anyGradient = false;
        foreach (ParameterGradient pair in trained.Gradients)
        {
            double[] analytic = Evaluate(pair.Gradient, values);
            for (int element = 0; element < analytic.Length; element++)
            {
                double kept = values[pair.Parameter][element];
                values[pair.Parameter][element] = kept + Step;
                double above = Evaluate(forward.Loss!, values)[0];
                values[pair.Parameter][element] = kept - Step;
                double below = Evaluate(forward.Loss!, values)[0];
                values[pair.Parameter][element] = kept;
                double numeric = (above - below) / (2 * Step);
                Assert.True(
                    Math.Abs(analytic[element] - numeric) <= AbsoluteTolerance + (RelativeTolerance * Math.Abs(numeric)),
                    $"{((Parameter)pair.Parameter.Op).Name}[{element}]: {analytic[element]} against {numeric}");
                anyGradient |= Math.Abs(numeric) > 1e-4;
            }
        }

        Assert.True(anyGradient, "All gradients are zero: the case tests nothing.");
    }

    /// <summary>Checks that passes over the forward graph change no value of it.</summary>
    public static void CheckSameValues(NetworkSpec spec, Func<NetworkGraph, GraphBuilder, NetworkGraph> pass)
    {
        var lowering = new NetworkLowering(spec);
        NetworkGraph before = lowering.Lower();
        NetworkGraph after = pass(before, lowering.Builder);
        GraphVerifier.Verify(after);
        Dictionary<Node, double[]> values = Values(lowering);
        double[] expected = Evaluate(before.Output, values), actual = Evaluate(after.Output, values);
        Assert.Contains(expected, value => Math.Abs(value) > 1e-6);
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-12);
    }

    private static double[] Evaluate(Node node, Dictionary<Node, double[]> values)
    {
        // A parameter that took on a finer shape holds the same numbers in the same order.
        double[] Source(Node source) => values.TryGetValue(source, out double[]? own)
            ? own
            : values.First(pair => pair.Key.Op is Parameter known && source.Op is Parameter wanted && known.Slot == wanted.Slot).Value;
        return new Interpreter(SymbolValue, Source).Evaluate(node);
    }

    private static Dictionary<Node, double[]> Values(NetworkLowering lowering)
    {
        var random = new Random(7);
        var values = new Dictionary<Node, double[]>();
        foreach (Node node in lowering.Inputs.Concat(lowering.Parameters))
        {
            long classes = node.Op is Input input && lowering.ClassIndices.TryGetValue(input.Slot, out long known) ? known : 2;
            values[node] = Enumerable.Range(0, (int)node.Shape.Elements.Evaluate(SymbolValue))
                .Select(_ => node.Type == ElementType.Int32 ? random.Next((int)classes) : 0.2 + random.NextDouble())
                .ToArray();
        }

        return values;
    }
}
