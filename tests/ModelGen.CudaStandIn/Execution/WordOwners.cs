using System.Runtime.InteropServices;

namespace ModelGen.CudaStandIn.Execution;

/// <summary>
/// Who read and wrote the words of a block of the device's memory last, as stamps: every group of every launch has its own, so that those of a launch are from a first one on. What is shorter than
/// a word is kept apart, byte by byte.
/// </summary>
/// <param name="bytes">The size of the block.</param>
internal sealed unsafe class WordOwners(ulong bytes) : IDisposable
{
    private readonly Lock making = new();
    private Owner* words;
    private Owner* singleBytes;

    /// <summary>Notes a read or a write; whether it may be.</summary>
    /// <param name="offset">Where in the block.</param>
    /// <param name="count">How many bytes.</param>
    /// <param name="stamps">The stamps of the launch and of the group that does it.</param>
    /// <param name="writes">Whether it is a write.</param>
    public bool TryTouch(ulong offset, int count, in GroupStamps stamps, bool writes)
    {
        Owner* owners = Find(offset, count, out int pieces);
        for (int piece = 0; piece < pieces; piece++)
        {
            Owner* owner = owners + piece;
            if (owner->Writer >= stamps.First && owner->Writer != stamps.Own)
                return false;
            if (writes)
            {
                if (owner->Reader >= stamps.First && owner->Reader != stamps.Own)
                    return false;
                owner->Writer = stamps.Own;
            }
            else if (owner->Reader != stamps.Own)
            {
                owner->Reader = owner->Reader >= stamps.First ? stamps.Several : stamps.Own;
            }
        }

        return true;
    }

    /// <summary>Why a read or a write may not be.</summary>
    public string Describe(ulong offset, int count, in GroupStamps stamps)
    {
        Owner* owners = Find(offset, count, out int pieces);
        for (int piece = 0; piece < pieces; piece++)
        {
            Owner owner = owners[piece];
            if (owner.Writer >= stamps.First && owner.Writer != stamps.Own)
                return $"which group {owner.Writer - stamps.First} of the same launch writes";
            if (owner.Reader == stamps.Several)
                return "which several groups of the same launch read";
            if (owner.Reader >= stamps.First && owner.Reader != stamps.Own)
                return $"which group {owner.Reader - stamps.First} of the same launch reads";
        }

        return "which another group of the same launch reads or writes at the same time";
    }

    /// <summary>Forgets all.</summary>
    public void Forget()
    {
        NativeMemory.Free(words);
        NativeMemory.Free(singleBytes);
        words = singleBytes = null;
    }

    /// <inheritdoc/>
    public void Dispose() => Forget();

    private Owner* Find(ulong offset, int count, out int pieces)
    {
        bool isShort = count < sizeof(uint);
        pieces = isShort ? count : count / sizeof(uint);
        if (isShort)
            return Made(ref singleBytes, bytes) + offset;
        return Made(ref words, bytes / sizeof(uint)) + (offset / sizeof(uint));
    }

    private Owner* Made(ref Owner* owners, ulong count)
    {
        if (owners != null)
            return owners;
        lock (making)
        {
            if (owners == null)
                owners = (Owner*)NativeMemory.AllocZeroed((nuint)count + 1, (nuint)sizeof(Owner));
            return owners;
        }
    }

    private struct Owner
    {
        public uint Writer;
        public uint Reader;
    }
}

/// <summary>What groups of a launch leave behind where they read and write.</summary>
/// <param name="First">That of the launch's first group. All behind it are of the same launch.</param>
/// <param name="Own">That of the group.</param>
/// <param name="Several">What stands for several groups of the launch.</param>
internal readonly record struct GroupStamps(uint First, uint Own, uint Several);
