using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Compiler;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Tests.Harness;

namespace ModelGen.Generator.Tests.RandomNetworks;

/// <summary>Networks compiled in memory, as the C# compiler and the machine at hand run them.</summary>
internal sealed class CompiledNetworks
{
    private readonly Assembly assembly;

    public CompiledNetworks(IReadOnlyList<NetworkSpec> specs)
    {
        var texts = new List<string>();
        foreach (NetworkSpec spec in specs)
        {
            CompilationResult result = NetworkCompiler.Compile(spec);
            Assert.Empty(result.Errors);
            texts.Add(RandomNetwork.DeclarationOf(spec));
            texts.AddRange(result.Files.Select(file => file.Text));
        }

        CSharpCompilation compilation = Workbench.Compilation([.. texts]).WithOptions(
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release));
        using var image = new MemoryStream();
        string[] found = [.. compilation.Emit(image, cancellationToken: TestContext.Current.CancellationToken).Diagnostics
            .Where(diagnostic => diagnostic.Severity >= DiagnosticSeverity.Warning)
            .Select(diagnostic => $"{diagnostic}: {diagnostic.Location.SourceTree?.GetText().Lines[diagnostic.Location.GetLineSpan().StartLinePosition.Line]}")];
        Assert.True(found.Length == 0, string.Join("\n", found.Take(10)));
        assembly = Assembly.Load(image.ToArray());
    }

    /// <summary>The output, the loss, and the gradient of each parameter.</summary>
    public (float[] Output, float Loss, float[][] Gradients) Run(NetworkSpec spec, Reference reference, int outputs, int threads)
    {
        Type type = assembly.GetType(spec.Class.FullName)!;
        using var network = (CompiledNetwork)Activator.CreateInstance(type, 0UL, threads)!;
        foreach ((Node node, Parameter parameter) in reference.Parameters.Zip(network.Parameters))
            parameter.CopyFrom([.. reference[node].Select(value => (float)value)]);
        var output = new float[outputs];
        Array[] inputs = [.. reference.Inputs.Select(input => input.Type == ElementType.Int32 ? (Array)reference[input].Select(value => (int)value).ToArray() : reference[input].Select(value => (float)value).ToArray())];
        float loss = Invoke(type, network, "Gradients", inputs, null);
        Assert.Equal(loss, Invoke(type, network, "Evaluate", inputs, output));
        return (output, loss, [.. network.Parameters.Select(parameter =>
        {
            var gradient = new float[parameter.Count];
            parameter.CopyGradientTo(gradient);
            return gradient;
        })]);
    }

    // Methods over spans cannot be called by reflection: those over tensor spans neither. A delegate type of the same parameters can.
    private static float Invoke(Type type, CompiledNetwork network, string method, Array[] inputs, float[]? output)
    {
        bool hasIndices = inputs.Length == 3;
        if (output is null)
        {
            return hasIndices
                ? type.GetMethod(method, [typeof(ReadOnlySpan<float>), typeof(ReadOnlySpan<int>), typeof(ReadOnlySpan<float>)])!.CreateDelegate<WithIndices>(network)((float[])inputs[0], (int[])inputs[1], (float[])inputs[2])
                : type.GetMethod(method, [typeof(ReadOnlySpan<float>), typeof(ReadOnlySpan<float>)])!.CreateDelegate<Plain>(network)((float[])inputs[0], (float[])inputs[1]);
        }

        return hasIndices
            ? type.GetMethod(method, [typeof(ReadOnlySpan<float>), typeof(ReadOnlySpan<int>), typeof(ReadOnlySpan<float>), typeof(Span<float>)])!.CreateDelegate<WithIndicesAndOutput>(network)((float[])inputs[0], (int[])inputs[1], (float[])inputs[2], output)
            : type.GetMethod(method, [typeof(ReadOnlySpan<float>), typeof(ReadOnlySpan<float>), typeof(Span<float>)])!.CreateDelegate<WithOutput>(network)((float[])inputs[0], (float[])inputs[1], output);
    }

    private delegate float Plain(ReadOnlySpan<float> x, ReadOnlySpan<float> target);

    private delegate float WithOutput(ReadOnlySpan<float> x, ReadOnlySpan<float> target, Span<float> output);

    private delegate float WithIndices(ReadOnlySpan<float> x, ReadOnlySpan<int> tokens, ReadOnlySpan<float> target);

    private delegate float WithIndicesAndOutput(ReadOnlySpan<float> x, ReadOnlySpan<int> tokens, ReadOnlySpan<float> target, Span<float> output);
}
