using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>Which products copy panels of an operand, and what they do with them.</summary>
public class PackedPanelsTests
{
    private const long SecondLevelShare = 256 * 1024;

    public static TheoryData<int, object, int, int> Products => new()
    {
        { 0, 1024, 1024, 1024 },
        { 1, 1024, 1024, 1024 },
        { 2, 1024, 1024, 1024 },
        { 0, 257, 1031, 263 },
        { 1, 257, 1031, 263 },
        { 2, 257, 1031, 263 },
        { 0, "batch", 2603, 519 },
        { 1, "batch", 2603, 519 },
        { 2, "batch", 2603, 519 },
    };

    [Theory]
    [MemberData(nameof(Products))]
    public void Panels_hold_all_that_is_put_into_them(int target, object rows, int inner, int columns)
    {
        Statement[] statements = [.. All(Schedule(target, rows, inner, columns).Body)];
        Buffer panel = Assert.Single(statements.OfType<TakeScratch>()).Buffer;
        Assert.InRange(panel.Bytes.Constant, 1, SecondLevelShare);
        Index[] stored = [.. statements.OfType<Store>().Where(store => store.Buffer.Name == "panel").Select(store => store.Offset)];
        Index[] read = [.. statements.SelectMany(Values).SelectMany(value => value.Loads()).Where(load => load.Buffer.Name == "panel").Select(load => load.Offset)];
        Assert.NotEmpty(stored);
        Assert.NotEmpty(read);
        Assert.All(stored.Concat(read), offset =>
        {
            (long smallest, long? largest) = offset.Bounds()!.Value;
            Assert.InRange(smallest, 0, panel.Shape.Elements.Constant - 1);
            Assert.InRange(largest!.Value, 0, panel.Shape.Elements.Constant - 1);
        });
    }

    [Fact]
    public void A_sum_of_one_block_is_stored_when_it_is_finished()
    {
        Statement[] statements = [.. All(Schedule(0, 1024, 1024, 1024).Body)];
        Assert.DoesNotContain(statements.SelectMany(Values).SelectMany(value => value.Loads()), load => load.Buffer.Name.StartsWith("output", StringComparison.Ordinal));
        Assert.DoesNotContain(statements, statement => statement is Store { Value: Number });
    }

    [Fact]
    public void Rows_that_a_batch_may_lack_leave_the_choice_to_the_run()
    {
        WhenAtLeast choice = Assert.IsType<WhenAtLeast>(Assert.Single(Schedule(0, "batch", 1024, 1024).Body));
        Assert.Contains(choice.Body, statement => statement is TakeScratch);
        Assert.DoesNotContain(All(choice.Otherwise), statement => statement is TakeScratch);
    }

    [Theory]
    [InlineData(64, 1024, 1024)]
    [InlineData(1024, 128, 1024)]
    [InlineData(1024, 1024, 64)]
    [InlineData(512, 512, 512)]
    public void What_a_cache_holds_as_it_lies_is_not_copied(int rows, int inner, int columns) =>
        Assert.DoesNotContain(All(Schedule(0, rows, inner, columns).Body), statement => statement is TakeScratch);

    [Theory]
    [InlineData(2048, 512, 2048, 2048)]
    [InlineData(256, 1024, 4096, 4096)]
    [InlineData(4096, 1024, 512, 4096)]
    public void The_longer_side_is_shared_out(int rows, int inner, int columns, int items) =>
        Assert.Equal(items, Schedule(0, rows, inner, columns).Items.Constant);

    private static Kernel Schedule(int target, object rows, int inner, int columns)
    {
        var source = new NetworkSource();
        int product = source.Binary("Dot", source.Input("left", rows, inner), source.Input("right", inner, columns));
        NetworkModel model = NetworkCompiler.Plan(source.Returns(product).Build());
        return Scheduler.Schedule(Assert.Single(Assert.Single(model.Programs).Kernels), Target.All[target]);
    }

    private static IEnumerable<Statement> All(IEnumerable<Statement> statements) => statements.SelectMany(statement => All(Inner(statement)).Prepend(statement));

    private static IEnumerable<Statement> Inner(Statement statement) => statement switch
    {
        Loop loop => loop.Segments.SelectMany(segment => segment.Body),
        VectorScope scope => scope.Body,
        WhenAtLeast choice => choice.Body.Concat(choice.Otherwise),
        _ => [],
    };

    private static IEnumerable<Expression> Values(Statement statement) => statement switch
    {
        Declare declare => [declare.Value],
        Assign assign => [assign.Value],
        Store store => [store.Value],
        _ => [],
    };
}
