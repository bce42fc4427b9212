using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Compiler;
using ModelGen.Compiler.Print;
using ModelGen.Compiler.Print.Cpu;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Parsing;
using ModelGen.Generator.Tests.Harness;

namespace ModelGen.Generator.Tests;

/// <summary>How much of a large network's work an edit repeats, counted in kernels, with the bound of the memo that the compiler's process has.</summary>
public class LargeNetworkTests
{
    // The last layer, its gradients and the loss are nine; everything before them, three hundred and more, stays.
    private const int MostOfAnEdit = 12;

    private static readonly string File = System.IO.File.ReadAllText(Path.Combine(RepositoryRoot.Path, "tests/ModelGen.Benchmarks/Networks/Large/ResNet50.cs"));

    [Fact]
    public void An_edit_of_one_layer_schedules_the_kernels_of_that_layer()
    {
        var memo = new KernelMemo(KernelMemo.MostCharactersOfProcess);
        int whole = Compile(1000, memo);
        Assert.InRange(whole, 100, int.MaxValue);
        // What an edit pushed out of the memo would be scheduled anew at the next one.
        Assert.All([1001, 1002, 1003], classes => Assert.InRange(Compile(classes, memo), 1, MostOfAnEdit));
        Assert.Equal(0, Compile(1000, memo));
    }

    [Fact]
    public void A_memo_too_small_for_the_network_would_be_noticed()
    {
        var memo = new KernelMemo(KernelMemo.MostCharactersOfProcess / 8);
        Compile(1000, memo);
        Assert.InRange(Compile(1001, memo), MostOfAnEdit + 1, int.MaxValue);
    }

    private static int Compile(int classes, KernelMemo memo)
    {
        int before = memo.Made;
        NetworkPrinter.Print(NetworkCompiler.Plan(Spec(classes)), new CompilerOptions(), memo, TestContext.Current.CancellationToken);
        return memo.Made - before;
    }

    private static NetworkSpec Spec(int classes)
    {
        CSharpCompilation compilation = Workbench.Compilation(File.Replace(".Dense(1000)", $".Dense({classes})", StringComparison.Ordinal));
        INamedTypeSymbol type = compilation.GetTypeByMetadataName("ModelGen.Benchmarks.ResNet50")!;
        NetworkSpec spec = NetworkParser.Parse(type, NetworkParser.NetworkAttributeOf(type)!, compilation, CancellationToken.None).Spec;
        Assert.Empty(spec.Errors);
        return spec;
    }
}
