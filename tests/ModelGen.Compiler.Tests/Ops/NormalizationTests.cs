using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Ops;

/// <summary>Normalisations: their gradients against central differences, their kernels against their definitions, their states, and what they refuse.</summary>
public class NormalizationTests
{
    public static TheoryData<string, int[], bool> Calls => new()
    {
        { "LayerNorm", [5, 7], true }, { "LayerNorm", [2, 3, 5], false }, { "LayerNormTwo", [2, 3, 5], true }, { "RmsNorm", [5, 7], true }, { "RmsNorm", [2, 3, 5], false },
        { "GroupNorm", [3, 6], true }, { "GroupNorm", [2, 6, 3, 2], true }, { "GroupNorm", [2, 4, 5], false }, { "InstanceNorm", [2, 3, 4], true }, { "InstanceNorm", [2, 3, 4, 3], false },
        { "BatchNorm", [7, 3], true }, { "BatchNorm", [2, 3, 5], true }, { "BatchNorm", [2, 3, 4, 5], true }, { "BatchNorm", [6, 2], false },
    };

    [Theory]
    [MemberData(nameof(Calls))]
    public void Gradients_are_slopes(string op, int[] shape, bool affine)
    {
        var source = new NetworkSource();
        object[] sizes = [.. shape.Select(size => (object)size)];
        int y = Norm(source, op, source.Parameter("w", sizes), affine);
        // What is normalised has the same squares whatever it was: another factor for each element tells more.
        int weighted = source.Binary("Multiply", source.Binary("Multiply", y, y), source.Parameter("v", sizes));
        GraphJudge.CheckGradients(source.Returns(y, source.Reduce("Mean", weighted)).Build());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(37)]
    public void Loops_compute_what_their_kernels_define(long batch)
    {
        foreach (string op in (string[])["LayerNorm", "RmsNorm", "GroupNorm", "InstanceNorm", "BatchNorm"])
        {
            NetworkModel model = NetworkCompiler.Plan(Network(op));
            Assert.All(model.Programs.SelectMany(program => program.Kernels), kernel => ScheduleJudge.Check(kernel, _ => batch));
        }
    }

    [Fact]
    public void Rows_are_normalised_in_one_pass()
    {
        var source = new NetworkSource();
        int y = Norm(source, "LayerNorm", source.Input("x", "batch", 64), affine: true);
        NetworkProgram predict = NetworkCompiler.Plan(source.Returns(y).Build()).Programs[0];
        Assert.Single(predict.Kernels);
    }

    [Fact]
    public void States_are_stored_behind_what_is_trained_and_listed_where_their_layer_stands()
    {
        NetworkModel model = NetworkCompiler.Plan(Network("BatchNorm"));
        string[] names = [.. model.Parameters.Select(stored => stored.Parameter.Name)];
        Assert.Equal(["conv1.weight", "conv1.bias", "norm1.weight", "norm1.bias", "norm1.running_mean", "norm1.running_var", "conv2.weight", "conv2.bias"], names);
        StoredParameter[] states = [.. model.Parameters.Where(stored => !stored.Parameter.IsTrained)];
        Assert.Equal(["norm1.running_mean", "norm1.running_var"], states.Select(stored => stored.Parameter.Name));
        Assert.All(model.Parameters.Except(states), trained => Assert.All(states, state => Assert.True(trained.Offset < state.Offset)));
        Assert.Equal(["Zeros", "Ones"], states.Select(stored => stored.Parameter.Initializer));
        Assert.Equal(["Ones", "Zeros"], model.Parameters.Where(stored => stored.Parameter.Name is "norm1.weight" or "norm1.bias").Select(stored => stored.Parameter.Initializer));
    }

    [Fact]
    public void Only_training_writes_states_and_only_the_others_normalise_by_them()
    {
        NetworkModel model = NetworkCompiler.Plan(Network("BatchNorm"));
        int[] slots = [.. model.Parameters.Where(stored => !stored.Parameter.IsTrained).Select(stored => stored.Parameter.Slot)];
        int[] Written(NetworkProgram program) => [.. BuffersOf(program, kernel => kernel.Writes).Where(buffer => buffer.Place == BufferPlace.Gradient).Select(buffer => buffer.Slot).Intersect(slots).Order()];
        Assert.Equal(["Predict", "Evaluate", "Train"], model.Programs.Select(program => program.Name));
        Assert.Empty(Written(model.Programs[0]));
        Assert.Empty(Written(model.Programs[1]));
        Assert.Equal(slots, Written(model.Programs[2]));
        // Behind a convolution the running statistics are applied in its own kernel.
        Assert.Single(model.Programs[0].Kernels, kernel => kernel.Stages.Any(stage => stage.Contracts) && kernel.Summary.Contains("norm1RunningMean", StringComparison.Ordinal));
    }

