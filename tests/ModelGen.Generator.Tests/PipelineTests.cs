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
    public void A_failure_on_several_threads_is_told_as_what_it_is()
    {
        SpecError error = NetworkParser.Unforeseen(default, new AggregateException(new AggregateException(new InvalidOperationException("No such axis."))));
        Assert.Equal("InvalidOperationException: No such axis.", Assert.Single(error.Arguments));
    }
}
