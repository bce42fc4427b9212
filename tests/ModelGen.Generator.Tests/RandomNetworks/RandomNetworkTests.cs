using ModelGen.Compiler;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Generator.Tests.RandomNetworks;

/// <summary>Networks that seeds draw, compiled and run, against the plain definitions of their ops.</summary>
public class RandomNetworkTests
{
    private const int Networks = 300;
    private const int NetworksInOneCompilation = 30;

    // Single precision through up to thirty ops, relative to the whole result's size.
    private const double Bound = 2e-4;
    private const double SlopeBound = 1e-4;

    public static TheoryData<int> Compilations => [.. Enumerable.Range(0, Networks / NetworksInOneCompilation)];

    [Theory]
    [MemberData(nameof(Compilations))]
    public void Compiled_networks_agree_with_their_definitions(int part)
    {
        int[] seeds = [.. Enumerable.Range(part * NetworksInOneCompilation, NetworksInOneCompilation)];
        NetworkSpec[] specs = [.. seeds.Select(RandomNetwork.Draw)];
        var compiled = new CompiledNetworks(specs);
        string[] complaints = [.. specs.SelectMany(spec => Complaints(spec, compiled))];
        Assert.True(complaints.Length == 0, string.Join("\n", complaints.Take(5)));
    }

    [Fact]
    public void Kept_cases_agree_with_their_definitions()
    {
        NetworkSpec[] specs = [OneFilterBeforeAPool(), InputInAnotherShape(), ResultsThatShare()];
        var compiled = new CompiledNetworks(specs);
        Assert.Empty(specs.SelectMany(spec => Complaints(spec, compiled)));
    }

    [Fact]
    public void Their_schedules_compute_what_their_kernels_define()
    {
        IEnumerable<FusedKernel> kernels = Enumerable.Range(0, Networks).Where(seed => seed % 10 == 0)
            .SelectMany(seed => NetworkCompiler.Plan(RandomNetwork.Draw(seed)).Programs)
            .SelectMany(program => program.Kernels)
            .DistinctBy(KernelKey.Of)
            .Where(kernel => kernel.Work.Sum(size => size.Evaluate(_ => 3)) < 1_500);
        Assert.All(kernels, kernel => ScheduleJudge.Check(kernel, _ => 3));
    }

    [Fact]
    public void They_meet_every_op_that_is_drawn()
    {
        HashSet<string> met = [.. Enumerable.Range(0, Networks).SelectMany(seed => RandomNetwork.Draw(seed).Values.OfType<CallValue>()).Select(call => call.Op)];
        string[] drawn =
        [
                "Add", "Subtract", "Multiply", "Maximum", "Minimum", "Negate", "Relu", "Tanh", "Sigmoid", "Erf", "Abs", "Square", "Silu", "Softplus", "Mish", "HardTanh", "HardSigmoid",
                "HardSwish", "Relu6", "LeakyRelu", "Elu", "Gelu", "Clamp", "Softmax", "LogSoftmax", "Sum", "Mean", "Max", "Min", "Variance", "Where", "GreaterThan", "LessThan",
                "GreaterThanOrEqual", "LessThanOrEqual", "Permute", "Split", "Slice", "Concat", "Stack", "Reshape", "MatMul", "Dense", "Embedding", "LayerNorm", "RmsNorm", "SelfAttention",
                "Attention", "MaxPool2D", "AvgPool2D", "MaxPool1D", "AvgPool1D", "Conv1D", "Conv2D", "ConvTranspose2D", "AdaptiveMaxPool2D", "AdaptiveAvgPool2D",
            ];
        Assert.Empty(drawn.Except(met));
    }

    // Where the winners lie is read from memory, and no axis of the weight's gradient tells one filter's places from another's.
    private static NetworkSpec OneFilterBeforeAPool()
    {
        var source = new Compiler.Tests.Harness.NetworkSource();
        int x = source.Unary("Relu", source.Conv2D(source.Input("x", "batch", 1, 10, 10), filters: 8, kernel: 1));
        int output = source.Flatten(source.MaxPool2D(source.Unary("Relu", source.Conv2D(x, filters: 1, kernel: 3)), kernel: 2));
        int target = source.Target("target", ElementType.Float32, "batch", 16);
        return source.Returns(output, source.Reduce("Mean", source.Unary("Square", source.Binary("Subtract", output, target)))).Build(nameof(OneFilterBeforeAPool));
    }

