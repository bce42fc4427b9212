using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>
/// Asks Linux for pages of 2 MB: most systems give them only to who asks. A training step goes through all of its memory, and looking up thousands of pages of 4 KB on the way costs a few
/// hundredths of its time. A system that has no large pages, or none left, gives small ones, and nothing else is different.
/// </summary>
internal static unsafe class LargePages
{
    /// <summary>The bytes of a page, at a multiple of which memory must begin.</summary>
    public const int Size = 2 * 1024 * 1024;

    // A part of a page at the end is as good as lost.
    private const long FewestPages = 4;

    // Linux's number for MADV_HUGEPAGE.
    private const int HugePages = 14;

    private static readonly delegate* unmanaged<void*, nuint, int, int> advise = Find();

    /// <summary>Whether memory is large enough for them.</summary>
    public static bool AreWorthIt(long bytes) => advise is not null && bytes >= FewestPages * Size;

    /// <summary>Asks for large pages for memory that nobody has touched yet.</summary>
    /// <param name="start">Where it begins, at a multiple of <see cref="Size"/>.</param>
    /// <param name="bytes">How long it is.</param>
    public static void AskFor(byte* start, long bytes) => _ = advise(start, (nuint)bytes, HugePages);

    // The C library is a part of every program; where it lacks the call, nobody asks.
    private static delegate* unmanaged<void*, nuint, int, int> Find() =>
        OperatingSystem.IsLinux() && NativeLibrary.TryGetExport(NativeLibrary.GetMainProgramHandle(), "madvise", out nint address)
            ? (delegate* unmanaged<void*, nuint, int, int>)address
            : null;
}
