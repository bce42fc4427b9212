using System.Numerics;
using System.Runtime.InteropServices;

namespace ModelGen.CudaStandIn.Execution;

/// <summary>
/// What the threads of a group share, and who read and wrote it since the last barrier: what a thread writes no other may read or write before the next one. Threads of a warp are no exception,
/// for kernels are not to know how wide warps are.
/// </summary>
internal sealed unsafe class SharedMemory : IDisposable
{
    private const byte Rubbish = 0xCC;
    private const ushort Several = ushort.MaxValue;
    private const ushort LongAgo = 1;

    private readonly int granuleBits;
    private readonly Mark[] marks;
    private ushort interval;

    /// <param name="bytes">How much there is.</param>
    /// <param name="granule">The size that reads and writes are told apart at, a power of two.</param>
    public SharedMemory(int bytes, int granule)
    {
        Length = bytes;
        granuleBits = BitOperations.Log2((uint)granule);
        marks = new Mark[(bytes + granule - 1) >> granuleBits];
        Start = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(bytes, 1), Warp.RegisterAlignment);
    }

    /// <summary>How many bytes there are.</summary>
    public int Length { get; }

    /// <summary>Where they lie.</summary>
    public byte* Start { get; }

    /// <summary>Nobody has written anything.</summary>
    public void Begin()
    {
        new Span<byte>(Start, Length).Fill(Rubbish);
        Array.Clear(marks);
        interval = LongAgo + 1;
    }

    /// <summary>All threads have waited for each other.</summary>
    public void NextInterval()
    {
        if (++interval != Several)
            return;
        interval = LongAgo + 1;
        foreach (ref Mark mark in marks.AsSpan())
            mark = new Mark { Written = Math.Min(mark.Written, LongAgo) };
    }

    /// <summary>Notes a read or a write; whether it may be.</summary>
    public bool TryTouch(int offset, int bytes, int thread, bool writes)
    {
        int end = (offset + bytes - 1) >> granuleBits;
        for (int place = offset >> granuleBits; place <= end; place++)
        {
            ref Mark mark = ref marks[place];
            if (mark.Written == interval && mark.Writer != thread)
                return false;
            if (writes)
            {
                if (mark.WasRead == interval && mark.Reader != thread)
                    return false;
                (mark.Writer, mark.Written) = ((ushort)thread, interval);
                continue;
            }

            if (mark.Written == 0)
                return false;
            mark.Reader = mark.WasRead == interval && mark.Reader != thread ? Several : (ushort)thread;
            mark.WasRead = interval;
        }

        return true;
    }

    /// <summary>Why a read or a write may not be.</summary>
    public string Describe(int offset, int bytes, int thread, bool writes)
    {
        int end = (offset + bytes - 1) >> granuleBits;
        for (int place = offset >> granuleBits; place <= end; place++)
        {
            Mark mark = marks[place];
            if (mark.Written == interval && mark.Writer != thread)
                return $"which thread {mark.Writer} writes too, with no barrier between";
            if (writes && mark.WasRead == interval && mark.Reader != thread)
                return $"which {(mark.Reader == Several ? "several threads read" : $"thread {mark.Reader} reads")}, with no barrier between";
            if (!writes && mark.Written == 0)
                return "which no thread has written";
        }

        throw new InvalidOperationException("There is nothing wrong with it.");
    }

    /// <inheritdoc/>
    public void Dispose() => NativeMemory.AlignedFree(Start);

    // Who wrote it and who read it last, and between which barriers; 0 where nobody did.
    private struct Mark
    {
        public ushort Writer;
        public ushort Written;
        public ushort Reader;
        public ushort WasRead;
    }
}