    // An output that lies where the caller's input does.
    private static NetworkSpec InputInAnotherShape()
    {
        var source = new Compiler.Tests.Harness.NetworkSource();
        int x = source.Input("x", "batch", 3, 5), flat = source.Flatten(x);
        int target = source.Target("target", ElementType.Float32, "batch", 15);
        return source.Returns(flat, source.Reduce("Mean", source.Binary("Multiply", source.Dense(flat, 15), target))).Build(nameof(InputInAnotherShape));
    }

    // A value, the same value, its elements in another shape, its image, a parameter that is read in a finer shape too, an input, and the loss itself.
    private static NetworkSpec ResultsThatShare()
    {
        var source = new Compiler.Tests.Harness.NetworkSource();
        int x = source.Input("x", "batch", 2, 7, 5), weight = source.Parameter("Weight", 24, 4);
        int image = source.Unary("Relu", source.Conv2D(x, filters: 2, kernel: 2)), pooled = source.MaxPool2D(image, kernel: 2);
        int rows = source.Reshape(image, 0, 48), product = source.Binary("MatMul", source.Reshape(pooled, 0, -1), source.Reshape(weight, 12, 8));
        int target = source.Target("target", ElementType.Float32, "batch", 8);
        int loss = source.Reduce("Mean", source.Binary("Multiply", product, target));
        (string Name, int Value)[] outputs =
            [("product", product), ("again", product), ("image", image), ("rows", rows), ("pooled", pooled), ("weight", weight), ("input", x), ("flat", source.Flatten(x)), ("cost", loss)];
        return source.Returns(outputs, loss).Build(nameof(ResultsThatShare));
    }

    private static IEnumerable<string> Complaints(NetworkSpec spec, CompiledNetworks compiled)
    {
        var reference = new Reference(spec);
        double slope = reference.GradientError();
        if (!(slope < SlopeBound))
            yield return $"{spec.Class.Name}: the gradient is {slope:g3} away from the slope\n{Text(spec)}";
        (double[][] outputs, double loss, double[][] gradients) = reference.Evaluate();
        (float[][] ours, float ourLoss, float[][] ourGradients) = compiled.Run(spec, reference, outputs.Select(output => output.Length), threads: 1);
        double distance = ours.Zip(outputs, Distance).Max();
        if (!(distance < Bound) || !(Math.Abs(ourLoss - loss) < Bound * Math.Max(1, outputs.Max(output => Norm(output) / Math.Sqrt(output.Length)))))
            yield return $"{spec.Class.Name}: an output is {distance:g3} away, the loss {ourLoss - loss:g3}\n{Text(spec)}";
        // Of what nearly cancels only the rounding is left: the largest gradient is the measure of all.
        double measure = gradients.Select(Norm).DefaultIfEmpty(0).Max();
        for (int parameter = 0; parameter < gradients.Length; parameter++)
        {
            double difference = Difference(ourGradients[parameter], gradients[parameter]);
            if (!(difference <= Bound * Math.Max(measure, 1e-3)))
                yield return $"{spec.Class.Name}: gradient {parameter} is {difference:g3} of {measure:g3} away\n{Text(spec)}";
        }

        (float[][] shared, float sharedLoss, float[][] sharedGradients) = compiled.Run(spec, reference, outputs.Select(output => output.Length), threads: 3);
        if (shared.Zip(ours).Any(pair => !pair.First.SequenceEqual(pair.Second)) || sharedLoss != ourLoss || sharedGradients.Zip(ourGradients).Any(pair => !pair.First.SequenceEqual(pair.Second)))
            yield return $"{spec.Class.Name}: three threads give other bits than one\n{Text(spec)}";
    }

    private static double Distance(float[] actual, double[] expected) => Difference(actual, expected) / Math.Max(Norm(expected), 1e-3);

    private static double Difference(float[] actual, double[] expected) => Norm(actual.Zip(expected, (left, right) => left - right));

    private static double Norm(IEnumerable<double> values) => Math.Sqrt(values.Sum(value => value * value));

    private static string Text(NetworkSpec spec) => string.Join("\n", spec.Values.Select((value, index) => $"    {index}: {Harness.Reading.Describe(value)}"));
}
