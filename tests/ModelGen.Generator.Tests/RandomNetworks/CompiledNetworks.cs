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

    /// <summary>The outputs, the loss, and the gradient of each parameter.</summary>
    public (float[][] Outputs, float Loss, float[][] Gradients) Run(NetworkSpec spec, Reference reference, IEnumerable<int> outputs, int threads)
    {
        Type type = assembly.GetType(spec.Class.FullName)!;
        using var network = (CompiledNetwork)Activator.CreateInstance(type, 0UL, threads)!;
        foreach ((Node node, Parameter parameter) in reference.Parameters.Zip(network.Parameters))
            parameter.CopyFrom([.. reference[node].Select(value => (float)value)]);
        float[][] written = [.. outputs.Select(length => new float[length])];
        Array[] inputs = [.. reference.Inputs.Select(input => input.Type == ElementType.Int32 ? (Array)reference[input].Select(value => (int)value).ToArray() : reference[input].Select(value => (float)value).ToArray())];
        float loss = type.GetMethod("RunGradients")!.CreateDelegate<Func<Array[], float>>(network)(inputs);
        Assert.Equal(loss, type.GetMethod("RunEvaluate")!.CreateDelegate<Func<Array[], float[][], float>>(network)(inputs, written));
        return (written, loss, [.. network.Parameters.Select(parameter =>
        {
            var gradient = new float[parameter.Count];
            parameter.CopyGradientTo(gradient);
            return gradient;
        })]);
    }
}
