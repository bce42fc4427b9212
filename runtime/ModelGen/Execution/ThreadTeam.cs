using System.Runtime.CompilerServices;
using System.Runtime.ExceptionServices;

namespace ModelGen.Runtime;

/// <summary>What a team runs: every worker calls it once.</summary>
internal interface ITeamJob
{
    void Run(Worker worker);
}

/// <summary>
/// A fixed team of threads that run one job at a time, each its share of it. The caller is worker 0; the others are background threads, started
/// when first needed, that spin for a while between jobs and then park. The threads hold the team but never the network, so a forgotten network can
/// be collected and end them.
/// </summary>
internal sealed class ThreadTeam
{
    private readonly Worker[] workers;
    private readonly Turnstile[] starts;
    private readonly Turnstile phase;
    private readonly Turnstile finished;
    private int threads = 1;
    private int count;
    private int arrived;
    private int running;
    private bool ending;
    private ITeamJob? job;
    private Exception? failure;

    public ThreadTeam(int size)
    {
        bool spins = size <= Environment.ProcessorCount;
        workers = new Worker[size];
        starts = new Turnstile[size];
        for (int index = 0; index < size; index++)
        {
            workers[index] = new Worker(this, index);
            starts[index] = new Turnstile(spins);
        }

        phase = new Turnstile(spins);
        finished = new Turnstile(spins);
    }

    public int Size => workers.Length;

    /// <summary>The caller's own worker.</summary>
    public Worker First => workers[0];

    /// <summary>Runs the job on that many workers and returns when all are done; the first exception of any of them is thrown here.</summary>
    public void Run(ITeamJob work, int workerCount)
    {
        if (workerCount == 1)
        {
            workers[0].Count = 1;
            work.Run(workers[0]);
            return;
        }

        StartThreads(workerCount);
        job = work;
        failure = null;
        count = workerCount;
        arrived = 0;
        running = workerCount - 1;
        int seen = finished.Value;
        for (int index = 0; index < workerCount; index++)
            workers[index].Count = workerCount;
        for (int index = 1; index < workerCount; index++)
            starts[index].Advance();

        RunShare(workers[0]);
        finished.WaitWhile(seen);
        job = null;
        if (failure is { } exception)
        {
            failure = null;
            ExceptionDispatchInfo.Throw(exception);
        }
    }

    /// <summary>Lets the threads end once the job in progress is done.</summary>
    public void End()
    {
        Volatile.Write(ref ending, true);
        for (int index = 1; index < threads; index++)
            starts[index].Advance();
    }

    /// <summary>Frees what the workers hold; nothing may run.</summary>
    public void Free()
    {
        foreach (Worker worker in workers)
            worker.Free();
    }

    /// <summary>Waits until all workers of the job are here.</summary>
    public void Barrier()
    {
        // The phase is read before the failure: a failure that comes later advances this very phase.
        int seen = phase.Value;
        ThrowIfFailed();
        if (Interlocked.Increment(ref arrived) == count)
        {
            arrived = 0;
            phase.Advance();
        }
        else
        {
            phase.WaitWhile(seen);
        }

        ThrowIfFailed();
    }

    private void ThrowIfFailed()
    {
        if (Volatile.Read(ref failure) is not null)
            throw new TeamFailedException();
    }

    private void StartThreads(int workerCount)
    {
        for (; threads < workerCount; threads++)
        {
            Worker worker = workers[threads];
            var thread = new Thread(() => Work(worker)) { IsBackground = true, Name = $"ModelGen worker {worker.Index}" };
            thread.Start();
        }
    }

    private void Work(Worker worker)
    {
        Turnstile start = starts[worker.Index];
        for (int seen = 0; ; seen++)
        {
            start.WaitWhile(seen);
            if (Volatile.Read(ref ending))
                return;
            RunShare(worker);
            if (Interlocked.Decrement(ref running) == 0)
                finished.Advance();
        }
    }

    // Not inlined, so that no frame of a waiting thread keeps a job, and through it the network, alive.
    [MethodImpl(MethodImplOptions.NoInlining)]
    private void RunShare(Worker worker)
    {
        try
        {
            job!.Run(worker);
        }
        catch (Exception exception)
        {
            // Kept for the caller, who throws it; the workers that wait for this one at a barrier are let go.
            Interlocked.CompareExchange(ref failure, exception, null);
            phase.Advance();
        }
    }

    /// <summary>Ends a worker's run because another one's failed; the caller sees that one's exception.</summary>
    private sealed class TeamFailedException : Exception;
}
