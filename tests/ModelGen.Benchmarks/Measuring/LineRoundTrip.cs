using System.Diagnostics;
using System.Runtime.InteropServices;

namespace ModelGen.Benchmarks.Measuring;

/// <summary>
/// How long a cache line takes from one thread to another and back. On a virtual machine that may change from minute to minute: where its processors share a third-level cache it is some 100 ns, where
/// they lie on different dies four times as much, and everything that threads hand to each other is dearer then.
/// </summary>
internal static class LineRoundTrip
{
    private const int Trips = 20_000;
    private const int Turns = 5;
    private const int SpinsBeforeYield = 10_000;

    // On a cache line of its own.
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct Line
    {
        [FieldOffset(128)]
        public int Value;
    }

    private sealed class Shared
    {
        public Line Line;
    }

    /// <summary>The median in nanoseconds.</summary>
    public static double Measure()
    {
        var shared = new Shared();
        var other = new Thread(() => Answer(shared)) { IsBackground = true };
        other.Start();
        var times = new double[Turns];
        int value = 0;
        for (int turn = 0; turn < Turns; turn++)
        {
            long start = Stopwatch.GetTimestamp();
            for (int trip = 0; trip < Trips; trip++)
            {
                Volatile.Write(ref shared.Line.Value, ++value);
                value++;
                Await(ref shared.Line.Value, value);
            }

            times[turn] = Stopwatch.GetElapsedTime(start).TotalNanoseconds / Trips;
        }

        other.Join();
        return Statistics.Median(times);
    }

    // On a busy machine both threads may be on one processor for a while.
    private static void Await(ref int place, int value)
    {
        for (int look = 1; Volatile.Read(ref place) != value; look++)
        {
            if (look % SpinsBeforeYield == 0)
                Thread.Yield();
        }
    }

    // Odd numbers ask, the even ones behind them answer.
    private static void Answer(Shared shared)
    {
        for (int asked = 1; asked < 2 * Turns * Trips; asked += 2)
        {
            Await(ref shared.Line.Value, asked);
            Volatile.Write(ref shared.Line.Value, asked + 1);
        }
    }
}
