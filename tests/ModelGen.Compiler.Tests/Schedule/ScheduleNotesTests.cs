using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Print;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>What each schedule says of its decisions, and the comments made of it.</summary>
public class ScheduleNotesTests
{
    private static readonly NetworkSpec Spec = NetworkSource.MnistCnn();

    [Theory]
    [InlineData("Conv2Relu2Pool2", "TiledSchedule")]
    [InlineData("Loss", "DotSchedule")]
    [InlineData("Conv2GradientOfWeightParts", "GatherSchedule")]
    [InlineData("Conv2GradientOfImage", "ScatterSchedule")]
    [InlineData("Dense2Packed", "TransposeSchedule")]
    [InlineData("CrossEntropy1WithGradient", "RowFusion")]
    public void A_kernel_names_its_schedule_and_why(string kernel, string schedule) => Assert.All(Target.All, target =>
    {
        ScheduleNotes notes = Notes(kernel, target);
        Assert.Equal(schedule, notes.Schedule);
        Assert.NotEmpty(notes.Because);
    });

    [Fact]
    public void What_was_estimated_is_what_was_chosen() => Assert.All(Target.All, target => Assert.All(AllNotes(Spec, target), notes =>
    {
        foreach (VectorDecision vector in notes.Decisions.OfType<VectorDecision>())
            Assert.All(vector.Rivals, rival => Assert.True(rival.Estimate >= vector.Chosen.Estimate));
        foreach (TileDecision tile in notes.Decisions.OfType<TileDecision>().Where(tile => tile.Chosen.Estimate > 0))
        {
            Assert.All(tile.Rivals, rival => Assert.True(rival.Estimate >= tile.Chosen.Estimate * 0.999));
            Assert.True((tile.Positions * tile.Chosen.Rows * tile.Chosen.Vectors) + tile.Chosen.Vectors + 1 <= target.Registers);
        }
    }));

    [Fact]
    public void A_convolution_behind_a_pool_tells_its_tile_and_how_it_reads()
    {
        ScheduleNotes notes = Notes("Conv2Relu2Pool2", Target.Vector512);
        VectorDecision vector = Assert.Single(notes.Decisions.OfType<VectorDecision>());
        Assert.Equal(("filter", 16, false), (vector.Chosen.Axis!.Name, vector.Chosen.Lanes, vector.Chosen.IsReduced));
        TileDecision tile = Assert.Single(notes.Decisions.OfType<TileDecision>());
        Assert.Equal(("column", 4, 3, 2), (tile.Row!.Name, tile.Positions, tile.Chosen.Rows, tile.Chosen.Vectors));
        OperandDecision operands = Assert.Single(notes.Decisions.OfType<OperandDecision>());
        Assert.Equal([("pool1", 0L), ("conv2Weight", 1L), ("conv2Bias", 1L)], operands.Operands.Select(operand => (operand.Buffer.Name, operand.Stride.Constant)));
    }

    [Theory]
    [InlineData("Dense1Relu3", 256L)]
    [InlineData("Output", null)]
    public void A_product_tells_whether_it_takes_its_sum_in_blocks(string kernel, long? block)
    {
        BlockDecision decision = Assert.Single(Notes(kernel, Target.Vector512).Decisions.OfType<BlockDecision>());
        Assert.Equal(block, decision.Block);
        Assert.Equal(block is not null, decision.PanelBytes > decision.MostPanelBytes);
    }

    [Fact]
    public void Visits_tell_what_they_hold()
    {
        ScheduleNotes gather = Notes("Conv2GradientOfWeightParts", Target.Vector512);
        VisitDecision visit = Assert.Single(gather.Decisions.OfType<VisitDecision>());
        Assert.InRange(visit.Vectors, 1, visit.Registers);
        Assert.Equal(25, Assert.Single(gather.Decisions.OfType<TurnsDecision>()).Visits);
        Assert.Single(Notes("Conv2GradientOfImage", Target.Vector512).Decisions.OfType<VisitDecision>());
    }

