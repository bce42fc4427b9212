using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Generator.Tests.RandomNetworks;

/// <summary>What a network gives by the definitions of its ops alone, in double precision: no pass, no layout, no fusion, no schedule.</summary>
internal sealed class Reference
{
    private const int Batch = 3;
    private const double Step = 1e-6;

    private readonly NetworkGraph graph;
    private readonly Dictionary<Node, double[]> values = [];

    public Reference(NetworkSpec spec)
    {
        var lowering = new NetworkLowering(spec);
        NetworkGraph forward = lowering.Lower();
        Inputs = lowering.Inputs;
        Parameters = lowering.Parameters;
        graph = Differentiation.AddGradients(forward, lowering.Builder, lowering.Parameters);
        GraphVerifier.Verify(graph);
        var random = new Random(spec.Class.Name.Sum(letter => letter));
        foreach (Node node in lowering.Inputs.Concat(lowering.Parameters))
        {
            values[node] = [.. Enumerable.Range(0, (int)node.Shape.Elements.Evaluate(_ => Batch))
                .Select(_ => node.Type == ElementType.Int32 ? random.Next(5) : (double)(float)((random.NextDouble() * 2) - 1))];
        }
    }

    /// <summary>The inputs in the order of the source.</summary>
    public IReadOnlyList<Node> Inputs { get; }

    /// <summary>The parameters in the order of the saved file.</summary>
    public IReadOnlyList<Node> Parameters { get; }

    /// <summary>What an input or parameter holds.</summary>
    public double[] this[Node source] => values[source];

    /// <summary>The outputs, the loss, and the gradient of each parameter.</summary>
    public (double[][] Outputs, double Loss, double[][] Gradients) Evaluate()
    {
        var interpreter = new Interpreter(_ => Batch, source => values[source]);
        return ([.. graph.Outputs.Select(interpreter.Evaluate)], interpreter.Evaluate(graph.Loss!)[0], [.. graph.Gradients.Select(pair => interpreter.Evaluate(pair.Gradient))]);
    }

    /// <summary>How far the gradient is from the slope along a random direction, relative to its length.</summary>
    public double GradientError()
    {
        if (Parameters.Count == 0)
            return 0;
        (_, _, double[][] gradients) = Evaluate();
        var random = new Random(1);
        double[][] directions = [.. Parameters.Select(parameter => values[parameter].Select(_ => (random.NextDouble() * 2) - 1).ToArray())];
        double slope = (LossAt(Step, directions) - LossAt(-Step, directions)) / (2 * Step);
        double claimed = gradients.Zip(directions, (gradient, direction) => gradient.Zip(direction, (left, right) => left * right).Sum()).Sum();
        return Math.Abs(slope - claimed) / Math.Max(1e-3, Math.Sqrt(gradients.Sum(gradient => gradient.Sum(value => value * value))));
    }

    private double LossAt(double step, double[][] directions)
    {
        var moved = new Dictionary<Node, double[]>(values);
        for (int index = 0; index < directions.Length; index++)
            moved[Parameters[index]] = [.. values[Parameters[index]].Zip(directions[index], (value, direction) => value + (step * direction))];
        return new Interpreter(_ => Batch, source => moved[source]).Evaluate(graph.Loss!)[0];
    }
}
