namespace ModelGen.CudaStandIn.Execution;

/// <summary>What launches of a kernel did: work that a device does in as many steps, and traffic that it moves in sectors of 32 bytes and banks of 4.</summary>
internal sealed unsafe class KernelUsage
{
    private const int SectorBytes = 32;
    private const int Banks = 32;

    /// <summary>The launches.</summary>
    public long Launches { get; private set; }

    /// <summary>The threads of all.</summary>
    public long Threads { get; private set; }

    /// <summary>The instructions of all threads.</summary>
    public long Instructions { get; private set; }

    /// <summary>The bytes that threads read from the device's memory.</summary>
    public long BytesRead { get; private set; }

    /// <summary>The bytes that threads wrote there.</summary>
    public long BytesWritten { get; private set; }

    /// <summary>The sectors that warps touched for that, each counted once for an instruction.</summary>
    public long Sectors { get; private set; }

    /// <summary>The fewest sectors that would have held the different bytes that were touched.</summary>
    public long SectorsNeeded { get; private set; }

    /// <summary>The reads and writes of shared memory by warps.</summary>
    public long SharedAccesses { get; private set; }

    /// <summary>The turns that they take more than one, for different words of the same bank.</summary>
    public long BankConflicts { get; private set; }

    /// <summary>Counts a group.</summary>
    public void AddGroup(int threads, long instructions)
    {
        Threads += threads;
        Instructions += instructions;
    }

    /// <summary>Counts a launch.</summary>
    public void AddLaunch() => Launches++;

    /// <summary>Counts a read or a write of the device's memory.</summary>
    public void AddGlobal(Warp warp, uint lanes, int bytes, bool writes)
    {
        Span<ulong> places = stackalloc ulong[Warp.Lanes];
        int count = 0;
        for (uint left = lanes; left != 0;)
            places[count++] = (ulong)warp.Addresses[Lanes.TakeFirst(ref left)];
        if (writes)
            BytesWritten += (long)count * bytes;
        else
            BytesRead += (long)count * bytes;
        places = places[..count];
        places.Sort();
        SectorsNeeded += ((Different(places) * bytes) + SectorBytes - 1) / SectorBytes;
        foreach (ref ulong place in places)
            place /= SectorBytes;
        Sectors += Different(places);
    }

    /// <summary>Counts a read or a write of shared memory.</summary>
    public void AddShared(Warp warp, uint lanes)
    {
        Span<ulong> words = stackalloc ulong[Warp.Lanes];
        int count = 0;
        for (uint left = lanes; left != 0;)
            words[count++] = (ulong)(warp.Addresses[Lanes.TakeFirst(ref left)] - warp.Group.Shared.Start) / sizeof(uint);
        words = words[..count];
        words.Sort();
        Span<int> turns = stackalloc int[Banks];
        int most = 0;
        for (int place = 0; place < count; place++)
        {
            if (place == 0 || words[place] != words[place - 1])
                most = Math.Max(most, ++turns[(int)(words[place] % Banks)]);
        }

        SharedAccesses++;
        BankConflicts += most - 1;
    }

    /// <summary>Adds what others counted.</summary>
    public void Add(KernelUsage other)
    {
        Launches += other.Launches;
        Threads += other.Threads;
        Instructions += other.Instructions;
        BytesRead += other.BytesRead;
        BytesWritten += other.BytesWritten;
        Sectors += other.Sectors;
        SectorsNeeded += other.SectorsNeeded;
        SharedAccesses += other.SharedAccesses;
        BankConflicts += other.BankConflicts;
    }

    private static int Different(ReadOnlySpan<ulong> sorted)
    {
        int count = sorted.Length > 0 ? 1 : 0;
        for (int place = 1; place < sorted.Length; place++)
            count += sorted[place] != sorted[place - 1] ? 1 : 0;
        return count;
    }
}
