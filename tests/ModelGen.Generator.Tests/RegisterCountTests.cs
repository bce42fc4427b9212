using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Generator.Tests.Harness;

namespace ModelGen.Generator.Tests;

/// <summary>The code for 128-bit vectors in 16 and in 32 registers, run on whatever machine this is: the one is SSE's, the other NEON's.</summary>
public class RegisterCountTests
{
    private const string Driver = """
        public static class Driver
        {
            public static float[] Run(int threads)
            {
                using MyApp.NETWORK network = new(seed: 3, threads: threads);
                ModelGen.Sgd optimizer = new(learningRate: 0.05f);
                var random = new System.Random(1);
                const int Batch = 11;
                float[] x = Draw(Batch * INPUTS), y = new float[Batch * OUTPUTS];
                var target = TARGET;
                var results = new System.Collections.Generic.List<float>();
                for (int step = 0; step < 3; step++)
                    results.Add(network.TrainStep(x, target, optimizer));
                network.Predict(x, y);
                results.AddRange(y);
                return results.ToArray();

                float[] Draw(int count)
                {
                    var values = new float[count];
                    for (int i = 0; i < count; i++)
                        values[i] = (2 * random.NextSingle()) - 1;
                    return values;
                }
            }
        }
        """;

    [Theory]
    [InlineData(nameof(Networks.SmallCnn), 36, 3, "new int[] { 0, 1, 2, 0, 1, 2, 0, 1, 2, 0, 1 }", 0f)]
    [InlineData(nameof(Networks.TanhPerceptron), 10, 5, "Draw(Batch * 5)", 0f)]
    // A visit of its second convolution's gradient holds more kernel places in more registers, so that additions to the image come in another order.
    [InlineData(nameof(Networks.MnistCnn), 784, 10, "new int[] { 0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0 }", 1e-6f)]
    public void More_registers_give_the_same_results_for_any_number_of_threads(string network, int inputs, int outputs, string target, float tolerance)
    {
        string source = (string)typeof(Networks).GetField(network)!.GetValue(null)!;
        string driver = Driver
            .Replace("NETWORK", network, StringComparison.Ordinal)
            .Replace("INPUTS", inputs.ToString(), StringComparison.Ordinal)
            .Replace("OUTPUTS", outputs.ToString(), StringComparison.Ordinal)
            .Replace("TARGET", target, StringComparison.Ordinal);
        float[] few = Run([source, driver], manyRegisters: false, threads: 1), many = Run([source, driver], manyRegisters: true, threads: 1);
        Assert.All(few, value => Assert.True(float.IsFinite(value)));
        Assert.All(few.Zip(many), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance));
        Assert.Equal(many, Run([source, driver], manyRegisters: true, threads: 2));
    }

    [Fact]
    public void What_more_registers_leave_as_it_is_is_emitted_once()
    {
        string text = Generate([Networks.MnistCnn]).Single(tree => tree.FilePath.EndsWith("KernelsNeon.g.cs", StringComparison.Ordinal)).ToString();
        Assert.Matches(@"public static void Loss\(.*\) => Vector128Kernels\.Loss\(worker, ref crossEntropy1, ref loss, batch\);", text);
        Assert.Contains("public static void Conv2Relu2Pool2(Worker worker, ref float pool1, ref float conv2Weight, ref float conv2Bias, ref float pool2, nint batch)\n        {", text, StringComparison.Ordinal);
    }

    // Runs the program on the code for 128 bits, as on a machine of that many registers.
    private static float[] Run(string[] files, bool manyRegisters, int threads)
    {
        CSharpCompilation compilation = Workbench.Compilation(files).WithOptions(new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        SyntaxTree[] edited = [.. Generate(files).Select(tree =>
        {
            string text = tree.ToString();
            if (tree.FilePath.EndsWith(".Programs.g.cs", StringComparison.Ordinal))
            {
                Assert.Contains("AdvSimd.IsSupported", text, StringComparison.Ordinal);
                text = text.Replace("AdvSimd.IsSupported", manyRegisters ? "true" : "false", StringComparison.Ordinal)
                    .Replace("Vector512.IsHardwareAccelerated", "false", StringComparison.Ordinal)
                    .Replace("Vector256.IsHardwareAccelerated", "false", StringComparison.Ordinal);
            }

            return CSharpSyntaxTree.ParseText(text, (CSharpParseOptions)tree.Options, cancellationToken: TestContext.Current.CancellationToken);
        })];
        using var image = new MemoryStream();
        Assert.Empty(compilation.AddSyntaxTrees(edited).Emit(image, cancellationToken: TestContext.Current.CancellationToken).Diagnostics.Where(found => found.Severity == DiagnosticSeverity.Error));
        MethodInfo run = Assembly.Load(image.ToArray()).GetType("Driver")!.GetMethod("Run")!;
        return (float[])run.Invoke(null, [threads])!;
    }

    private static IReadOnlyList<SyntaxTree> Generate(string[] files)
    {
        GeneratorRunResult result = Workbench.Driver().RunGenerators(Workbench.Compilation(files), TestContext.Current.CancellationToken).GetRunResult().Results[0];
        Assert.Null(result.Exception);
        return [.. result.GeneratedSources.Select(source => source.SyntaxTree)];
    }
}
