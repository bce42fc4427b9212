using System.Diagnostics;
using System.Globalization;
using System.Text;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// Where a network's time goes: how long each kernel of its programs and each optimiser's update took, beside what it computes and moves. Made by
/// <see cref="CompiledNetwork.StartProfile"/>; read it between runs. A kernel's time is the calling thread's, waiting for the other threads included, so
/// that the times of a step add up to the step. On a device it is that of the device's clock, without what lies between kernels: launching them, and copying inputs and results.
/// </summary>
public sealed class KernelProfile
{
    private readonly List<KernelClock> clocks = [];
    private readonly Dictionary<int, ProgramClocks> programs = [];
    private readonly Dictionary<(string Program, string Kernel), KernelClock> named = [];
    private ProgramClocks? running;
    private long last;

    internal KernelProfile()
    {
    }

    /// <summary>What was measured until now: the kernels in the order in which they run, program by program as each first ran.</summary>
    public IReadOnlyList<KernelTiming> Kernels => [.. clocks.Where(clock => clock.Calls > 0).Select(clock => clock.ToTiming())];

    /// <summary>The time of all kernels and updates.</summary>
    public TimeSpan Time => Stopwatch.GetElapsedTime(0, clocks.Sum(clock => clock.Ticks));

    /// <summary>Forgets what was measured until now.</summary>
    public void Reset()
    {
        clocks.Clear();
        programs.Clear();
        named.Clear();
        running = null;
    }

    /// <summary>A table for reading: calls, milliseconds for each call, share of the time, GFLOP/s, GB/s.</summary>
    public override string ToString()
    {
        IReadOnlyList<KernelTiming> kernels = Kernels;
        double whole = Time.TotalSeconds;
        int width = kernels.Select(kernel => kernel.Kernel.Length).Append("kernel".Length).Max();
        string line = $"{{0,-8}}  {{1,-{width.ToString(CultureInfo.InvariantCulture)}}} {{2,8}} {{3,11}} {{4,7}} {{5,9}} {{6,7}}";
        var text = new StringBuilder();
        text.AppendFormat(CultureInfo.InvariantCulture, line, "program", "kernel", "calls", "ms a call", "share", "GFLOP/s", "GB/s");
        foreach (KernelTiming kernel in kernels)
        {
            text.Append('\n').AppendFormat(
                CultureInfo.InvariantCulture,
                line,
                kernel.Program,
                kernel.Kernel,
                kernel.Calls,
                (kernel.Time / kernel.Calls).TotalMilliseconds.ToString("f4", CultureInfo.InvariantCulture),
                (whole == 0 ? 0 : kernel.Time.TotalSeconds / whole).ToString("p1", CultureInfo.InvariantCulture),
                (kernel.OperationsPerSecond / 1e9).ToString("f1", CultureInfo.InvariantCulture),
                (kernel.BytesPerSecond / 1e9).ToString("f1", CultureInfo.InvariantCulture));
        }

        return text.ToString();
    }

    /// <summary>Whether the work of a program's kernels is known at these sizes.</summary>
    internal bool Knows(int program, ReadOnlySpan<int> sizes) =>
        programs.TryGetValue(program, out ProgramClocks? known) && sizes.SequenceEqual(known.Sizes);

    /// <summary>Takes the work of a program's kernels at some sizes.</summary>
    internal void Learn(int program, ReadOnlySpan<int> sizes, ProgramKernels kernels)
    {
        if (!programs.TryGetValue(program, out ProgramClocks? known))
        {
            known = new ProgramClocks(kernels);
            programs.Add(program, known);
            clocks.AddRange(known.Kernels);
        }

        known.Resize(kernels, sizes);
    }

    /// <summary>Starts the clock of a known program's first kernel.</summary>
    internal void BeginProgram(int program)
    {
        running = programs[program];
        last = Stopwatch.GetTimestamp();
    }

    /// <summary>A kernel of the program in progress is done, and the next one begins.</summary>
    internal void EndKernel(int kernel)
    {
        long now = Stopwatch.GetTimestamp();
        running!.Add(kernel, now - last);
        last = now;
    }

    /// <summary>The program's last kernel is done, on every thread.</summary>
    internal void EndProgram() => EndKernel(running!.Kernels.Count - 1);

    /// <summary>Starts the clock of an update.</summary>
    internal void BeginUpdate() => last = Stopwatch.GetTimestamp();

    /// <summary>The update is done, on every thread.</summary>
    internal void EndUpdate(Optimizer? optimizer, long operations, long bytes)
    {
        long ticks = Stopwatch.GetTimestamp() - last;
        Named("Update", NameOf(optimizer)).Add(ticks, operations, bytes);
    }

    /// <summary>Adds the time that a kernel took by a device's clock.</summary>
    internal void Add(string program, string kernel, TimeSpan time, long operations, long bytes) =>
        Named(program, kernel).Add((long)(time.TotalSeconds * Stopwatch.Frequency), operations, bytes);

    /// <summary>Adds the time that an update took by a device's clock; without an optimiser it is what the network's states take on.</summary>
    internal void AddUpdate(TimeSpan time, OptimizerState? state, long trainedFloats, long parameterFloats)
    {
        long moved = 2 * sizeof(float) * (parameterFloats - trainedFloats);
        Add("Update", NameOf(state?.Optimizer), time, state?.Operations ?? 0, moved + (trainedFloats * (state?.BytesPerParameter ?? 0)));
    }

    // Without an optimiser it is the network that says what its parameters become.
    private static string NameOf(Optimizer? optimizer) => optimizer is null ? "Loss" : optimizer.GetType().Name;

    private KernelClock Named(string program, string kernel)
    {
        if (!named.TryGetValue((program, kernel), out KernelClock? clock))
        {
            clock = new KernelClock(program, kernel);
            named.Add((program, kernel), clock);
            clocks.Add(clock);
        }

        return clock;
    }

    // The clocks of one program's kernels, and the work of each at the sizes of the last run.
    private sealed class ProgramClocks(ProgramKernels kernels)
    {
        private readonly KernelClock[] own = [.. kernels.Kernels.ToArray().Select(kernel => new KernelClock(kernels.Program, kernel.Name))];
        private ProgramKernels work = kernels;

        public IReadOnlyList<KernelClock> Kernels => own;

        public int[] Sizes { get; private set; } = [];

        public void Resize(ProgramKernels kernelsAtSizes, ReadOnlySpan<int> sizes)
        {
            work = kernelsAtSizes;
            Sizes = sizes.ToArray();
        }

        public void Add(int kernel, long ticks) => own[kernel].Add(ticks, work.Kernels[kernel].Operations, work.Kernels[kernel].Bytes);
    }

    private sealed class KernelClock(string program, string kernel)
    {
        private long operations;
        private long bytes;

        public long Calls { get; private set; }

        public long Ticks { get; private set; }

        public void Add(long ticks, long moreOperations, long moreBytes)
        {
            Calls++;
            Ticks += ticks;
            operations += moreOperations;
            bytes += moreBytes;
        }

        public KernelTiming ToTiming() => new(program, kernel, Calls, Stopwatch.GetElapsedTime(0, Ticks), operations, bytes);
    }
}
