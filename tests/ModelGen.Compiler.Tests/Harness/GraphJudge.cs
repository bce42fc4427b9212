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
            double[] analytic = Evaluate(pair.Gradient, values, trained);
            for (int element = 0; element < analytic.Length; element++)
            {
                double kept = values[pair.Parameter][element];
                values[pair.Parameter][element] = kept + Step;
                double above = Evaluate(forward.Loss!, values, forward)[0];
                values[pair.Parameter][element] = kept - Step;
                double below = Evaluate(forward.Loss!, values, forward)[0];
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
        foreach ((Node output, Node passed) in before.Outputs.Zip(after.Outputs))
        {
            double[] expected = Evaluate(output, values, before), actual = Evaluate(passed, values, after);
            Assert.Contains(expected, value => Math.Abs(value) > 1e-6);
            AssertSame(expected, actual);
        }
    }

    /// <summary>Checks that a pass over the training graph changes no gradient.</summary>
    /// <returns>The graph behind the pass.</returns>
    public static NetworkGraph CheckSameGradients(NetworkSpec spec, Func<NetworkGraph, GraphBuilder, NetworkGraph> pass)
    {
        var lowering = new NetworkLowering(spec);
        NetworkGraph before = Trained(lowering), after = pass(before, lowering.Builder);
        GraphVerifier.Verify(after);
        Dictionary<Node, double[]> drawn = Values(lowering);
        Interpreter interpreter = InterpreterOf(drawn, before), interpreterAfter = InterpreterOf(drawn, after);
        foreach ((ParameterGradient expected, ParameterGradient actual) in before.Gradients.Zip(after.Gradients))
        {
            double[] values = interpreter.Evaluate(expected.Gradient);
            Assert.Contains(values, value => Math.Abs(value) > 1e-6);
            AssertSame(values, interpreterAfter.Evaluate(actual.Gradient));
        }

        return after;
    }

    /// <summary>Checks that what the graph behind a pass sums up in memory is what its ops define element by element.</summary>
    public static void CheckScatters(NetworkSpec spec, Func<NetworkGraph, GraphBuilder, NetworkGraph> pass)
    {
        var lowering = new NetworkLowering(spec);
        NetworkGraph graph = pass(Trained(lowering), lowering.Builder);
        Interpreter interpreter = InterpreterOf(Values(lowering), graph);
        Node[] scatters = graph.TopologicalOrder().Where(node => node.Op is IScatterOp).ToArray();
        Assert.NotEmpty(scatters);
        Assert.All(scatters, node => AssertSame(interpreter.Evaluate(node), interpreter.EvaluateAdditions(node)));
    }

    private static NetworkGraph Trained(NetworkLowering lowering)
    {
        NetworkGraph forward = lowering.Lower();
        foreach ((_, Func<NetworkGraph, GraphBuilder, NetworkGraph> run) in NetworkCompiler.ForwardPasses.Concat(NetworkCompiler.PassesBeforeGradients))
            forward = run(forward, lowering.Builder);
        return Differentiation.AddGradients(forward, lowering.Builder, forward.TopologicalOrder().Where(node => node.Op is Parameter { IsTrained: true }).ToArray());
    }

    private static void AssertSame(double[] expected, double[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        for (int i = 0; i < expected.Length; i++)
            Assert.Equal(expected[i], actual[i], 1e-12);
    }

    private static Interpreter InterpreterOf(Dictionary<Node, double[]> values, NetworkGraph graph) => new(
        SymbolValue,
        // A parameter that took on a finer shape holds the same numbers in the same order.
        source => values.TryGetValue(source, out double[]? own)
            ? own
            : values.First(pair => pair.Key.Op is Parameter known && source.Op is Parameter wanted && known.Slot == wanted.Slot).Value)
    {
        Recurrences = graph.Recurrences,
    };

    private static double[] Evaluate(Node node, Dictionary<Node, double[]> values, NetworkGraph graph) => InterpreterOf(values, graph).Evaluate(node);

    private static Dictionary<Node, double[]> Values(NetworkLowering lowering)
    {
        var random = new Random(7);
        var values = new Dictionary<Node, double[]>();
        foreach (Node node in lowering.Inputs.Concat(lowering.Parameters))
        {
            long classes = node.Op is Input input && lowering.IndexRanges.TryGetValue(input.Slot, out IndexRange? known) ? known.Count : 2;
            values[node] = Enumerable.Range(0, (int)node.Shape.Elements.Evaluate(SymbolValue))
                .Select(_ => node.Type == ElementType.Int32 ? random.Next((int)classes) : 0.2 + random.NextDouble())
                .ToArray();
        }

        return values;
    }
}
