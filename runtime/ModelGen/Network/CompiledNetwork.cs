using System.ComponentModel;
using System.Runtime.CompilerServices;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// The base of every generated network. It owns native memory and a team of threads: dispose of it when done (a forgotten one is cleaned up when
/// it is collected). One network serves one thread at a time.
/// </summary>
public abstract partial class CompiledNetwork : IDisposable
{
    private const int MostThreads = 256;

    // A worker is woken for at least this much work: about ten microseconds of arithmetic, several times what a wake and its barriers cost.
    private const long OperationsPerWorker = 500_000;

    // In training each cache line of the parameters that one worker updates has been read by the others, which takes it back: ten nanoseconds, in which as many operations are done. As much costs a line of
    // the gradients that another worker has written.
    private const long OperationsPerParameterLine = 1_000;

    // The compiler's SumParts counts alike.
    private const int SmallestPart = 16;

    private readonly NetworkMemory memory;
    private readonly ThreadTeam team;
    private readonly ProgramJob programJob;
    private readonly UpdateJob updateJob;
    private readonly ConditionalWeakTable<Optimizer, OptimizerState> optimizerStates = [];
    private int lifecycle = Idle;
    private int trainingWorkers = MostThreads;
    private long updates;

    private const int Idle = 0;
    private const int Running = 1;
    private const int Disposed = 2;
    private const int DisposedWhileRunning = 3;

    /// <summary>Allocates the parameters and draws their first values.</summary>
    /// <param name="plan">What the compiler knows of the network.</param>
    /// <param name="seed">The seed of the first values: the same seed gives the same bits.</param>
    /// <param name="threads">The threads to work with, 1 to 256; 0 for one per processor.</param>
    /// <exception cref="ArgumentOutOfRangeException">The number of threads is negative or over 256.</exception>
    protected CompiledNetwork(NetworkPlan plan, ulong seed, int threads)
    {
        ArgumentNullException.ThrowIfNull(plan);
        if (threads is < 0 or > MostThreads)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, $"A network works with 1 to {MostThreads} threads, or 0 for one per processor.");

