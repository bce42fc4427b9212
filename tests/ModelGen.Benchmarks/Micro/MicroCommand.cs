using System.CommandLine;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Filters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Reports;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace ModelGen.Benchmarks.Micro;

/// <summary><c>micro</c>: the runtime's own loops under BenchmarkDotNet.</summary>
internal static class MicroCommand
{
    private static readonly Type[] benchmarks =
        [typeof(VectorMathBenchmarks), typeof(TensorPrimitivesBenchmarks), typeof(RandomBenchmarks), typeof(OptimizerBenchmarks)];

    public static Command Create()
    {
        Option<string[]> filter = CommandOptions.Filter("Run only benchmarks whose full names contain one of these.");
        Command command = new("micro", "Vector maths, random words and the optimisers' sweeps.") { filter };
        command.SetAction(arguments => Run(arguments.GetValue(filter) ?? []));
        return command;
    }

    private static int Run(string[] filter)
    {
        // In this process: a program of its own for each benchmark would be built, libtorch and all.
        IConfig config = DefaultConfig.Instance
            .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance))
            .WithArtifactsPath(Path.Combine(AppContext.BaseDirectory, "micro"))
            .WithOptions(ConfigOptions.JoinSummary | ConfigOptions.DisableLogFile);
        if (filter.Length > 0)
        {
            config = config.AddFilter(new GlobFilter([.. filter.Select(part => $"*{part}*")]));
        }

        Summary[] summaries = BenchmarkRunner.Run(benchmarks, config);
        return summaries.Any(summary => summary.HasCriticalValidationErrors) ? 1 : 0;
    }
}
