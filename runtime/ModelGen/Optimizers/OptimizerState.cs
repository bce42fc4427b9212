namespace ModelGen.Runtime;

/// <summary>What one optimiser remembers of one network.</summary>
internal abstract unsafe class OptimizerState : IDisposable
{
    private readonly AlignedBlock memory;
    private readonly long trainedFloats;

    /// <param name="plan">The network.</param>
    /// <param name="statesPerParameter">The floats remembered for each parameter; zero at first.</param>
    protected OptimizerState(NetworkPlan plan, int statesPerParameter)
    {
        trainedFloats = plan.TrainedFloats;
        BytesPerParameter = sizeof(float) * (3 + (2 * statesPerParameter));
        StateFloats = trainedFloats * statesPerParameter;
        memory = new AlignedBlock(StateFloats * sizeof(float), $"The optimizer of {plan.Name}");
    }

    /// <summary>The floats that are remembered for all parameters together, one block after the other.</summary>
    public long StateFloats { get; }

    /// <summary>The first of them.</summary>
    public float* States => (float*)memory.Start;

    /// <summary>The kernel that applies a step on a GPU: it takes parameters, gradients, what is remembered, the step's coefficients and the count of parameters.</summary>
    public abstract string DeviceKernel { get; }

    /// <summary>Writes what is the same for all parameters of the step that was begun; at most 8 numbers.</summary>
    public abstract void WriteCoefficients(Span<float> coefficients);

    /// <summary>What a step moves for each parameter: its gradient is read, itself and what is remembered are read and written.</summary>
    public int BytesPerParameter { get; }

    /// <summary>Starts a step: settles what is the same for all parameters, before the workers apply it.</summary>
    public abstract void BeginStep();

    /// <summary>Applies the step to the parameters from <paramref name="begin"/> up to <paramref name="end"/>.</summary>
    public abstract void Apply(float* parameters, float* gradients, nint begin, nint end);

    public void Dispose() => memory.Dispose();

    /// <summary>The n-th remembered float of each parameter.</summary>
    protected float* Block(int index) => (float*)memory.Start + (index * trainedFloats);
}

/// <summary>
/// One sweep of an optimiser over the parameters of a network. Each parameter is shared out by itself, as the kernels that write its gradient do: most of what a worker reads
/// is then in its own caches. States take on what the training step left for them in the gradients' block.
/// </summary>
internal sealed unsafe class UpdateJob : ITeamJob
{
    private OptimizerState? state;
    private float* parameters;
    private float* gradients;
    private NetworkPlan? plan;

    public void Prepare(OptimizerState optimizerState, NetworkPlan network, NetworkMemory memory)
    {
        state = optimizerState;
        parameters = memory.Parameters;
        gradients = memory.Gradients;
        plan = network;
        optimizerState.BeginStep();
    }

    public void Run(Worker worker)
    {
        ReadOnlySpan<int> lines = plan!.ParameterLines;
        for (int block = 0; block + 1 < lines.Length; block++)
        {
            WorkRange share = worker.Share(lines[block + 1] - lines[block]);
            nint begin = lines[block] + share.Begin, end = lines[block] + share.End;
            if (begin >= end)
                continue;
            nint first = begin * NetworkPlan.FloatsPerLine, behind = end * NetworkPlan.FloatsPerLine;
            if (first < plan.TrainedFloats)
                state!.Apply(parameters, gradients, first, behind);
            else
                new ReadOnlySpan<float>(gradients + first, (int)(behind - first)).CopyTo(new Span<float>(parameters + first, (int)(behind - first)));
        }
    }

    public void Clear() => state = null;
}
