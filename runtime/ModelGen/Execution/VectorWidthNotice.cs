using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Text;

namespace ModelGen.Runtime;

/// <summary>
/// Says, once, at the first network, when the program was compiled ahead of time for an older processor than it runs on: its vectors are then
/// emulated, and training can be hundreds of times slower. The AppContext switch <c>ModelGen.VectorWidthNotice</c> set to false silences it.
/// </summary>
internal static class VectorWidthNotice
{
    public const string Switch = "ModelGen.VectorWidthNotice";

    private static int written;

    public static void WriteOnce()
    {
        if (Interlocked.Exchange(ref written, 1) != 0 || (AppContext.TryGetSwitch(Switch, out bool enabled) && !enabled))
            return;
        if (Decide(RuntimeFeature.IsDynamicCodeSupported, ProcessorBits(), ProgramBits()) is { } notice)
            Console.Error.WriteLine(notice);
    }

    /// <summary>The sentence to write, or null where there is nothing to say.</summary>
    /// <param name="compiledAtRunTime">Whether a JIT compiles the program: it knows the processor it runs on.</param>
    /// <param name="processorBits">The widest vectors worth using on this processor.</param>
    /// <param name="programBits">The widest vectors the program was compiled for.</param>
    public static string? Decide(bool compiledAtRunTime, int processorBits, int programBits)
    {
        if (compiledAtRunTime || programBits >= processorBits)
            return null;
        string level = processorBits == 512 ? "x86-64-v4" : "x86-64-v3";
        return $"ModelGen: this program was compiled without the {processorBits}-bit vectors of this processor and runs many times slower than it could; " +
            $"publish it with <IlcInstructionSet>native</IlcInstructionSet> or <IlcInstructionSet>{level}</IlcInstructionSet> in the project.";
    }

    /// <summary>The widest vectors worth using on a processor, from what CPUID says of it; 128 where it says too little.</summary>
    /// <param name="leaf">CPUID: leaf and subleaf to eax, ebx, ecx and edx.</param>
    public static int ProcessorBits(Func<int, int, (int Eax, int Ebx, int Ecx, int Edx)> leaf)
    {
        const int fma = 1 << 12;
        const int osSavesVectors = 1 << 27;
        const int avx = 1 << 28;
        const int avx2 = 1 << 5;
        const int avx512 = (1 << 16) | (1 << 17) | (1 << 28) | (1 << 30) | (1 << 31); // F, DQ, CD, BW, VL

        (int highest, int ebx, int ecx, int edx) = leaf(0, 0);
        if (highest < 7)
            return 128;
        (int signature, _, int features, _) = leaf(1, 0);
        (_, int extended, _, _) = leaf(7, 0);
        if ((features & (fma | osSavesVectors | avx)) != (fma | osSavesVectors | avx) || (extended & avx2) == 0)
            return 128;
        return (extended & avx512) == avx512 && !SlowsDownAt512(Vendor(ebx, edx, ecx), signature) ? 512 : 256;
    }

    /// <summary>Skylake, Cascade Lake, Cooper Lake and Cannon Lake lower their clock for 512-bit vectors; .NET uses 256 bits there, and so does this.</summary>
    private static bool SlowsDownAt512(string vendor, int signature)
    {
        int family = (signature >> 8) & 0xF;
        int model = ((signature >> 4) & 0xF) | ((signature >> 12) & 0xF0);
        return vendor == "GenuineIntel" && family == 6 && model is 0x55 or 0x66;
    }

    private static string Vendor(int ebx, int edx, int ecx)
    {
        Span<int> registers = [ebx, edx, ecx];
        return Encoding.ASCII.GetString(System.Runtime.InteropServices.MemoryMarshal.AsBytes(registers));
    }

    // Where there is no CPUID to ask, the program's own width is all that is known, and nothing is said.
    private static int ProcessorBits() => X86Base.IsSupported ? ProcessorBits(X86Base.CpuId) : ProgramBits();

    private static int ProgramBits() =>
        Vector512.IsHardwareAccelerated ? 512 : Vector256.IsHardwareAccelerated ? 256 : 128;
}
