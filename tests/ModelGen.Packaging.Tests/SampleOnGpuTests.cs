using System.Globalization;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ModelGen.Packaging.Tests;

/// <summary>The published MNIST sample on a GPU: on the library that stands in for the driver and interprets kernels, and on the driver that the machine has or that <c>MODELGEN_CUDA_DRIVER</c> names.</summary>
public sealed class SampleOnGpuTests(PublishedSample sample, PublishedStandIn standIn) : IDisposable
{
    private const string DriverVariable = "MODELGEN_CUDA_DRIVER";

    // A step of the optimiser moves a parameter by up to a thousandth, so that what is computed wrongly is further apart.
    private const float Bound = 1e-5f;
    private static readonly TimeSpan limit = TimeSpan.FromMinutes(1);
    private static readonly string[] twoSteps =
        ["--dataset", "digits", "--train-samples", "8", "--test-samples", "1", "--batch", "4", "--epochs", "1", "--seed", "3", "--threads", "1", "--learning-rate", "0.001"];

    private static readonly string[] onGpu = [.. twoSteps, "--device", "cuda", "--out", "gpu.safetensors"];

    private readonly TemporaryFolder work = new();

    public void Dispose() => work.Dispose();

    [Fact]
    public async Task Two_steps_give_what_the_processor_gives()
    {
        Linker.OrSkip();
        var environment = new Dictionary<string, string> { [DriverVariable] = await standIn.Library() };
        await AssertIsTheProcessors((await sample.Run(work, onGpu, environment, Timeout.InfiniteTimeSpan))!);
    }

    [Fact]
    public async Task Of_two_devices_the_second_is_taken_and_a_third_is_not_there()
    {
        Linker.OrSkip();
        var environment = new Dictionary<string, string> { [DriverVariable] = await standIn.Library(), ["MODELGEN_STANDIN_DEVICES"] = "2" };
        await AssertIsTheProcessors((await sample.Run(work, [.. twoSteps, "--device", "cuda:1", "--out", "gpu.safetensors"], environment, Timeout.InfiniteTimeSpan))!);

        Command third = (await sample.Run(work, [.. twoSteps, "--device", "cuda:2"], environment, Timeout.InfiniteTimeSpan))!;
        Assert.Equal((2, "There is no CUDA device 2: the NVIDIA driver reports 2, counted from 0.\n", ""), (third.ExitCode, third.Error, third.Output));
        Command wrong = await sample.Run(work, "--device", "cuda:x");
        Assert.Equal(2, wrong.ExitCode);
        Assert.StartsWith("--device takes cpu, cuda or opencl, or one of several GPUs as cuda:1, not 'cuda:x'.", wrong.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_steps_on_the_driver_that_is_there_give_it_too()
    {
        Command? run = await sample.Run(work, onGpu, new Dictionary<string, string>(), limit);
        Assert.SkipWhen(run is null, $"The driver takes more than a minute for two steps: it interprets the kernels, and slowly.");
        Assert.SkipWhen(run!.ExitCode == 2 && run.Error.StartsWith("There is no NVIDIA driver", StringComparison.Ordinal), run.Error);
        await AssertIsTheProcessors(run);
    }

    [Fact]
    public async Task A_machine_without_a_driver_gets_one_sentence_and_exit_code_2()
    {
        var environment = new Dictionary<string, string> { [DriverVariable] = work.File("missing.so") };
        Command run = (await sample.Run(work, [.. twoSteps, "--device", "cuda"], environment, limit))!;
        Assert.Equal(
            (2, $"There is no NVIDIA driver on this machine ({work.File("missing.so")} not found): run on the processor, or install the driver; no CUDA toolkit is needed.\n", ""),
            (run.ExitCode, run.Error, run.Output));
    }

    [Fact]
    public async Task OpenCL_is_not_for_a_program_compiled_ahead_of_time()
    {
        Command run = await sample.Run(work, [.. twoSteps, "--device", "opencl"]);
        Assert.Equal(
            (2, "Kernels for OpenCL are compiled while the program runs, and this program was compiled ahead of time: run it with dotnet run, or on cuda or cpu.\n", ""),
            (run.ExitCode, run.Error, run.Output));
    }

    private async Task AssertIsTheProcessors(Command run)
    {
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Command onCpu = await sample.Run(work, [.. twoSteps, "--out", "cpu.safetensors"]);
        Assert.Equal((0, ""), (onCpu.ExitCode, onCpu.Error));
        Assert.Equal(Loss(onCpu), Loss(run), 1e-4);

        Dictionary<string, float[]> expected = Weights("cpu.safetensors"), actual = Weights("gpu.safetensors");
        Assert.Equal(expected.Keys, actual.Keys);
        foreach ((string name, float[] values) in expected)
        {
            Assert.Equal(values.Length, actual[name].Length);
            Assert.InRange(values.Zip(actual[name], (one, other) => MathF.Abs(one - other)).Max(), 0, Bound);
        }
    }

    // "epoch 1/1: loss 2.2469, accuracy …"
    private static double Loss(Command run) =>
        double.Parse(run.Lines.Single(line => line.StartsWith("epoch 1/1: loss ", StringComparison.Ordinal)).Split([' ', ','])[3], CultureInfo.InvariantCulture);

    // A safetensors file: the length of its header, the header as JSON, the values.
    private Dictionary<string, float[]> Weights(string name)
    {
        byte[] file = File.ReadAllBytes(work.File(name));
        int header = checked((int)BitConverter.ToInt64(file));
        using JsonDocument document = JsonDocument.Parse(file.AsMemory(sizeof(long), header));
        return document.RootElement.EnumerateObject().Where(entry => entry.Name != "__metadata__").ToDictionary(entry => entry.Name, entry =>
        {
            int[] ends = [.. entry.Value.GetProperty("data_offsets").EnumerateArray().Select(end => end.GetInt32())];
            return MemoryMarshal.Cast<byte, float>(file.AsSpan(sizeof(long) + header)[ends[0]..ends[1]]).ToArray();
        });
    }
}
