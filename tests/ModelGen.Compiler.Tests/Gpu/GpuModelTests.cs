using ModelGen.Compiler.Gpu;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Print.Gpu;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Gpu;

public sealed class GpuModelTests
{
    private const long Batch = 100;
    private const long SharedBytes = 48 * 1024;

    private static readonly GpuModel mnist = GpuModel.Of(NetworkCompiler.Plan(NetworkSource.MnistCnn()), GpuTarget.Default);

    [Fact]
    public void A_training_step_of_the_sample_is_at_most_fourteen_launches()
    {
        GpuProgram train = mnist.Programs.Single(program => program.Program.Name == "Train");
        Assert.InRange(train.Launches.Count + 1, 1, 14);
    }

    [Fact]
    public void Launches_take_the_operations_of_their_kernels()
    {
        foreach (GpuProgram program in mnist.Programs)
        {
            Assert.Equal(program.Program.Work.Sum(size => size.Evaluate(_ => Batch)), program.Launches.SelectMany(launch => launch.Work).Sum(size => size.Evaluate(_ => Batch)));
            Assert.All(program.Launches, launch => Assert.True(launch.Traffic.Sum(size => size.Evaluate(_ => Batch)) > 0, launch.Method.Name));
        }
    }

    [Fact]
    public void Every_kernel_has_a_layer()
    {
        Assert.Equal(mnist.Methods.Select(method => method.Name), mnist.Places.Select(place => place.Kernel));
        Assert.All(mnist.Methods, method => Assert.InRange(method.Call, 0, mnist.Model.Spec.Values.Count - 1));
    }

    [Fact]
    public void Groups_keep_to_what_every_device_has()
    {
        Assert.All(mnist.Methods, method =>
        {
            Assert.InRange(method.Kernel.Threads, 32, GpuTarget.Default.Threads);
            Assert.InRange(method.Kernel.Shared.Sum(array => array.Bytes.Constant), 0, SharedBytes);
        });
    }

    [Fact]
    public void Kernels_side_by_side_meet_in_no_memory_that_one_of_them_writes()
    {
        foreach (GpuProgram program in mnist.Programs)
        {
            foreach (IGrouping<int, FusedKernel> step in program.Program.Kernels.Select((kernel, place) => (kernel, place)).GroupBy(one => program.Program.Steps[one.place], one => one.kernel))
            {
                foreach (FusedKernel writer in step)
                {
                    foreach (FusedKernel other in step.Where(other => other != writer))
                        AssertApart(writer.Stages.SelectMany(stage => stage.Writes), other.Buffers);
                }
            }
        }
    }

    [Fact]
    public void A_step_reads_only_what_earlier_steps_wrote()
    {
        foreach (GpuProgram program in mnist.Programs)
        {
            var written = new Dictionary<Buffer, int>();
            for (int kernel = 0; kernel < program.Program.Kernels.Count; kernel++)
            {
                FusedKernel one = program.Program.Kernels[kernel];
                Buffer[] own = [.. one.Stages.SelectMany(stage => stage.Writes).Select(buffer => buffer.Base)];
                foreach (Buffer read in one.Stages.SelectMany(stage => stage.Reads).Select(buffer => buffer.Base).Except(own).Where(buffer => buffer.Place is BufferPlace.Arena or BufferPlace.Gradient))
                    Assert.InRange(written[read], 0, program.Program.Steps[kernel] - 1);
                foreach (Buffer buffer in own)
                    written[buffer] = program.Program.Steps[kernel];
            }
        }
    }

    [Fact]
    public void The_same_network_gives_the_same_text() =>
        Assert.Equal(GpuModelPrinter.Print(mnist), GpuModelPrinter.Print(GpuModel.Of(NetworkCompiler.Plan(NetworkSource.MnistCnn()), GpuTarget.Default)));

    [Fact]
    public void Files_for_a_GPU_come_only_where_they_are_asked_for()
    {
        string[] without = [.. NetworkCompiler.Compile(NetworkSource.MnistCnn()).Files.Select(file => file.Name)];
        string[] with = [.. NetworkCompiler.Compile(NetworkSource.MnistCnn(), new CompilerOptions(ForGpu: true)).Files.Select(file => file.Name)];
        Assert.Equal(["App.MnistCnn.Gpu.g.cs", "App.MnistCnn.GpuKernels.g.cs"], with.Except(without).Order(StringComparer.Ordinal));
    }

    private static void AssertApart(IEnumerable<Buffer> written, IEnumerable<Buffer> used)
    {
        foreach (Buffer one in written.Where(buffer => buffer.Base.Place == BufferPlace.Arena))
        {
            (long begin, long end) = RangeOf(one);
            Assert.All(used.Where(buffer => buffer.Base.Place == BufferPlace.Arena), other =>
            {
                (long otherBegin, long otherEnd) = RangeOf(other);
                Assert.True(end <= otherBegin || otherEnd <= begin, $"{one.Name} and {other.Name} meet.");
            });
        }
    }

    private static (long Begin, long End) RangeOf(Buffer buffer)
    {
        long begin = mnist.Arena.OffsetOf(buffer).Sum(offset => offset.Evaluate(_ => Batch));
        return (begin, begin + buffer.Base.Bytes.Evaluate(_ => Batch));
    }
}
