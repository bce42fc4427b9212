using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Compiler;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Print.Cpu;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;
using ModelGen.Generator.Parsing;
using ModelGen.Generator.Tests.Harness;

namespace ModelGen.Generator.Tests;

/// <summary>The loops of every network of this repository, interpreted: where their buffers lie, and what they compute.</summary>
public class EveryNetworkTests
{
    // Kernels above are judged by where they are small; numbers are compared with libtorch's elsewhere.
    private const long MostOperations = 1_500;

    private const long MostOperationsOfLoop = 100_000;

    private static readonly Dictionary<string, NetworkSpec> Specs = new[] { "tests/ModelGen.Numerics.Tests/Networks", "tests/ModelGen.Benchmarks/Networks", "samples/Mnist" }
        .SelectMany(folder => Directory.GetFiles(Path.Combine(RepositoryRoot.Path, folder), "*.cs"))
        .Where(file => File.ReadAllText(file).Contains("[Network", StringComparison.Ordinal))
        .SelectMany(Read)
        .ToDictionary(spec => spec.Class.FullName);

    public static TheoryData<string> Names => [.. Specs.Keys];

    [Theory]
    [MemberData(nameof(Names))]
    public void No_byte_is_read_once_it_is_overwritten(string name)
    {
        NetworkModel model = NetworkCompiler.Plan(Specs[name]);
        Assert.Empty(OverwriteJudge.Complaints(model, SymbolValue));
        Assert.Empty(OverwriteJudge.ComplaintsOfRule(model, SymbolValue, out _));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Kernels_that_do_not_wait_for_each_other_touch_nothing_that_another_writes(string name)
    {
        NetworkModel model = NetworkCompiler.Plan(Specs[name]);
        Assert.Empty(StepJudge.Complaints(model, SymbolValue, out _));
        Assert.Empty(StepJudge.Complaints(model, _ => 64, out _));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Innermost_loops_keep_no_more_than_the_machine_has_registers(string name)
    {
        IEnumerable<FusedKernel> kernels = NetworkCompiler.Plan(Specs[name]).Programs.SelectMany(program => program.Kernels).DistinctBy(kernel => kernel.Identity);
        Assert.All(Target.All, target => Assert.Empty(kernels.SelectMany(kernel => RegisterJudge.Complaints(Scheduler.Schedule(kernel, target), target, out _))));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Loops_compute_what_their_kernel_defines(string name)
    {
        IEnumerable<FusedKernel> kernels = NetworkCompiler.Plan(Specs[name]).Programs
            .SelectMany(program => program.Kernels)
            .DistinctBy(kernel => kernel.Identity)
            .Where(kernel => kernel.Work.Sum(size => size.Evaluate(SymbolValue)) <= MostOperations);
        Assert.All(kernels, kernel => ScheduleJudge.Check(kernel, SymbolValue));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Workers_that_do_not_wait_touch_nothing_that_another_writes(string name)
    {
        // Batches of several portions, so that there is something for each worker.
        static long Symbol(string symbol) => symbol == "batch" ? 19 : 3;
        var loops = NetworkCompiler.Plan(Specs[name]).Programs
            .SelectMany(program => program.Loops.Where(loop => loop.KeepsToRows).Select(loop => (Program: program, Loop: loop)))
            .Where(place => place.Program.Kernels.Skip(place.Loop.First).Take(place.Loop.End - place.Loop.First).SelectMany(kernel => kernel.Work).Sum(size => size.Evaluate(Symbol)) <= MostOperationsOfLoop);
        Assert.All(loops, place => Assert.Null(RowLoopJudge.Complaint(place.Program, place.Loop, Symbol)));
    }

    // One memo for all of them: a key that leaves out what the text depends on would hand one network's kernel to another.
    [Fact]
    public void What_is_remembered_of_kernels_is_what_would_be_printed_again()
    {
        var shared = new KernelMemo(mostCharacters: int.MaxValue);
        int known = 0;
        foreach (NetworkModel model in Specs.Values.Select(NetworkCompiler.Plan))
        {
            foreach (FusedKernel kernel in DistinctKernels.Of(model).Kernels.Select(distinct => distinct.Source))
            {
                int before = shared.Count;
                var remembered = shared.TextsOf(kernel, model.Symbols, depth: 0, withSchedule: false);
                if (shared.Count > before)
                    continue;
                var again = KernelText.ForEachTarget(kernel, model.Symbols, depth: 0, withSchedule: false);
                Assert.All(Target.All, target => Assert.Equal((again[target].Body, again[target].ScratchBytes), (remembered[target].Body, remembered[target].ScratchBytes)));
                Assert.All(Target.All, target => Assert.Equal(again[target].Symbols, remembered[target].Symbols));
                known++;
            }
        }

        Assert.InRange(known, 100, int.MaxValue);
    }

    [Fact]
    public void Enough_results_take_over_memory_for_that_to_say_something()
    {
        NetworkModel[] models = [.. Specs.Values.Select(NetworkCompiler.Plan)];
        Assert.True(models.Length > 100);
        Assert.True(models.SelectMany(model => model.Programs.SelectMany(program => OverwriteJudge.Overlaps(model, program, SymbolValue))).Count() > 10);
        Assert.InRange(models.Sum(model => OverwriteJudge.ComplaintsOfRule(model, _ => 1, out int judged) is [] ? judged : 0), 80, int.MaxValue);
    }

    [Fact]
    public void Enough_kernels_run_side_by_side_for_that_to_say_something()
    {
        int pairs = 0;
        foreach (NetworkSpec spec in Specs.Values)
        {
            StepJudge.Complaints(NetworkCompiler.Plan(spec), SymbolValue, out int judged);
            pairs += judged;
        }

        Assert.InRange(pairs, 100, int.MaxValue);
    }

    [Fact]
    public void Enough_registers_are_used_for_that_to_say_something()
    {
        FusedKernel[] kernels = [.. NetworkCompiler.Plan(Specs["ModelGen.Benchmarks.KerasTwoConvolutions"]).Programs.SelectMany(program => program.Kernels)];
        Assert.All(Target.All, target => Assert.InRange(kernels.Max(kernel => RegisterJudge.Complaints(Scheduler.Schedule(kernel, target), target, out int most) is [] ? most : 0), target.Registers - 4, target.Registers));
    }

    // Neither fills a vector; a batch of 5 leaves a row behind each of the tiles.
    private static long SymbolValue(string symbol) => symbol == "batch" ? 5 : 37;

    private static IEnumerable<NetworkSpec> Read(string file)
    {
        CSharpCompilation compilation = Workbench.Compilation(File.ReadAllText(file));
        foreach (INamedTypeSymbol type in compilation.GetSymbolsWithName(_ => true, SymbolFilter.Type).OfType<INamedTypeSymbol>())
        {
            if (NetworkParser.NetworkAttributeOf(type) is not { } network)
                continue;
            NetworkSpec spec = NetworkParser.Parse(type, network, compilation, CancellationToken.None).Spec;
            Assert.Empty(spec.Errors);
            yield return spec;
        }
    }
}