    [Fact]
    public void A_layer_that_runs_twice_goes_on_from_its_own_state()
    {
        var lowering = new NetworkLowering(Network("BatchNorm"));
        lowering.Lower();
        Node state = lowering.Parameters.Single(node => ((Parameter)node.Op).Name == "norm1.running_mean");
        Node? seen = null;
        lowering.UpdateState(state, known => lowering.Builder.Apply(new Negate(), seen = known));
        Assert.IsType<Add>(seen!.Op);
        lowering.UpdateState(state, known => seen = known);
        Assert.IsType<Negate>(seen.Op);
    }

    [Fact]
    public void What_they_refuse()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 4, "time");
        Assert.Equal(["norm1", "constant sizes in the axes that it normalises over, the last 1", "[batch, 4, time]"], Error(source, Norm(source, "LayerNorm", x, true), "MG0104").Arguments);
        source = new NetworkSource();
        Assert.Equal(["norm1", "axes", "at most the 2 axes that [batch, 4] has", "3"], Error(source, source.Call("RmsNorm", [source.Input("x", "batch", 4)], ("axes", [3]), ("epsilon", [1e-5]), ("affine", [1])), "MG0106").Arguments);
        source = new NetworkSource();
        Assert.Equal(["norm1", "groups", "a divisor of the 5 channels", "2"], Error(source, Norm(source, "GroupNorm", source.Input("x", "batch", 5), true), "MG0106").Arguments);
        source = new NetworkSource();
        Error(source, Norm(source, "InstanceNorm", source.Input("x", "batch", 5), true), "MG0104");
        source = new NetworkSource();
        Error(source, Norm(source, "BatchNorm", source.Input("x", 5), true), "MG0104");
        source = new NetworkSource();
        Error(source, source.Call("BatchNorm", [source.Input("x", "batch", 5)], ("momentum", [1.5]), ("epsilon", [1e-5]), ("affine", [1])), "MG0106");
        source = new NetworkSource();
        Error(source, source.Call("BatchNorm", [source.Input("x", "batch", 5)], ("momentum", [0.1]), ("epsilon", [-1]), ("affine", [1])), "MG0106");
    }

    private static IEnumerable<Buffer> BuffersOf(NetworkProgram program, Func<Compiler.Schedule.KernelDefinition, IEnumerable<Buffer>> of) =>
        program.Kernels.SelectMany(kernel => kernel.Stages).SelectMany(of);

    private static int Norm(NetworkSource source, string op, int x, bool affine)
    {
        (string, double[]) flag = ("affine", [affine ? 1 : 0]), epsilon = ("epsilon", [1e-5]);
        return op switch
        {
            "LayerNorm" => source.Call(op, [x], ("axes", [1]), epsilon, flag, ("bias", [1])),
            "LayerNormTwo" => source.Call("LayerNorm", [x], ("axes", [2]), epsilon, flag, ("bias", [0])),
            "RmsNorm" => source.Call(op, [x], ("axes", [1]), epsilon, flag),
            "GroupNorm" => source.Call(op, [x], ("groups", [2]), epsilon, flag),
            "InstanceNorm" => source.Call(op, [x], epsilon, flag),
            _ => source.Call(op, [x], ("momentum", [0.1]), epsilon, flag),
        };
    }

    private static NetworkSpec Network(string op)
    {
        var source = new NetworkSource();
        int x = source.Conv2D(source.Input("x", "batch", 2, 5, 4), 6, 2);
        x = source.Conv2D(source.Unary("Relu", Norm(source, op, x, affine: true)), 3, 2);
        return source.Returns(x, source.Reduce("Sum", source.Binary("Multiply", x, x))).Build();
    }

    private static SpecError Error(NetworkSource source, int output, string id)
    {
        SpecError error = Assert.Single(NetworkCompiler.Compile(source.Returns(output).Build()).Errors);
        Assert.Equal(id, error.Id);
        return error;
    }
}
