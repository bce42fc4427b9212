using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Graph;

/// <summary>Scans: their values and gradients, and which of their kernels run step by step.</summary>
public class ScanTests
{
    [Theory]
    [InlineData(false, 3)]
    [InlineData(true, 3)]
    [InlineData(false, 1)]
    [InlineData(true, "time")]
    public void Gradients_go_through_all_steps(bool reverse, object time) => GraphJudge.CheckGradients(Elman(reverse, time));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_of_the_last_state_and_of_the_initial_one(bool reverse)
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 4, 2), u = source.Parameter("U", 3, 3), w = source.Parameter("W", 2, 3), first = source.Parameter("First", 3);
        int initial = source.Binary("Add", source.Zeros("batch", 3), first);
        int states = source.Scan([x], [initial], found => ([Cell(source, found[0], found[1], w, u)], []), reverse: reverse)[0];
        int last = source.Call("At", [states], ("axis", [1]), ("position", [reverse ? 0 : -1]));
        int loss = source.Reduce("Sum", source.Binary("Multiply", last, last));
        GraphJudge.CheckGradients(source.Returns(last, loss).Build());
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Gradients_through_time_have_gradients_and_those_again(bool reverse)
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 3, 2), u = source.Parameter("U", 3, 3), w = source.Parameter("W", 2, 3);
        int states = source.Scan([x], [source.Zeros("batch", 3)], found => ([Cell(source, found[0], found[1], w, u)], []), reverse: reverse)[0];
        int first = source.Binary("Gradient", SumOfSquares(source, states), w);
        int second = source.Binary("Gradient", SumOfSquares(source, first), u);
        GraphJudge.CheckGradients(source.Returns(second, SumOfSquares(source, second)).Build());
    }

    [Fact]
    public void Two_numbers_of_one_loop_have_a_loop_back_each_and_what_one_is_derived_by_shares_one()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 3, 2), u = source.Parameter("U", 3, 3), w = source.Parameter("W", 2, 3);
        int states = source.Scan([x], [source.Zeros("batch", 3)], found => ([Cell(source, found[0], found[1], w, u)], []))[0];
        int squares = SumOfSquares(source, states), waves = source.Reduce("Sum", source.Unary("Tanh", states));
        int[] slopes = [source.Binary("Gradient", squares, w), source.Binary("Gradient", squares, u), source.Binary("Gradient", waves, w)];
        int loss = source.Binary("Add", SumOfSquares(source, slopes[1]), source.Reduce("Sum", source.Binary("Multiply", slopes[0], slopes[2])));
        NetworkSpec spec = source.Returns(states, loss).Build();
        Assert.Equal(3, new NetworkLowering(spec).Lower().LiveRecurrences().Select(recurrence => recurrence.State.Loop).Distinct().Count());
        GraphJudge.CheckGradients(spec);
    }

    [Fact]
    public void A_step_may_go_down_a_slope()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 3, 2), w = source.Parameter("W", 2, 2);
        int states = source.Scan([x], [source.Zeros("batch", 2)], found =>
        {
            int energy = source.Reduce("Sum", source.Binary("Multiply", found[0], source.Unary("Tanh", source.Call("Dot", [found[1], w]))));
            return ([source.Binary("Subtract", found[1], source.Binary("Gradient", energy, found[1]))], []);
        })[0];
        GraphJudge.CheckGradients(source.Returns(states, SumOfSquares(source, states)).Build());
    }

    [Fact]
    public void Two_states_that_change_places_and_an_output()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 3, 2), u = source.Parameter("U", 2, 2), scale = source.Parameter("Scale", 2);
        int zeros = source.Zeros("batch", 2);
        int[] results = source.Scan([x], [source.Binary("Add", zeros, scale), zeros], found =>
        {
            int next = source.Unary("Tanh", source.Binary("Add", source.Call("Dot", [found[1], u]), source.Binary("Multiply", found[0], found[2])));
            return ([found[2], next], [source.Binary("Multiply", next, scale)]);
        });
        int sum = source.Binary("Add", source.Binary("Multiply", results[0], results[1]), results[2]);
        GraphJudge.CheckGradients(source.Returns(sum, source.Reduce("Sum", source.Binary("Multiply", sum, sum))).Build());
    }

    [Fact]
    public void A_state_that_follows_from_others_alone()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 4, 2), w = source.Parameter("W", 2, 2), u = source.Parameter("U", 2, 2);
        int zeros = source.Zeros("batch", 2);
        // What the sequence gives is used one step later, in a sum that nothing but it goes into.
        int[] results = source.Scan(
            [x], [zeros, zeros], found => ([source.Binary("Add", found[1], source.Call("Dot", [found[2], u])), source.Unary("Tanh", source.Call("Dot", [found[0], w]))], []));
        GraphJudge.CheckGradients(source.Returns(results[0], source.Reduce("Sum", source.Binary("Multiply", results[0], results[0]))).Build());
    }

    [Fact]
    public void Gates_of_recurrent_layers()
    {
        foreach (string layer in (string[])["Rnn", "Lstm", "Gru"])
        {
            var source = new NetworkSource();
            int x = source.Input("x", "batch", 3, 2);
            int states = Recurrent(source, layer, x, 3);
            GraphJudge.CheckGradients(source.Returns(states, source.Reduce("Sum", source.Binary("Multiply", states, states))).Build());
        }
    }

    [Fact]
    public void Reading_states_where_they_are_kept_changes_no_gradient()
    {
        NetworkGraph graph = GraphJudge.CheckSameGradients(Elman(false, 3), StatesWhereKept.Run);
        Node next = graph.LiveRecurrences()[0].Next;
        Assert.Equal([next], graph.Users()[next.Inputs[0]]);
    }

    [Fact]
    public void Only_what_a_state_leads_to_and_leads_to_a_state_runs_step_by_step()
    {
        NetworkProgram train = NetworkCompiler.Plan(Elman(false, 7)).Programs.Single(program => program.Name == "Train");
        Assert.Equal([false, true], train.Loops.Select(loop => loop.Reverse));
        FusedKernel[] inLoops = [.. Enumerable.Range(0, train.Kernels.Count).Where(kernel => train.LoopOf(kernel) is not null).Select(kernel => train.Kernels[kernel])];
        FusedKernel[] others = [.. train.Kernels.Except(inLoops)];
        bool Reads(FusedKernel kernel, string buffer) => kernel.Buffers.Any(read => (read.Part?.Whole ?? read).Name == buffer);
        // A product with the weight of the state in each step; those with the input's weight, and all gradients of weights, once.
        Assert.Equal(2, inLoops.Count(kernel => kernel.Stages.Any(stage => stage.Contracts)));
        Assert.DoesNotContain(inLoops, kernel => Reads(kernel, "w") || Reads(kernel, "wGradient") || Reads(kernel, "uGradient"));
        Assert.All((string[])["w", "wGradient", "uGradient"], buffer => Assert.Contains(others, kernel => Reads(kernel, buffer)));
    }

    [Fact]
    public void A_step_s_values_that_nobody_else_reads_take_the_memory_of_one_step()
    {
        var source = new NetworkSource();
        int states = Recurrent(source, "Lstm", source.Input("x", "batch", 7, 2), 3);
        NetworkProgram predict = Assert.Single(NetworkCompiler.Plan(source.Returns(states).Build()).Programs);
        ProgramLoop loop = Assert.Single(predict.Loops);
        Assert.Contains(predict.Kernels.Skip(loop.First).Take(loop.End - loop.First).SelectMany(kernel => kernel.Buffers), buffer => buffer.Shape.ToString() == "[batch, 12]" && buffer.Part is null);
    }

    [Theory]
    [InlineData(3, "it must keep its shape")]
    [InlineData(4, null)]
    public void States_keep_their_shape(int units, string? says)
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 5, 2);
        int states = source.Scan([x], [source.Zeros("batch", 4)], found => ([source.Dense(source.Binary("Multiply", found[1], found[1]), units)], []))[0];
        Check(source.Returns(states).Build(), says);
    }

    [Theory]
    [InlineData(5, null)]
    [InlineData(6, "different lengths")]
    public void Sequences_are_equally_long(int other, string? says)
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 5, 2), y = source.Input("y", "batch", other, 2);
        Check(source.Returns(source.Scan([x, y], [source.Zeros("batch", 2)], found => ([source.Binary("Add", found[0], found[1])], []))[0]).Build(), says);
    }

    [Fact]
    public void The_axis_is_one_of_the_sequence()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 5);
        NetworkSpec spec = source.Returns(source.Scan([x], [source.Zeros("batch")], found => ([found[1]], []), axis: 2)[0]).Build();
        SpecError error = Assert.Single(NetworkCompiler.Compile(spec).Errors);
        Assert.Equal(("MG0107", 4), (error.Id, error.Span.Part));
    }

    [Fact]
    public void A_step_holds_no_other_loop_and_keeps_its_values()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 5, 2), kept = 0;
        int outer = source.Scan([x], [source.Zeros("batch", 2)], found => ([kept = source.Unary("Tanh", found[0])], []))[0];
        Check(source.Returns(source.Binary("Add", outer, kept)).Build(), "in that step alone");

        var nested = new NetworkSource();
        int y = nested.Input("y", "batch", 5, 2);
        int states = nested.Scan([y], [nested.Zeros("batch", 2)], found => ([nested.Scan([y], [found[1]], inner => ([inner[1]], []))[0]], []))[0];
        Check(nested.Returns(states).Build(), "another Scan");
    }

    private static void Check(NetworkSpec spec, string? says)
    {
        EquatableArray<SpecError> errors = NetworkCompiler.Compile(spec).Errors;
        if (says is null)
        {
            Assert.Empty(errors);
            return;
        }

        SpecError error = Assert.Single(errors);
        Assert.Equal("MG0114", error.Id);
        Assert.Contains(says, error.Arguments[0], StringComparison.Ordinal);
    }

    private static int SumOfSquares(NetworkSource source, int value) => source.Reduce("Sum", source.Binary("Multiply", value, value));

    private static NetworkSpec Elman(bool reverse, object time)
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", time, 2), w = source.Parameter("W", 2, 3), u = source.Parameter("U", 3, 3);
        int states = source.Scan([x], [source.Zeros("batch", 3)], found => ([Cell(source, found[0], found[1], w, u)], []), reverse: reverse)[0];
        return source.Returns(states, source.Reduce("Sum", source.Binary("Multiply", states, states))).Build();
    }

    private static int Cell(NetworkSource source, int input, int state, int w, int u) =>
        source.Unary("Tanh", source.Binary("Add", source.Call("Dot", [input, w]), source.Call("Dot", [state, u])));

    private static int Recurrent(NetworkSource source, string layer, int x, double hidden) =>
        source.Call(layer, [x], ("hidden", [hidden]), ("layers", [1]), ("bidirectional", [0]), ("bias", [1]));
}
