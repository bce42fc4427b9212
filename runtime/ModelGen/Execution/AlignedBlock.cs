using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>
/// Zeroed native memory at a 64-byte boundary, in large pages where it is large and the system has them. Freed by Dispose, or by the finaliser of the handle when forgotten. Pages cost memory only once they
/// are touched, so that the gradients of a network that only predicts are free.
/// </summary>
internal sealed unsafe class AlignedBlock : SafeHandle
{
    private const int Alignment = 64;

    public AlignedBlock(long bytes, string purpose)
        : base(0, ownsHandle: true)
    {
        Bytes = bytes;
        int alignment = LargePages.AreWorthIt(bytes) ? LargePages.Size : Alignment;
        try
        {
            SetHandle((nint)NativeMemory.AllocZeroed(checked((nuint)bytes + (nuint)alignment)));
        }
        catch (OutOfMemoryException)
        {
            throw new OutOfMemoryException($"{purpose} needs {bytes:N0} bytes, which the machine does not have; a smaller batch needs less.");
        }

        Start = (byte*)((handle + alignment - 1) & -alignment);
        if (alignment == LargePages.Size)
            LargePages.AskFor(Start, bytes);
        // The garbage collector sees a few bytes; this tells it what a forgotten network really holds.
        if (bytes > 0)
            GC.AddMemoryPressure(bytes);
    }

    public long Bytes { get; }

    public byte* Start { get; }

    public ref float Float(long offset) => ref ((float*)Start)[offset];

    public override bool IsInvalid => handle == 0;

    protected override bool ReleaseHandle()
    {
        NativeMemory.Free((void*)handle);
        if (Bytes > 0)
            GC.RemoveMemoryPressure(Bytes);
        return true;
    }
}