    [Fact]
    public void Stages_have_notes_of_their_own()
    {
        ScheduleNotes notes = Notes("CrossEntropy1WithGradient", Target.Vector256);
        Assert.Contains(notes.Stages, stage => stage.Schedule == "DotSchedule" && stage.Decisions.OfType<InFlightDecision>().Any());
        Assert.Contains(notes.Stages, stage => stage.Schedule == "ElementwiseSchedule");
    }

    [Fact]
    public void A_copy_tells_its_tiles_and_a_mask_its_draws()
    {
        Assert.Equal(16, Assert.Single(Notes("Dense2Packed", Target.Vector128).Decisions.OfType<SquareDecision>()).Edges[0]);
        var source = new NetworkSource();
        int y = source.Dropout(source.Dense(source.Input("x", "batch", 8), 20), 0.5);
        DrawDecision draw = Assert.Single(AllNotes(source.Returns(y, source.Reduce("Mean", y)).Build(), Target.Vector256).SelectMany(notes => notes.Decisions).OfType<DrawDecision>());
        Assert.Equal(4, draw.SamplesPerDraw);
    }

    [Fact]
    public void The_comments_are_all_that_the_switch_adds()
    {
        EquatableArray<EmittedFile> plain = NetworkCompiler.Compile(Spec).Files;
        EquatableArray<EmittedFile> told = NetworkCompiler.Compile(Spec, new CompilerOptions(PrintsSchedules: true)).Files;
        Assert.Equal(plain.Select(file => file.Name), told.Select(file => file.Name));
        foreach ((EmittedFile without, EmittedFile with) in plain.Zip(told))
        {
            bool holdsKernels = without.Name.Contains("Kernels", StringComparison.Ordinal);
            Assert.Equal(holdsKernels, without.Text != with.Text);
            Assert.Equal(without.Text, string.Join('\n', with.Text.Split('\n').Where(line => !holdsKernels || !line.StartsWith("        // ", StringComparison.Ordinal))));
        }
    }

    [Fact]
    public void The_comment_above_a_kernel_is_its_notes_in_words()
    {
        string text = NetworkCompiler.Compile(Spec, new CompilerOptions(PrintsSchedules: true)).Files.Single(file => file.Name.EndsWith("Kernels512.g.cs", StringComparison.Ordinal)).Text;
        Assert.Contains(
            """
                    // TiledSchedule, 512-bit vectors, 32 registers: it reduces, and its vectors run along an axis of the result
                    // vectors: along unit (128), 16 lanes, 0.25 loads and stores for an element against along row 1.19, along channel 1.19, none 4
                    // operands: pool2 one number for all lanes, dense1Weight as it lies, dense1Bias as it lies
                    // tile: 8 rows of row × 3 vectors, 1072 turns of the multiply-add unit for a step of the sum against 8×2 1088, 4×4 1088, 4×5 1088
                    // blocks: channel by 256, since a tile's columns read 300 KB over all of it, more than 160 KB
                    // loops: (row > unit by 16; channelBlock by 256, 64 > (unit by 48 > row by 8, 1 > channel; row by 8, 1 > channel))
                    // shared out: batch items, in portions of 8
                    // held in registers: 24 × sum; 8 × pool2, 3 × dense1Weight in each turn
                    /// <summary>
            """.ReplaceLineEndings("\n"),
            text,
            StringComparison.Ordinal);
    }

    private static ScheduleNotes Notes(string kernel, Target target) => Scheduler.Schedule(
        NetworkCompiler.Plan(Spec).Programs.SelectMany(program => program.Kernels).First(candidate => candidate.Name == kernel),
        target).Notes;

    private static IEnumerable<ScheduleNotes> AllNotes(NetworkSpec spec, Target target) => NetworkCompiler.Plan(spec).Programs
        .SelectMany(program => program.Kernels)
        .Select(kernel => Scheduler.Schedule(kernel, target).Notes)
        .SelectMany(notes => notes.Stages.Prepend(notes));
}