        VectorWidthNotice.WriteOnce();
        Plan = plan;
        Seed = seed;
        Threads = threads == 0 ? Math.Min(Environment.ProcessorCount, MostThreads) : threads;
        memory = new NetworkMemory(plan, seed);
        team = new ThreadTeam(Threads);
        programJob = new ProgramJob(this);
        updateJob = new UpdateJob();
        ParameterInitialization.Draw(plan, memory, seed);
    }

    /// <summary>Ends the team of a forgotten network; its memory frees itself.</summary>
    ~CompiledNetwork() => team?.End();

    /// <summary>The threads the network may work with; small work uses fewer.</summary>
    public int Threads { get; }

    /// <summary>The seed its first values were drawn from.</summary>
    public ulong Seed { get; }

    /// <summary>The parameters, in the order of the saved file.</summary>
    public abstract ParameterList Parameters { get; }

    internal NetworkPlan Plan { get; }

    /// <summary>The network's native memory, for emitted code.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected NetworkMemory Memory => memory;

    /// <summary>Frees the network's memory and ends its threads; where a run is in progress on another thread, as soon as that is done.</summary>
    public void Dispose()
    {
        if (Interlocked.CompareExchange(ref lifecycle, Disposed, Idle) == Idle)
            Release();
        else
            Interlocked.CompareExchange(ref lifecycle, DisposedWhileRunning, Running);
        GC.SuppressFinalize(this);
    }

    /// <summary>Emitted: runs one of the network's programs; every worker of the team calls it.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract void RunProgram(int program, NetworkMemory memory, Worker worker);

    /// <summary>How many parts a sum over so many samples is taken in: it depends on nothing else, so that no result depends on the threads.</summary>
    /// <param name="samples">The samples.</param>
    /// <param name="most">The most parts.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected static nint SumParts(nint samples, int most) => Math.Clamp(samples / SmallestPart, 1, most);

    /// <summary>Emitted: the exact bytes of the arena for these values of the symbols.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract long ArenaBytes(ReadOnlySpan<int> sizes);

    /// <summary>Emitted: the kernels of a program and their work for these values of the symbols.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected abstract ProgramKernels KernelsOf(int program, ReadOnlySpan<int> sizes);

    /// <summary>Runs a program on as many workers as its work justifies and returns when all are done. Allocates nothing unless the arena must grow.</summary>
    /// <param name="program">The program's number.</param>
    /// <param name="sizes">The value of each symbol.</param>
    /// <param name="inputs">The inputs the program reads; they are pinned while it runs.</param>
    /// <param name="operations">About how many arithmetic operations the program takes at these sizes.</param>
    /// <param name="trains">Whether it leaves gradients, by which the parameters are about to be updated.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected unsafe void Execute(int program, ReadOnlySpan<int> sizes, NetworkInputs inputs, long operations, bool trains = false)
    {
        Enter();
        try
        {
            memory.Reserve(sizes, session is null ? ArenaBytes(sizes) : 0);
            fixed (byte* input0 = inputs.Input0, input1 = inputs.Input1, input2 = inputs.Input2, input3 = inputs.Input3)
            fixed (byte* input4 = inputs.Input4, input5 = inputs.Input5, input6 = inputs.Input6, input7 = inputs.Input7)
            {
                memory.SetInput(0, input0);
                memory.SetInput(1, input1);
                memory.SetInput(2, input2);
                memory.SetInput(3, input3);
                memory.SetInput(4, input4);
                memory.SetInput(5, input5);
                memory.SetInput(6, input6);
                memory.SetInput(7, input7);
                if (session is not null)
                {
                    session.Run(Plan.Name, program, sizes, fillLaunches!, memory);
                    return;
                }

                programJob.Program = program;
                KernelProfile? profile = BeginProfile(program, sizes);
                int workers = WorkersFor(operations, trains);
                if (trains)
                    trainingWorkers = workers;
                team.Run(programJob, workers);
                profile?.EndProgram();
            }
        }
        finally
        {
            memory.ClearInputs();
            Exit();
        }
    }

    /// <summary>Copies floats of the arena out after a run. Unlike a reference into it, this holds the memory while it reads.</summary>
    /// <param name="byteOffset">Where they lie.</param>
    /// <param name="destination">As many as it holds; empty for an output that is not wanted.</param>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void CopyActivation(long byteOffset, Span<float> destination)
    {
        if (destination.IsEmpty)
            return;
        Enter();
        try
        {
            if (session is null)
                memory.Activations(byteOffset, destination.Length).CopyTo(destination);
            else
                ReadFromDevice(byteOffset, destination);
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>Lets the optimiser take one step on all parameters, or keep the gradients for a later one, and counts the step: the next one draws other random numbers. Allocates nothing after the first step with that optimiser.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Update(Optimizer optimizer)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        TakeStep(optimizer);
    }

    /// <summary>Gives the parameters the values that the last training step left for them, where <c>Loss</c> updates them all, and counts the step. Allocates nothing.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected void Update() => TakeStep(null);

    private void TakeStep(Optimizer? optimizer)
    {
        Enter();
        try
        {
            OptimizerState? state = optimizer is null ? null : StateOf(optimizer);
            if (session is not null)
            {
                session.Update(state, memory);
                updates++;
                memory.CountStep();
                return;
            }

            KernelProfile? profile = team.First.Profile;
            profile?.BeginUpdate();
            updateJob.Prepare(state, Plan, memory);
            // No more than have worked on the gradients: others would take the parameters from their caches. But hardly fewer: each has gradients in its own caches, which another would have to take from there.
            team.Run(updateJob, Math.Min(WorkersFor(updateJob.Operations + (ParameterLines * OperationsPerParameterLine), trains: false), trainingWorkers));
            profile?.EndUpdate(optimizer, updateJob.Operations, updateJob.Bytes);
            memory.CountStep();
            if (updateJob.Steps)
                updates++;
        }
        finally
        {
            updateJob.Clear();
            Exit();
        }
    }

    private OptimizerState StateOf(Optimizer optimizer)
    {
        if (session is not null)
            CheckOnDevice(optimizer);
        if (!optimizerStates.TryGetValue(optimizer, out OptimizerState? state))
        {
            state = optimizer.CreateState(Plan);
            optimizerStates.Add(optimizer, state);
        }

        return state;
    }

    /// <summary>Claims the network for the calling thread, so that its memory stays and nothing else runs in it until <see cref="Exit"/>.</summary>
    internal void Enter()
    {
        int previous = Interlocked.CompareExchange(ref lifecycle, Running, Idle);
        if (previous == Idle)
            return;
        ObjectDisposedException.ThrowIf(previous is Disposed or DisposedWhileRunning, this);
        throw new InvalidOperationException($"This {Plan.Name} is at work on another thread: one network serves one thread at a time, so give each thread its own.");
    }

    internal void Exit()
    {
        if (Interlocked.CompareExchange(ref lifecycle, Idle, Running) == DisposedWhileRunning)
            Release();
        // The native memory must outlive the last use of it, which the collector cannot see.
        GC.KeepAlive(this);
    }

    /// <summary>The memory with current parameters and gradients, for the runtime's own code between <see cref="Enter"/> and <see cref="Exit"/>.</summary>
    internal NetworkMemory ClaimedMemory
    {
        get
        {
            session?.Fetch(memory);
            return memory;
        }
    }

    private long ParameterLines => memory.ParameterFloats / NetworkPlan.FloatsPerLine;

    private int WorkersFor(long operations, bool trains) =>
        (int)Math.Clamp(operations / (OperationsPerWorker + (trains ? ParameterLines * OperationsPerParameterLine : 0)), 1, Threads);

    private void Release()
    {
        session?.Dispose();
        session = null;
        team.End();
        team.Free();
        memory.Free();
        foreach ((_, OptimizerState state) in optimizerStates)
            state.Dispose();
        optimizerStates.Clear();
    }

    private sealed class ProgramJob(CompiledNetwork network) : ITeamJob
    {
        public int Program { get; set; }

        public void Run(Worker worker) => network.RunProgram(Program, network.memory, worker);
    }
}
