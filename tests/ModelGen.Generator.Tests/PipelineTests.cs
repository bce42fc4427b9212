using ModelGen.Compiler;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Parsing;
using ModelGen.Generator.Tests.Harness;

namespace ModelGen.Generator.Tests;

public class PipelineTests
{
    [Fact]
    public void Nobody_waits_for_what_was_cancelled()
    {
        ParsedNetwork network = Reading.Parse("MyApp.MnistCnn", Networks.MnistCnn);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => NetworkPipeline.Complete(network, new CompilerOptions(), cancelled.Token));
    }

    [Fact]
    public void What_was_compiled_lately_is_checked_without_being_compiled_again()
    {
        ParsedNetwork network = Reading.Parse("MyApp.MnistCnn", Networks.MnistCnn.Replace("Dense(10)", "Dense(17)", StringComparison.Ordinal));
        NetworkPipeline.Complete(network, new CompilerOptions(), TestContext.Current.CancellationToken);
        long before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Empty(NetworkPipeline.Check(network, TestContext.Current.CancellationToken));
        // Planning its programs takes megabytes.
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 500_000);
    }

    [Fact]
    public async Task Values_compared_with_themselves_give_no_warnings()
    {
        // Numbers in memory are compared one by one where a vector does not fit.
        const string Network = """
            using ModelGen;
            namespace MyApp;
            [Network]
            internal partial class Itself
            {
                private static Tensor Forward([Shape("batch", 7)] Tensor x)
                {
                    Tensor y = x.Dense(3);
                    return Tensor.Where(y.EqualTo(y), Tensor.Maximum(y, y), y * 2);
                }
                private static Tensor Loss(Tensor y, [Shape("batch", 3)] Tensor expected) => y.MeanSquaredError(expected);
            }
            """;
        Assert.Empty(await Workbench.WarningsAsync(Workbench.Compilation(Network), analyzer: null));
        Assert.Contains("!float.IsNaN(", NetworkPipeline.Complete(Reading.Parse("MyApp.Itself", Network), new CompilerOptions(), TestContext.Current.CancellationToken).Files.Single(file => file.Name.Contains("Kernels512", StringComparison.Ordinal)).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failure_on_several_threads_is_told_as_what_it_is()
    {
        SpecError error = NetworkParser.Unforeseen(default, new AggregateException(new AggregateException(new InvalidOperationException("No such axis."))));
        Assert.Equal("InvalidOperationException: No such axis.", Assert.Single(error.Arguments));
    }
}
