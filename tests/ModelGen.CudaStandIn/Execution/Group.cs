using ModelGen.CudaStandIn.Ptx;

namespace ModelGen.CudaStandIn.Execution;

/// <summary>The threads that share memory and wait for each other. One is made for each processor and runs one group of a launch after the other.</summary>
internal sealed unsafe class Group : IDisposable
{
    private readonly Launch launch;
    private readonly Warp[] warps;
    private long index;

    /// <param name="launch">What it is a group of.</param>
    /// <param name="usage">Counts what it does; null where nobody wants to know.</param>
    public Group(Launch launch, KernelUsage? usage)
    {
        this.launch = launch;
        Usage = usage;
        Shared = new SharedMemory(Kernel.SharedBytes, Kernel.SharedGranule);
        warps = new Warp[(Threads + Warp.Lanes - 1) / Warp.Lanes];
        for (int warp = 0; warp < warps.Length; warp++)
            warps[warp] = new Warp(this, warp);
    }

    /// <summary>What its threads do.</summary>
    public Kernel Kernel => launch.Kernel;

    /// <summary>How many they are.</summary>
    public int Threads => (int)launch.Threads.Count;

    /// <summary>The arguments of the launch.</summary>
    public byte* Arguments => launch.Arguments;

    /// <summary>The device's memory.</summary>
    public GlobalMemory Memory => launch.Memory;

    /// <summary>Counts what it does; null where nobody wants to know.</summary>
    public KernelUsage? Usage { get; }

    /// <summary>What the threads share.</summary>
    public SharedMemory Shared { get; }

    /// <summary>What it leaves behind where it reads and writes the device's memory.</summary>
    public GroupStamps Stamps { get; private set; }

    /// <summary>Runs a group of the launch to its end.</summary>
    /// <param name="number">Its number.</param>
    public void Run(long number)
    {
        index = number;
        Stamps = new GroupStamps(launch.FirstStamp, launch.FirstStamp + (uint)number, launch.FirstStamp + (uint)launch.Groups.Count);
        Shared.Begin();
        foreach (Warp warp in warps)
            warp.Begin();
        do
        {
            foreach (Warp warp in warps)
                warp.Run();
        }
        while (MeetsAtBarrier());
        Usage?.AddGroup(Threads, warps.Sum(warp => warp.Instructions));
    }

    /// <summary>What a special register of a thread holds.</summary>
    public uint Special(SpecialRegister register, int thread) => register switch
    {
        SpecialRegister.ThreadX => launch.Threads.At(thread).X,
        SpecialRegister.ThreadY => launch.Threads.At(thread).Y,
        SpecialRegister.ThreadZ => launch.Threads.At(thread).Z,
        SpecialRegister.ThreadsX => launch.Threads.X,
        SpecialRegister.ThreadsY => launch.Threads.Y,
        SpecialRegister.ThreadsZ => launch.Threads.Z,
        SpecialRegister.GroupX => launch.Groups.At(index).X,
        SpecialRegister.GroupY => launch.Groups.At(index).Y,
        SpecialRegister.GroupZ => launch.Groups.At(index).Z,
        SpecialRegister.GroupsX => launch.Groups.X,
        SpecialRegister.GroupsY => launch.Groups.Y,
        SpecialRegister.GroupsZ => launch.Groups.Z,
        SpecialRegister.Lane => (uint)thread % Warp.Lanes,
        _ => throw new ArgumentOutOfRangeException(nameof(register)),
    };

    /// <summary>What a thread did that it must not.</summary>
    public KernelFault Fault(CudaError error, Instruction instruction, int thread, string what) =>
        new(error, $"{Kernel.Name}, line {instruction.Line} ({instruction.Operation}): thread {thread} of group {launch.Groups.At(index)} {what}.");

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(warps, warp => warp.Dispose());
        Shared.Dispose();
    }

    // Whether any thread is left. Those that are wait at the same barrier, or the kernel is wrong.
    private bool MeetsAtBarrier()
    {
        Warp? first = null;
        foreach (Warp warp in warps)
        {
            if (warp.WaitsAt is null)
                continue;
            first ??= warp;
            if (warp.WaitsAt != first.WaitsAt)
                throw Fault(CudaError.LaunchFailed, warp.WaitsAt, warp.FirstThread, $"waits at a barrier while thread {first.FirstThread} waits at the one in line {first.WaitsAt!.Line}");
        }

        if (first is null)
            return false;
        Shared.NextInterval();
        foreach (Warp warp in warps)
            warp.Release();
        return true;
    }
}
