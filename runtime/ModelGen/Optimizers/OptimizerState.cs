namespace ModelGen.Runtime;

/// <summary>What one optimiser remembers of one network.</summary>
internal abstract unsafe class OptimizerState : IDisposable
{
    private readonly AlignedBlock memory;
    private readonly NetworkPlan plan;
    private readonly Optimizer optimizer;
    private readonly GroupAssignment groups;
    private readonly StepSettings[] settings;

    /// <param name="optimizer">The optimiser.</param>
    /// <param name="plan">The network.</param>
    /// <param name="statesPerParameter">The floats remembered for each parameter; zero at first.</param>
    protected OptimizerState(Optimizer optimizer, NetworkPlan plan, int statesPerParameter)
    {
        this.plan = plan;
        this.optimizer = optimizer;
        groups = new GroupAssignment(optimizer, plan);
        settings = new StepSettings[plan.ParameterLines.Length - 1];
        BytesPerParameter = sizeof(float) * (3 + (2 * statesPerParameter));
        StateFloats = plan.TrainedFloats * statesPerParameter;
        memory = new AlignedBlock(StateFloats * sizeof(float), $"The optimizer of {plan.Name}");
        Gradients = new GradientTreatment(optimizer, plan);
    }

    /// <summary>The optimiser.</summary>
    public Optimizer Optimizer => optimizer;

    /// <summary>What happens to the gradients before a step.</summary>
    public GradientTreatment Gradients { get; }

    /// <summary>The floats that are remembered for all parameters together, one block after the other.</summary>
    public long StateFloats { get; }

    /// <summary>The first of them.</summary>
    public float* States => (float*)memory.Start;

    /// <summary>The kernel that applies a step on a GPU: it takes parameters, gradients, what is remembered, the step's coefficients and the count of parameters.</summary>
    public abstract string DeviceKernel { get; }

    /// <summary>Writes what is the same for all parameters of the step that was begun; at most 8 numbers.</summary>
    public abstract void WriteCoefficients(Span<float> values);

    /// <summary>What a step moves for each parameter: its gradient is read, itself and what is remembered are read and written.</summary>
    public int BytesPerParameter { get; }

    /// <summary>About how many operations a step takes.</summary>
    public virtual long Operations => plan.TrainedFloats * optimizer.OperationsPerParameter;

    /// <summary>Starts a step: settles what holds for each parameter, before the workers apply it.</summary>
    /// <exception cref="ArgumentException">A group's pattern fits no parameter.</exception>
    public void BeginStep()
    {
        groups.Refresh();
        for (int block = 0; block < settings.Length; block++)
        {
            // A frozen parameter takes no steps, so that its first one later is a first one.
            StepSettings last = settings[block];
            settings[block] = groups.SettingsOf(block, last.IsFrozen ? last.Step - 1 : last.Step);
        }

        Settle(settings);
    }

