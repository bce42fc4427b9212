using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Plan;

public class ArenaPlanTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(128)]
    public void Buffers_that_live_at_the_same_time_share_no_byte(long batch)
    {
        NetworkModel model = NetworkCompiler.Plan(NetworkSource.MnistCnn());
        long arena = model.Arena.Regions.Sum(region => region.Evaluate(_ => batch));
        foreach (NetworkProgram program in model.Programs)
        {
            (Buffer Buffer, long Begin, long End, int First, int Last)[] places = program.Lifetimes().Select(life => (
                life.Buffer,
                Begin: Offset(model, life.Buffer, batch),
                End: Offset(model, life.Buffer, batch) + (life.Buffer.Shape.Elements.Evaluate(_ => batch) * (life.Buffer.Type == Spec.ElementType.UInt8 ? 1 : 4)),
                life.First,
                life.Last)).ToArray();
            Assert.All(places, place => Assert.True(place.Begin % 64 == 0 && place.End <= arena));
            for (int i = 0; i < places.Length; i++)
            {
                for (int j = 0; j < i; j++)
                {
                    bool together = places[i].First <= places[j].Last && places[j].First <= places[i].Last;
                    bool same = places[i].Begin == places[j].Begin && places[i].End == places[j].End;
                    if (same && (program.MayOverwrite(places[j].First, places[i].Buffer, places[j].Buffer) && places[i].Last == places[j].First || program.MayOverwrite(places[i].First, places[j].Buffer, places[i].Buffer) && places[j].Last == places[i].First))
                        continue;
                    Assert.False(together && places[i].Begin < places[j].End && places[j].Begin < places[i].End, $"{program.Name}: buffers {i} and {j} overlap");
                }
            }
        }
    }

    [Fact]
    public void Memory_is_reused()
    {
        NetworkModel model = NetworkCompiler.Plan(NetworkSource.MnistCnn());
        NetworkProgram train = model.Programs.Single(program => program.Name == "Train");
        long apart = train.Lifetimes().Sum(life => life.Buffer.Shape.Elements.Evaluate(_ => 128) * 4);
        long arena = model.Arena.Regions.Sum(region => region.Evaluate(_ => 128));
        Assert.True(arena < apart * 0.75);

        // What lives at the same time, elementwise results apart from what they are computed from: taking that over needs less.
        long Bytes(Lifetime life) => ArenaPlan.BytesOf(life.Buffer) * (life.Buffer.Shape.Elements.IsConstant ? 1 : 128);
        Assert.True(arena < Enumerable.Range(0, train.Kernels.Count + 1).Max(kernel => train.Lifetimes().Where(life => life.First <= kernel && kernel <= life.Last).Sum(Bytes)));
    }

    [Fact]
    public void Convolution_bias_activation_and_pool_are_one_kernel()
    {
        NetworkModel model = NetworkCompiler.Plan(NetworkSource.MnistCnn());
        Assert.Equal(
            ["Conv1Relu1Pool1", "Conv2Relu2Pool2", "Dense1Relu3", "Output"],
            model.Programs.Single(program => program.Name == "Predict").Kernels.Select(kernel => kernel.Name));
        Assert.Contains(model.Programs.Single(program => program.Name == "Train").Kernels, kernel => kernel.Name == "CrossEntropy1WithGradient");
    }

    private static long Offset(NetworkModel model, Buffer buffer, long batch) => model.Arena.OffsetOf(buffer).Sum(size => size.Evaluate(_ => batch));
}
