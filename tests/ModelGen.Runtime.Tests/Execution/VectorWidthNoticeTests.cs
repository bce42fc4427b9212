using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGen.Runtime.Tests;

public sealed class VectorWidthNoticeTests
{
    private const int Avx2 = 1 << 5;
    private const int Avx512 = (1 << 16) | (1 << 17) | (1 << 28) | (1 << 30) | (1 << 31);
    private const int FmaAvxAndSaving = (1 << 12) | (1 << 27) | (1 << 28);

    [Theory]
    [InlineData(512, 128, "512-bit", "x86-64-v4")]
    [InlineData(512, 256, "512-bit", "x86-64-v4")]
    [InlineData(256, 128, "256-bit", "x86-64-v3")]
    public void A_program_compiled_for_less_says_what_to_set(int processor, int program, string width, string level)
    {
        string notice = VectorWidthNotice.Decide(compiledAtRunTime: false, processor, program)!;
        Assert.Contains(width, notice);
        Assert.Contains("<IlcInstructionSet>native</IlcInstructionSet>", notice);
        Assert.Contains($"<IlcInstructionSet>{level}</IlcInstructionSet>", notice);
        Assert.DoesNotContain('\n', notice);
        Assert.Null(VectorWidthNotice.Decide(compiledAtRunTime: true, processor, program));
    }

    [Theory]
    [InlineData(512, 512)]
    [InlineData(256, 256)]
    [InlineData(128, 128)]
    [InlineData(256, 512)]
    public void A_program_with_the_processors_width_says_nothing(int processor, int program) =>
        Assert.Null(VectorWidthNotice.Decide(compiledAtRunTime: false, processor, program));

    [Theory]
    [InlineData("AuthenticAMD", 0xA60F12, 7, FmaAvxAndSaving, Avx2 | Avx512, 512)] // Zen 4
    [InlineData("GenuineIntel", 0x806F8, 7, FmaAvxAndSaving, Avx2 | Avx512, 512)] // Sapphire Rapids
    [InlineData("GenuineIntel", 0x50654, 7, FmaAvxAndSaving, Avx2 | Avx512, 256)] // Skylake-SP: .NET prefers 256 bits
    [InlineData("GenuineIntel", 0x60663, 7, FmaAvxAndSaving, Avx2 | Avx512, 256)] // Cannon Lake
    [InlineData("GenuineIntel", 0x306C3, 7, FmaAvxAndSaving, Avx2, 256)] // Haswell
    [InlineData("GenuineIntel", 0x306C3, 7, FmaAvxAndSaving, Avx2 | (1 << 16), 256)] // AVX-512F alone
    [InlineData("GenuineIntel", 0x306A9, 7, 1 << 28, 0, 128)] // Ivy Bridge: AVX alone
    [InlineData("AuthenticAMD", 0xA60F12, 7, (1 << 12) | (1 << 28), Avx2 | Avx512, 128)] // the system does not save wide vectors
    [InlineData("GenuineIntel", 0x206A7, 6, FmaAvxAndSaving, Avx2, 128)] // no leaf 7
    public void Reads_the_width_from_CPUID(string vendor, int signature, int highest, int features, int extended, int expected)
    {
        int[] name = [.. new[] { 0, 4, 8 }.Select(start => BitConverter.ToInt32(System.Text.Encoding.ASCII.GetBytes(vendor), start))];
        int bits = VectorWidthNotice.ProcessorBits((leaf, _) => leaf switch
        {
            0 => (highest, name[0], name[2], name[1]),
            1 => (signature, 0, features, 0),
            7 when highest >= 7 => (0, extended, 0, 0),
            _ => throw new InvalidOperationException($"Leaf {leaf} does not exist."),
        });
        Assert.Equal(expected, bits);
    }

    [Fact]
    public void Agrees_with_the_JIT_about_this_machine()
    {
        Assert.SkipUnless(X86Base.IsSupported, "CPUID is of x86.");
        Assert.SkipWhen(Environment.GetEnvironmentVariables().Keys.Cast<string>().Any(name => name.StartsWith("DOTNET_Enable", StringComparison.Ordinal)), "The JIT is told to use less than the machine has.");
        int jit = Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
        Assert.Equal(jit, VectorWidthNotice.ProcessorBits(X86Base.CpuId));
    }
}
