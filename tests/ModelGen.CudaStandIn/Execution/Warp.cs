using System.Numerics;
using System.Runtime.InteropServices;
using ModelGen.CudaStandIn.Ptx;

namespace ModelGen.CudaStandIn.Execution;

/// <summary>
/// Lanes of a group that do the same instruction at once. Where they part, some go first and wait where the ways meet again, and the others follow.
/// </summary>
internal sealed unsafe class Warp : IDisposable
{
    /// <summary>How many there are.</summary>
    public const int Lanes = 32;

    /// <summary>All of them.</summary>
    public const uint All = uint.MaxValue;

    /// <summary>What registers lie at multiples of, in bytes.</summary>
    public const int RegisterAlignment = 64;

    // Jumps back, of a warp, after which a loop is taken to be endless.
    private const int MostJumpsBack = 50_000_000;

    private readonly Group group;
    private readonly int index;
    private readonly uint threads;
    private readonly Stack<(int Counter, uint Lanes, int Meeting)> others = [];
    private int counter;
    private uint active;
    private int meeting;
    private int jumpsBack;
    private long instructions;

    /// <param name="group">The group that it is of.</param>
    /// <param name="index">Its number in there.</param>
    public Warp(Group group, int index)
    {
        this.group = group;
        this.index = index;
        int count = Math.Min(group.Threads - (index * Lanes), Lanes);
        threads = All >> (Lanes - count);
        Registers = (byte*)NativeMemory.AlignedAlloc((nuint)Math.Max(group.Kernel.Registers.Length, 1), RegisterAlignment);
        Scratch = (byte*)NativeMemory.AlignedAlloc(Lanes * sizeof(ulong), RegisterAlignment);
        Addresses = (byte**)NativeMemory.Alloc(Lanes, (nuint)sizeof(byte*));
    }

    /// <summary>The registers of all lanes.</summary>
    public byte* Registers { get; }

    /// <summary>Room for the results of all lanes.</summary>
    public byte* Scratch { get; }

    /// <summary>Room for where each lane reads or writes.</summary>
    public byte** Addresses { get; }

    /// <summary>The group that it is of.</summary>
    public Group Group => group;

    /// <summary>The lanes that have not ended.</summary>
    public uint Live { get; private set; }

    /// <summary>The barrier that its lanes wait at; null where they do not.</summary>
    public GroupBarrier? WaitsAt { get; private set; }

    /// <summary>The instructions that its threads have done in the group at hand.</summary>
    public long Instructions => instructions;

    /// <summary>The number in the group of its first thread.</summary>
    public int FirstThread => index * Lanes;

    /// <summary>Starts with what registers hold at the beginning.</summary>
    public void Begin()
    {
        group.Kernel.Registers.CopyTo(new Span<byte>(Registers, group.Kernel.Registers.Length));
        foreach ((SpecialRegister register, int place) in group.Kernel.Specials)
        {
            for (int lane = 0; lane < Lanes; lane++)
                ((uint*)(Registers + place))[lane] = group.Special(register, FirstThread + lane);
        }

        others.Clear();
        (counter, active, Live, meeting, jumpsBack, instructions) = (0, threads, threads, int.MaxValue, 0, 0);
        WaitsAt = null;
    }

    /// <summary>Goes on until all lanes have ended or wait at a barrier.</summary>
    public void Run()
    {
        Instruction[] code = group.Kernel.Code;
        while (active != 0 && WaitsAt is null)
        {
            if (counter == meeting)
            {
                Follow();
                continue;
            }

            Instruction instruction = code[counter++];
            uint lanes = active;
            instructions += BitOperations.PopCount(lanes);
            if (instruction.Guard >= 0)
            {
                uint guard = *(uint*)(Registers + instruction.Guard);
                lanes &= instruction.IsGuardNegated ? ~guard : guard;
                if (lanes == 0)
                    continue;
            }

            instruction.Execute(this, lanes);
        }
    }

    /// <summary>Lanes jump; the others go on.</summary>
    public void Jump(Branch branch, uint lanes)
    {
        if (branch.Target < counter && ++jumpsBack > MostJumpsBack)
            throw Fault(CudaError.LaunchTimeout, branch, BitOperations.TrailingZeroCount(lanes), $"has jumped back {MostJumpsBack:N0} times: the loop does not end");
        if (lanes == active)
        {
            counter = branch.Target;
            return;
        }

        if (branch.IsUniform)
            throw Fault(CudaError.LaunchFailed, branch, BitOperations.TrailingZeroCount(lanes), "jumps and others of its warp do not, where the text says that all do the same");
        if (branch.Meeting != meeting)
        {
            others.Push((branch.Meeting, active, meeting));
            meeting = branch.Meeting;
        }

        if (branch.Target != meeting)
            others.Push((branch.Target, lanes, meeting));
        active &= ~lanes;
    }

    /// <summary>Lanes end.</summary>
    public void End(uint lanes)
    {
        Live &= ~lanes;
        active &= ~lanes;
        if (active == 0)
            Follow();
    }

    /// <summary>Lanes wait at a barrier.</summary>
    public void Wait(GroupBarrier barrier, uint lanes)
    {
        if (lanes != Live)
            throw Fault(CudaError.LaunchFailed, barrier, BitOperations.TrailingZeroCount(lanes), $"waits at a barrier that only the lanes {lanes:x8} of its warp come to, of {Live:x8}");
        WaitsAt = barrier;
    }

    /// <summary>The barrier lets everybody through.</summary>
    public void Release() => WaitsAt = null;

    /// <summary>What a lane did that it must not.</summary>
    public KernelFault Fault(CudaError error, Instruction instruction, int lane, string what) => group.Fault(error, instruction, FirstThread + lane, what);

    // Those at work have come to where they wait for others, or have ended: the next go on.
    private void Follow()
    {
        active = 0;
        while (active == 0 && others.TryPop(out (int Counter, uint Lanes, int Meeting) next))
            (counter, active, meeting) = (next.Counter, next.Lanes & Live, next.Meeting);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        NativeMemory.AlignedFree(Registers);
        NativeMemory.AlignedFree(Scratch);
        NativeMemory.Free(Addresses);
    }
}