    /// <summary>Applies the step that was begun, each worker its share of every parameter: as the kernels that write its gradient do, so that most of what a worker reads is in its own caches.</summary>
    public virtual void Run(Worker worker, float* parameters, float* gradients)
    {
        for (int block = 0; block < settings.Length; block++)
        {
            if (!settings[block].IsFrozen)
                ApplyShare(worker, block, parameters, gradients);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        memory.Dispose();
        Gradients.Dispose();
        Release();
    }

    /// <summary>Whether a block is left as it is in the step that was begun.</summary>
    public bool IsFrozen(int block) => settings[block].IsFrozen;

    /// <summary>The number as it was written: 0.999f is 0.99900001287 in double, and 1 − beta2 would be 1e-5 off PyTorch's; decimal keeps the digits, of numbers not too small or large for it.</summary>
    public static double AsWritten(float value) => Math.Abs(value) is > 1e-15f and < 1e15f ? (double)(decimal)value : value;

    /// <summary>Frees what a state has beside what it remembers.</summary>
    protected virtual void Release()
    {
    }

    /// <summary>Settles what is the same for all values of each block.</summary>
    protected abstract void Settle(ReadOnlySpan<StepSettings> blocks);

    /// <summary>Applies the step to the values of a block from <paramref name="begin"/> up to <paramref name="end"/>.</summary>
    protected abstract void Apply(int block, ParameterValues parameters, float* gradients, nint begin, nint end);

    /// <summary>Applies the step to a worker's share of a block.</summary>
    protected void ApplyShare(Worker worker, int block, float* parameters, float* gradients)
    {
        ReadOnlySpan<int> lines = plan.ParameterLines;
        WorkRange share = worker.Share(lines[block + 1] - lines[block]);
        nint begin = lines[block] + share.Begin, end = lines[block] + share.End;
        if (begin < end)
            Apply(block, new ParameterValues(parameters, areShared: worker.Count > 1), gradients, begin * NetworkPlan.FloatsPerLine, end * NetworkPlan.FloatsPerLine);
    }

    /// <summary>The n-th remembered float of each parameter.</summary>
    protected float* Block(int index) => (float*)memory.Start + (index * plan.TrainedFloats);
}

/// <summary>What an optimiser remembers whose step treats every value by itself, with some numbers that are the same for all values of a parameter.</summary>
/// <typeparam name="TCoefficients">Those numbers.</typeparam>
internal abstract unsafe class ElementwiseState<TCoefficients>(Optimizer optimizer, NetworkPlan plan, int statesPerParameter)
    : OptimizerState(optimizer, plan, statesPerParameter)
    where TCoefficients : struct
{
    private readonly TCoefficients[] coefficients = new TCoefficients[plan.ParameterLines.Length - 1];

    /// <inheritdoc/>
    public sealed override void WriteCoefficients(Span<float> values)
    {
        if (coefficients.Length > 0)
            Write(coefficients[0], values);
    }

    /// <summary>The numbers of a block in the step that was begun.</summary>
    protected ref readonly TCoefficients Of(int block) => ref coefficients[block];

    /// <inheritdoc/>
    protected sealed override void Settle(ReadOnlySpan<StepSettings> blocks)
    {
        // Most blocks are as the one before: powers and roots are taken once.
        for (int block = 0; block < blocks.Length; block++)
            coefficients[block] = block > 0 && blocks[block] == blocks[block - 1] ? coefficients[block - 1] : Compute(blocks[block]);
    }

    /// <summary>The numbers for a step.</summary>
    protected abstract TCoefficients Compute(StepSettings settings);

    /// <summary>Writes them in the order in which the device's kernel takes them.</summary>
    protected abstract void Write(in TCoefficients coefficients, Span<float> values);
}

/// <summary>One sweep of an optimiser over the parameters of a network. States take on what the training step left for them in the gradients' block.</summary>
internal sealed unsafe class UpdateJob : ITeamJob
{
    private OptimizerState? state;
    private float* parameters;
    private float* gradients;
    private NetworkPlan? plan;

    /// <summary>Whether the batch completes an update, and the parameters move.</summary>
    public bool Steps { get; private set; }

    /// <summary>About how many operations the job takes.</summary>
    public long Operations { get; private set; }

    /// <summary>How many bytes the job moves.</summary>
    public long Bytes { get; private set; }

    public void Prepare(OptimizerState? optimizerState, NetworkPlan network, NetworkMemory memory)
    {
        state = optimizerState;
        plan = network;
        parameters = memory.Parameters;
        gradients = memory.Gradients;
        if (optimizerState is null)
        {
            // Nothing is left to do but to take on the states.
            (Steps, Operations, Bytes) = (true, network.ParameterFloats, 2 * sizeof(float) * network.ParameterFloats);
            return;
        }

        Steps = optimizerState.Gradients.Completes;
        if (Steps)
            optimizerState.BeginStep();
        GradientTreatment treatment = optimizerState.Gradients;
        treatment.Begin();
        Operations = (network.TrainedFloats * treatment.BytesPerParameter) + (Steps ? optimizerState.Operations : 0);
        Bytes = network.TrainedFloats * (treatment.BytesPerParameter + (Steps ? optimizerState.BytesPerParameter : 0));
    }

    public void Run(Worker worker)
    {
        state?.Gradients.Run(worker, gradients, state);
        if (Steps)
            state?.Run(worker, parameters, gradients);
        if (worker.Count > 1)
            ParameterValues.Publish();
        // Every batch moves the states, also one whose gradients only wait for those of others.
        int lines = (int)((plan!.ParameterFloats - plan.TrainedFloats) / NetworkPlan.FloatsPerLine);
        if (lines == 0)
            return;
        WorkRange share = worker.Share(lines);
        nint first = (nint)plan.TrainedFloats + (share.Begin * NetworkPlan.FloatsPerLine);
        int count = (int)(share.End - share.Begin) * NetworkPlan.FloatsPerLine;
        new ReadOnlySpan<float>(gradients + first, count).CopyTo(new Span<float>(parameters + first, count));
    }

    public void Clear() => state = null;
}
