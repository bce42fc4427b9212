using System.Diagnostics;
using System.Globalization;
using System.Runtime.Intrinsics;
using System.Text.RegularExpressions;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// The golden tests, dropout's and those of large batches again on the code for narrower vectors than this machine has: each width in a process of its own, since the width is settled
/// when a process starts.
/// </summary>
public sealed class VectorWidthTests
{
    // Tells the started process which width it must find.
    private const string ExpectedBits = "MODELGEN_TESTS_VECTOR_BITS";

    [Fact]
    public void The_width_is_the_one_asked_for()
    {
        string? expected = Environment.GetEnvironmentVariable(ExpectedBits);
        Assert.SkipWhen(expected is null, "Only a process started by these tests is asked for a width.");
        int widest = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        Assert.Equal(expected, widest.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("256", "DOTNET_EnableAVX512")]
    [InlineData("128", "DOTNET_EnableAVX2")]
    public async Task Narrower_vectors_agree(string bits, string switchedOff)
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable(ExpectedBits) is not null, "This process has its width already.");
        Assert.SkipUnless(
            bits == "256" ? Vector512.IsHardwareAccelerated : Vector256.IsHardwareAccelerated,
            "This machine has no wider vectors to do without.");
        ProcessStartInfo start = new("dotnet")
        {
            ArgumentList = { "exec", typeof(VectorWidthTests).Assembly.Location, "-class", typeof(GoldenTests).FullName!, "-class", typeof(DropoutTests).FullName!, "-class", typeof(BatchPartsTests).FullName!, "-class", typeof(VectorWidthTests).FullName! },
            Environment = { [switchedOff] = "0", [ExpectedBits] = bits },
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using Process process = Process.Start(start)!;
        Task<string> errors = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        string output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.True(process.ExitCode == 0, output + await errors);

        // All of them ran: the classes' tests, less this one's two cases.
        string total = Regex.Match(output, @"Total: (\d+), Errors: 0, Failed: 0, Skipped: 2,").Groups[1].Value;
        Assert.Equal(GoldenTests.Cases.Count + DropoutTests.Count + BatchPartsTests.Count + 4, int.Parse(total, CultureInfo.InvariantCulture));
    }
}
