using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>
/// What Muon remembers: of a matrix its momentum, and its direction while a step is in progress; of any other parameter what AdamW does. The matrices are taken one after the
/// other, each by all workers.
/// </summary>
internal sealed unsafe class MuonState : ElementwiseState<MuonState.Coefficients>
{
    private readonly Muon optimizer;
    private readonly NetworkPlan plan;
    private readonly AdamConstants constants;
    private readonly ParameterPlan?[] matrices;
    private readonly Orthogonalization orthogonalization;

    public MuonState(Muon optimizer, NetworkPlan plan)
        : base(optimizer, plan, statesPerParameter: 2)
    {
        this.optimizer = optimizer;
        this.plan = plan;
        constants = AdamConstants.Of(optimizer.Beta1, optimizer.Beta2, optimizer.Epsilon, decaysApart: true);
        matrices = new ParameterPlan?[plan.ParameterLines.Length - 1];
        for (int block = 0; block < matrices.Length; block++)
            matrices[block] = plan.ParameterOfBlock(block) is { } parameter && optimizer.Orthogonalizes(parameter) ? parameter : null;
        orthogonalization = new Orthogonalization(plan.Name, [.. matrices.OfType<ParameterPlan>()]);
    }

    public override string DeviceKernel => throw new NotSupportedException("Muon runs on the processor alone.");

    public override long Operations => base.Operations + orthogonalization.Operations;

    public override void Run(Worker worker, float* parameters, float* gradients)
    {
        for (int block = 0; block < matrices.Length; block++)
        {
            if (IsFrozen(block))
                continue;
            ApplyShare(worker, block, parameters, gradients);
            if (matrices[block] is not { } matrix)
                continue;
            worker.Barrier();
            orthogonalization.Run(worker, matrix, Block(1));
            Move(worker, block, matrix, parameters);
        }
    }

    protected override Coefficients Compute(StepSettings settings)
    {
        AdamState.Coefficients others = AdamState.Coefficients.At(settings with { LearningRate = settings.LearningRate * optimizer.AdamWFactor }, constants);
        double momentum = AsWritten(optimizer.Momentum);
        var shrinkage = (float)(1 - ((double)settings.LearningRate * settings.WeightDecay));
        return new Coefficients(settings.LearningRate, shrinkage, (float)momentum, (float)(1 - momentum), optimizer.Nesterov, others);
    }

    protected override void Write(in Coefficients coefficients, Span<float> values) => throw new NotSupportedException("Muon runs on the processor alone.");

    protected override void Apply(int block, ParameterValues parameters, float* gradients, nint begin, nint end)
    {
        if (matrices[block] is null)
            ElementwiseSweep.Run(new AdamState.Step(parameters, gradients, Block(0), Block(1), Of(block).Others), begin, end, ElementwiseSweep.WidestLanes);
        else
            ElementwiseSweep.Run(new MomentumStep(gradients, Block(0), Block(1), Of(block)), begin, end, ElementwiseSweep.WidestLanes);
    }

    protected override void Release() => orthogonalization.Dispose();

    private void Move(Worker worker, int block, ParameterPlan matrix, float* parameters)
    {
        ReadOnlySpan<int> lines = plan.ParameterLines;
        WorkRange share = worker.Share(lines[block + 1] - lines[block]);
        double rows = matrix.Shape[0], columns = (double)matrix.Count / rows;
        var stepSize = (float)(Of(block).LearningRate * Math.Sqrt(Math.Max(1, rows / columns)));
        ElementwiseSweep.Run(
            new MoveStep(new ParameterValues(parameters, areShared: worker.Count > 1), Block(1), stepSize, Of(block).Shrinkage),
            (lines[block] + share.Begin) * NetworkPlan.FloatsPerLine,
            (lines[block] + share.End) * NetworkPlan.FloatsPerLine,
            ElementwiseSweep.WidestLanes);
    }

    internal readonly record struct Coefficients(
        float LearningRate, float Shrinkage, float Momentum, float MomentumWeight, bool Nesterov, AdamState.Coefficients Others);

    internal readonly struct MomentumStep(float* gradients, float* means, float* directions, Coefficients coefficients) : IElementwiseStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take<TLanes, TVector>(nint index)
            where TLanes : struct, ILanes<TVector>
        {
            TVector gradient = TLanes.Load(gradients + index), mean = TLanes.Load(means + index);
            mean = TLanes.MultiplyAdd(TLanes.Create(coefficients.MomentumWeight), TLanes.Subtract(gradient, mean), mean);
            TLanes.Store(mean, means + index);
            TVector direction = coefficients.Nesterov
                ? TLanes.MultiplyAdd(TLanes.Create(coefficients.Momentum), TLanes.Subtract(mean, gradient), gradient)
                : mean;
            TLanes.Store(direction, directions + index);
        }
    }

    internal readonly struct MoveStep(ParameterValues parameters, float* directions, float stepSize, float shrinkage) : IElementwiseStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take<TLanes, TVector>(nint index)
            where TLanes : struct, ILanes<TVector>
        {
            TVector parameter = TLanes.Multiply(TLanes.Create(shrinkage), parameters.Load<TLanes, TVector>(index));
            parameters.Store<TLanes, TVector>(TLanes.MultiplyAdd(TLanes.Create(-stepSize), TLanes.Load(directions + index), parameter), index);
        }
    }
}
