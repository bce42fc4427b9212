using System.Diagnostics;

namespace ModelGen.Benchmarks.Measuring;

/// <summary>The times of something that is done again and again, taken in blocks.</summary>
/// <param name="step">What is timed.</param>
/// <param name="restart">
/// Goes back to the beginning before a block. A network that learns one batch for thousands of steps ends with gradients and moments too small for
/// normal floats, whose arithmetic takes many times as long; no training comes there.
/// </param>
internal sealed class StepTimes(Action step, Action restart)
{
    private const int LeastRounds = 6;
    private const int LeastBlock = 10;
    private const int LargestBlock = 2000;
    private const int WarmUpSteps = 20;
    private static readonly TimeSpan warmUpTime = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan pause = TimeSpan.FromMilliseconds(50);

    private readonly List<double> milliseconds = [];
    private double[] block = new double[LeastBlock];
    private long leastAllocated = long.MaxValue;

    /// <summary>How long a block takes, at least.</summary>
    public double BlockMilliseconds { get; init; } = 10;

    /// <summary>How long a side runs before its block is timed: no longer than a step where nothing is said.</summary>
    public TimeSpan Settling { get; init; }

    /// <summary>The steps timed until now.</summary>
    public int Count => milliseconds.Count;

    /// <summary>The median time of a step, in milliseconds.</summary>
    public double Median => Statistics.Median(milliseconds);

    /// <summary>
    /// The managed bytes that a step allocates, on all threads, in the block with the fewest: a step that allocates does so every time, while a collection
    /// that falls into a block counts what is left of every thread's allocation buffer.
    /// </summary>
    public long BytesPerStep => leastAllocated / block.Length;

    /// <summary>
    /// Times all in alternating blocks, until each has so many times. Not step by step: libtorch's OpenMP threads spin for some milliseconds after a
    /// step, and so may ours, each on the cores that another side is about to use. So between blocks all are left to fall asleep, and the first
    /// step of a block, which wakes a side's threads and brings its data back into the caches, is not counted.
    /// </summary>
    public static void Alternate(int steps, params IReadOnlyList<StepTimes> sides)
    {
        for (int round = 0; round < LeastRounds || sides.Min(side => side.Count) < steps; round++)
        {
            // The order changes from round to round, so that a machine that slows down slows all.
            for (int turn = 0; turn < sides.Count; turn++)
                sides[(round + turn) % sides.Count].RunBlock();
        }
    }

    /// <summary>Takes steps until the JIT and the caches have settled.</summary>
    /// <returns>The mean time of a step, in milliseconds.</returns>
    public double WarmUp()
    {
        long start = Stopwatch.GetTimestamp();
        int done = 0;
        for (; done < WarmUpSteps || Stopwatch.GetElapsedTime(start) < warmUpTime; done++)
        {
            step();
        }

        // A block of steps of some microseconds must be long beside what it takes a core to come back to its speed.
        double mean = Stopwatch.GetElapsedTime(start).TotalMilliseconds / done;
        block = new double[(int)Math.Clamp(BlockMilliseconds / mean, LeastBlock, LargestBlock)];
        return mean;
    }

    private void RunBlock()
    {
        restart();

        // What the restart left behind is freed now and not while steps are timed.
        GC.Collect();
        GC.WaitForPendingFinalizers();
        Thread.Sleep(pause);
        long woken = Stopwatch.GetTimestamp();
        do
        {
            step();
        }
        while (Stopwatch.GetElapsedTime(woken) < Settling);

        long before = GC.GetTotalAllocatedBytes(precise: true);
        foreach (ref double time in block.AsSpan())
        {
            long start = Stopwatch.GetTimestamp();
            step();
            time = Stopwatch.GetElapsedTime(start).TotalMilliseconds;
        }

        leastAllocated = Math.Min(leastAllocated, GC.GetTotalAllocatedBytes(precise: true) - before);
        milliseconds.AddRange(block);
    }
}
