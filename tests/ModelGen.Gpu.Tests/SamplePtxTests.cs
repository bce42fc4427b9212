using System.Diagnostics;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using ModelGen.Compiler.Gpu;
using ModelGen.Compiler.Plan;
using ModelGen.CudaStandIn.Ptx;
using ModelGen.Generator.Tests.Harness;
using ModelGen.Gpu.Tests.Harness;
using ModelGen.Ptx;

namespace ModelGen.Gpu.Tests;

/// <summary>
/// The PTX of every sample's networks: that it is what it was, by size and hash, as kept under <c>Snapshots/</c>. With <c>MODELGEN_UPDATE_SNAPSHOTS=1</c> in the environment the files are
/// written instead. Where the toolkit's assembler is on the path it must take the PTX too; what it says of registers and spills stands in the test's output.
/// </summary>
public sealed class SamplePtxTests
{
    public static TheoryData<string> Samples => ["CharGpt", "ImageClassifier", "KerasCnn", "Mnist", "ResNet", "ScanRnn", "TheanoCnn", "TheanoMlp", "TorchCnn"];

    [Theory]
    [MemberData(nameof(Samples))]
    public void It_is_what_it_was(string sample)
    {
        var lines = new StringBuilder();
        foreach ((string network, int kernels, int architecture, string text) in Modules(sample))
        {
            // What the tests' interpreter does not know it refuses here.
            Assert.Equal(kernels, ModuleParser.Parse(text).Kernels.Count);
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            lines.Append(CultureInfo.InvariantCulture, $"{network} sm_{architecture}: {kernels} kernels, {bytes.Length} bytes, SHA-256 {Convert.ToHexStringLower(SHA256.HashData(bytes))}\n");
        }

        string file = Path.Combine(RepositoryRoot.Path, "tests", "ModelGen.Gpu.Tests", "Snapshots", sample + ".txt");
        if (Environment.GetEnvironmentVariable("MODELGEN_UPDATE_SNAPSHOTS") == "1")
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            File.WriteAllText(file, lines.ToString());
        }

        Assert.True(
            File.Exists(file) && File.ReadAllText(file) == lines.ToString(),
            $"The PTX of {sample} is not what it was:\n{lines}Where the change is wanted, run the tests once with MODELGEN_UPDATE_SNAPSHOTS=1 and commit the files.");
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public void The_assembler_takes_it_and_says_what_registers_it_uses(string sample)
    {
        string? assembler = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "ptxas")).FirstOrDefault(File.Exists);
        Assert.SkipWhen(assembler is null, "There is no ptxas on the path.");
        foreach ((string network, _, int architecture, string text) in Modules(sample))
        {
            string file = Path.GetTempFileName();
            File.WriteAllText(file, text);
            var start = new ProcessStartInfo(assembler!, ["-v", $"-arch=sm_{architecture}", file, "-o", file + ".cubin"]) { RedirectStandardError = true };
            using Process process = Process.Start(start)!;
            string said = process.StandardError.ReadToEnd();
            process.WaitForExit();
            File.Delete(file);
            File.Delete(file + ".cubin");
            Assert.True(process.ExitCode == 0, $"{network}: {said}");
            TestContext.Current.TestOutputHelper!.WriteLine($"{network}\n{said}");
        }
    }

    private static IEnumerable<(string Network, int Kernels, int Architecture, string Text)> Modules(string sample)
    {
        string[] files = [.. Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "samples", sample), "*.cs").Where(file => Path.GetFileName(file) != "Program.cs").Order(StringComparer.Ordinal)];
        foreach ((string network, NetworkModel model) in NetworkSources.Models(files).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            var kernels = new CompiledKernels(GpuModel.Of(model, GpuTarget.Default));
            foreach ((int architecture, string text) in PtxCompiler.Modules(kernels.Type))
                yield return (network, kernels.Model.Methods.Count, architecture, text);
        }
    }
}
