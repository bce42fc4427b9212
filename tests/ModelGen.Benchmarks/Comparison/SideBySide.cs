namespace ModelGen.Benchmarks.Comparison;

/// <summary>
/// Copies of one side at the same time, each on a thread of its own: what so many cores do that have nothing to do with each other. They share the memory's bandwidth, and a neighbour on a virtual machine slows
/// them as it does a team, whose limit this is: a team waits for its slowest thread.
/// </summary>
internal sealed class SideBySide : IDisposable
{
    private readonly IReadOnlyList<IComparedSide> copies;
    private readonly int stepsTogether;
    private readonly Thread[] others;
    private readonly Barrier turns;
    private volatile bool isOver;

    /// <summary>Takes the copies, which it disposes of.</summary>
    /// <param name="copies">What runs at the same time.</param>
    /// <param name="stepsTogether">How many steps each takes in one step here; for so long none waits for another.</param>
    public SideBySide(IReadOnlyList<IComparedSide> copies, int stepsTogether)
    {
        (this.copies, this.stepsTogether) = (copies, stepsTogether);
        turns = new Barrier(copies.Count);
        others = [.. copies.Skip(1).Select(copy => new Thread(() => Follow(copy)) { IsBackground = true })];
        foreach (Thread other in others)
            other.Start();
    }

    /// <summary>Some steps of each copy.</summary>
    public void Step()
    {
        turns.SignalAndWait();
        Take(copies[0]);
        turns.SignalAndWait();
    }

    /// <summary>All copies go back to the beginning.</summary>
    public void Restart()
    {
        foreach (IComparedSide copy in copies)
            copy.Restart();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        isOver = true;
        turns.SignalAndWait();
        foreach (Thread other in others)
            other.Join();
        foreach (IComparedSide copy in copies)
            copy.Dispose();
        turns.Dispose();
    }

    private void Take(IComparedSide copy)
    {
        for (int step = 0; step < stepsTogether; step++)
            copy.Step();
    }

    private void Follow(IComparedSide copy)
    {
        while (true)
        {
            turns.SignalAndWait();
            if (isOver)
                return;
            Take(copy);
            turns.SignalAndWait();
        }
    }
}
