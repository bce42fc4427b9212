using System.Runtime.InteropServices;

namespace ModelGen.CudaStandIn.Execution;

/// <summary>A block of memory that kernels can reach.</summary>
internal sealed unsafe class Allocation : IDisposable
{
    // No number, for what reads it as one.
    private const byte Rubbish = 0xFF;
    private const int Alignment = 512;
    private const byte Written = 1;
    private const uint AllOfWordWritten = 0x0101_0101;

    // A byte for each of the block's, for groups that write side by side would lose bits; none where the host writes by itself.
    private readonly byte* written;

    /// <param name="bytes">How large it is.</param>
    /// <param name="address">Where kernels find it; null where that is the same place as for the host.</param>
    public Allocation(ulong bytes, ulong? address)
    {
        Bytes = bytes;
        Host = (byte*)NativeMemory.AlignedAlloc((nuint)bytes, Alignment);
        Address = address ?? (ulong)Host;
        NativeMemory.Fill(Host, (nuint)bytes, Rubbish);
        Owners = new WordOwners(bytes);
        if (address is not null)
            written = (byte*)NativeMemory.AllocZeroed((nuint)bytes);
    }

    private Allocation() => Owners = new WordOwners(0);

    /// <summary>A block in which nothing lies.</summary>
    public static Allocation None { get; } = new();

    /// <summary>Where kernels find it.</summary>
    public ulong Address { get; }

    /// <summary>How large it is; 0 once it is freed.</summary>
    public ulong Bytes { get; private set; }

    /// <summary>Where it lies.</summary>
    public byte* Host { get; }

    /// <summary>Which groups read and wrote what.</summary>
    public WordOwners Owners { get; }

    /// <summary>Whether bytes at an address lie in here.</summary>
    public bool Holds(ulong address, ulong count)
    {
        ulong at = address - Address;
        return at < Bytes && Bytes - at >= count;
    }

    /// <summary>Whether bytes have been written since it was allocated.</summary>
    public bool IsWritten(ulong offset, int count) =>
        written == null || (count == sizeof(uint) ? *(uint*)(written + offset) == AllOfWordWritten : !new ReadOnlySpan<byte>(written + offset, count).Contains((byte)0));

    /// <summary>Notes that bytes are written.</summary>
    public void Write(ulong offset, ulong count)
    {
        if (written != null)
            NativeMemory.Fill(written + offset, (nuint)count, Written);
    }

    /// <summary>Notes that bytes are copied here: what was not written there is not here either.</summary>
    public void WriteCopy(ulong offset, Allocation source, ulong sourceOffset, ulong count)
    {
        if (written != null && source.written != null)
            NativeMemory.Copy(source.written + sourceOffset, written + offset, (nuint)count);
        else
            Write(offset, count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Bytes = 0;
        NativeMemory.Free(written);
        NativeMemory.AlignedFree(Host);
        Owners.Dispose();
    }
}
