using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Emit;
using ModelGen.Compiler.Gpu;
using ModelGen.Compiler.Print.Gpu;

namespace ModelGen.Gpu.Tests.Harness;

/// <summary>A network's kernels, printed and compiled in memory: without a warning, in a project of a careful author.</summary>
internal sealed class CompiledKernels
{
    public CompiledKernels(GpuModel model)
    {
        Model = model;
        Text = GpuModelPrinter.Print(model);
        CSharpCompilation compilation = CSharpCompilation.Create(
            $"Kernels.{model.Model.Spec.Class.Name}.{Guid.NewGuid():N}",
            [CSharpSyntaxTree.ParseText(Text)],
            References.All,
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, optimizationLevel: OptimizationLevel.Release, nullableContextOptions: NullableContextOptions.Enable, warningLevel: 9999));
        using var stream = new MemoryStream();
        EmitResult result = compilation.Emit(stream);
        Assert.True(result.Success && result.Diagnostics.All(diagnostic => diagnostic.Severity < DiagnosticSeverity.Warning), string.Join("\n", result.Diagnostics.Take(5)) + "\n" + Text);
        Type = Assembly.Load(stream.ToArray()).GetTypes().Single(candidate => candidate.Name.EndsWith("GpuKernels", StringComparison.Ordinal));
    }

    /// <summary>The programs.</summary>
    public GpuModel Model { get; }

    /// <summary>The kernels as C#.</summary>
    public string Text { get; }

    /// <summary>The class that holds them.</summary>
    public Type Type { get; }

    /// <summary>A kernel's method.</summary>
    public MethodInfo Method(string name) => Type.GetMethod(name) ?? throw new InvalidOperationException($"There is no kernel {name}.");
}
