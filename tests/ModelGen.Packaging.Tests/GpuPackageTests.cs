using System.IO.Compression;
using System.Runtime.InteropServices;

namespace ModelGen.Packaging.Tests;

/// <summary>The package for GPUs in a project of its own: kernels are embedded, and the program asks a driver for nothing until it is told to.</summary>
public sealed class GpuPackageTests(PackageFeed feed, PublishedStandIn standIn) : IDisposable
{
    private const string DriverVariable = "MODELGEN_CUDA_DRIVER";
    private const long LargestExecutable = 8_000_000;

    private readonly TemporaryFolder project = new();

    public void Dispose() => project.Dispose();

    [Fact]
    public void The_package_holds_the_runtime_the_build_step_and_its_tool()
    {
        using ZipArchive package = ZipFile.OpenRead(feed.GpuPackage);
        string[] content = [.. package.Entries.Select(entry => entry.FullName).Where(name => name.Contains('/') && !name.StartsWith('_') && !name.StartsWith("package/"))];
        Assert.Equal(
            [
                "build/ModelGen.Gpu.targets",
                "buildTransitive/ModelGen.Gpu.targets",
                "lib/net10.0/ModelGen.Gpu.dll",
                "lib/net10.0/ModelGen.Gpu.xml",
                "tools/ILGPU.dll",
                "tools/ModelGen.Ptx.deps.json",
                "tools/ModelGen.Ptx.dll",
                "tools/ModelGen.Ptx.runtimeconfig.json",
            ],
            content.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_network_trains_on_a_device_from_a_small_executable_and_without_one_the_program_says_so()
    {
        feed.WriteProject(project, forGpu: true);
        project.Write("Program.cs", """
            using ModelGen;

            using SmallCnn onCpu = new(seed: 1, threads: 1), onGpu = new(seed: 1, threads: 1);
            try
            {
                onGpu.To(Device.Cuda());
            }
            catch (DeviceException exception)
            {
                Console.Error.WriteLine(exception.Message);
                return 2;
            }

            Adam cpuOptimizer = new(0.01f), gpuOptimizer = new(0.01f);
            float[] image = [.. Enumerable.Range(0, 4 * 64).Select(i => MathF.Sin(i))];
            int[] label = [0, 1, 2, 1];
            for (int step = 0; step < 2; step++)
            {
                float difference = MathF.Abs(onCpu.TrainStep(image, label, cpuOptimizer) - onGpu.TrainStep(image, label, gpuOptimizer));
                Console.WriteLine(difference < 1e-4f ? "the same" : $"{difference} apart");
            }

            return 0;

            [Network]
            public partial class SmallCnn
            {
                static Tensor Forward([Shape("batch", 1, 8, 8)] Tensor image) => image.Conv2D(4, kernel: 3).Relu().MaxPool2D(2).Flatten().Dense(3);

                static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
            }
            """);
        Command build = await Command.Dotnet(project.Path, "build", "-c", "Release", "-tl:off");
        Assert.Contains("0 Warning(s)", build.Output);
        Assert.Single(Directory.EnumerateFiles(project.File("obj"), "SmallCnn.Kernels512.g.cs", SearchOption.AllDirectories));
        await Check("dotnet", "bin/Release/net10.0/Small.dll");

        // What has not changed is not compiled again.
        string stamp = project.File("obj/Release/net10.0/ptx/kernels.stamp");
        DateTime compiled = File.GetLastWriteTimeUtc(stamp);
        await Command.Dotnet(project.Path, "build", "-c", "Release", "-tl:off");
        Assert.Equal(compiled, File.GetLastWriteTimeUtc(stamp));

        Linker.OrSkip();
        await Command.Dotnet(project.Path, "publish", "-c", "Release", "-r", RuntimeInformation.RuntimeIdentifier, "-o", project.File("published"), "-warnaserror");
        string executable = project.File(OperatingSystem.IsWindows() ? "published/Small.exe" : "published/Small");
        Assert.InRange(new FileInfo(executable).Length, 1, LargestExecutable);
        await Check(executable);
    }

    // On the driver that is named, on the one that stands in for it, or, where nothing can be linked, on the machine's or none.
    private async Task Check(string program, params string[] arguments)
    {
        bool isNamed = Environment.GetEnvironmentVariable(DriverVariable) is { Length: > 0 };
        var environment = new Dictionary<string, string>();
        if (!isNamed && Linker.IsThere())
            environment[DriverVariable] = await standIn.Library();
        Command run = (await Command.Run(program, project.Path, arguments, environment, Timeout.InfiniteTimeSpan))!;
        if (run.ExitCode == 2 && !isNamed && environment.Count == 0)
        {
            Assert.Contains("driver", Assert.Single(run.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries)));
            return;
        }

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(["the same", "the same"], run.Lines);
    }
}
