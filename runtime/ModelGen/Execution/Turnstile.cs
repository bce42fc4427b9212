using System.Diagnostics;

namespace ModelGen.Runtime;

/// <summary>
/// A number that only advances, and threads that wait for it to: they spin for a while, since in a running network the next phase is microseconds
/// away, and then park. Nothing is allocated.
/// </summary>
internal sealed class Turnstile
{
    private static readonly long SpinTicks = Stopwatch.Frequency / 5_000; // 200 µs, about four times what waking a parked thread costs

    private readonly bool spins;
    private int value;
    private int parked;

    /// <param name="spins">Whether waiting threads have a processor each; where they share one, spinning keeps the others from working.</param>
    public Turnstile(bool spins) => this.spins = spins;

    public int Value => Volatile.Read(ref value);

    public void Advance()
    {
        // The full fence orders the new value before the look at who is parked, as Park orders its count before its look at the value.
        Interlocked.Increment(ref value);
        if (Volatile.Read(ref parked) == 0)
            return;
        lock (this)
            Monitor.PulseAll(this);
    }

    public void WaitWhile(int seen)
    {
        if (spins && SpinWhile(seen))
            return;
        Park(seen);
    }

    private bool SpinWhile(int seen)
    {
        long start = Stopwatch.GetTimestamp();
        long spent = 0;
        while (spent < SpinTicks)
        {
            for (int look = 0; look < 16; look++)
            {
                if (Volatile.Read(ref value) != seen)
                    return true;
                Thread.SpinWait(4);
            }

            // On a busy machine the worker waited for may be queued behind this very thread.
            if (spent > SpinTicks / 16)
                Thread.Yield();
            spent = Stopwatch.GetTimestamp() - start;
        }

        return false;
    }

    private void Park(int seen)
    {
        lock (this)
        {
            Interlocked.Increment(ref parked);
            while (Volatile.Read(ref value) == seen)
                Monitor.Wait(this);
            parked--;
        }
    }
}
