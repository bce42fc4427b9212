using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace ModelGen.CudaStandIn.Execution;

/// <summary>How many there are in three directions.</summary>
internal readonly record struct Extent(uint X, uint Y, uint Z)
{
    /// <summary>How many there are in all.</summary>
    public long Count => (long)X * Y * Z;

    /// <summary>Where one of them stands.</summary>
    public Extent At(long number) => new((uint)(number % X), (uint)(number / X % Y), (uint)(number / X / Y));

    /// <inheritdoc/>
    public override string ToString() => $"({X}, {Y}, {Z})";
}

/// <summary>A kernel with its arguments, for a number of groups of threads.</summary>
internal sealed unsafe class Launch
{
    private readonly byte[] arguments;

    /// <param name="kernel">What is done.</param>
    /// <param name="groups">By how many groups.</param>
    /// <param name="threads">Of how many threads each.</param>
    /// <param name="values">Where each argument lies.</param>
    /// <param name="memory">The memory of the device that does it.</param>
    public Launch(Kernel kernel, Extent groups, Extent threads, void** values, GlobalMemory memory)
    {
        (Kernel, Groups, Threads, Memory) = (kernel, groups, threads, memory);
        arguments = GC.AllocateArray<byte>(kernel.ParameterBytes + 1, pinned: true);
        for (int argument = 0; argument < kernel.Parameters.Length; argument++)
        {
            (int offset, int bytes) = kernel.Parameters[argument];
            new Span<byte>(values[argument], bytes).CopyTo(arguments.AsSpan(offset));
        }
    }

    public Kernel Kernel { get; }

    public Extent Groups { get; }

    public Extent Threads { get; }

    public GlobalMemory Memory { get; }

    /// <summary>The arguments, one behind the other.</summary>
    public byte* Arguments => (byte*)Unsafe.AsPointer(ref MemoryMarshal.GetArrayDataReference(arguments));

    /// <summary>What the first group leaves behind where it reads and writes.</summary>
    public uint FirstStamp { get; private set; }

    /// <summary>Runs all groups, each on one of the machine's processors.</summary>
    /// <param name="usage">Counts what they do; null where nobody wants to know.</param>
    /// <exception cref="KernelFault">One did what it must not.</exception>
    public void Run(KernelUsage? usage)
    {
        usage?.AddLaunch();
        FirstStamp = Memory.TakeStamps((uint)Groups.Count);
        long next = -1;
        KernelFault? fault = null;
        void RunSome(int worker)
        {
            KernelUsage? own = usage is null ? null : new KernelUsage();
            using var group = new Group(this, own);
            for (long number; (number = Interlocked.Increment(ref next)) < Groups.Count && Volatile.Read(ref fault) is null;)
            {
                try
                {
                    group.Run(number);
                }
                catch (KernelFault found)
                {
                    Interlocked.CompareExchange(ref fault, found, null);
                }
            }

            if (own is null)
                return;
            lock (usage!)
                usage.Add(own);
        }

        Parallel.For(0, (int)Math.Min(Environment.ProcessorCount, Groups.Count), RunSome);
        if (fault is not null)
            throw fault;
    }
}
