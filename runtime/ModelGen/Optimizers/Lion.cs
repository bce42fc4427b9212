using System.Runtime.CompilerServices;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// Lion, the evolved sign momentum (Chen et al. 2023, algorithm 2): p ← (1 − learningRate·weightDecay)·p; p ← p − learningRate·sign(beta1·m + (1 − beta1)·gradient);
/// m ← beta2·m + (1 − beta2)·gradient. Every value moves by the learning rate, which is therefore three to ten times smaller than AdamW's, and the weight decay as much larger.
/// </summary>
public sealed class Lion : Optimizer
{
    /// <summary>Lion.</summary>
    /// <param name="learningRate">The size of a step.</param>
    /// <param name="beta1">How much of the momentum there is in a step's direction.</param>
    /// <param name="beta2">How slowly the momentum forgets.</param>
    /// <param name="weightDecay">The share of the parameter that a step of size 1 would take away.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public Lion(float learningRate = 1e-4f, float beta1 = 0.9f, float beta2 = 0.99f, float weightDecay = 0)
        : base(learningRate, weightDecay)
    {
        Beta1 = Fraction(beta1, nameof(beta1));
        Beta2 = Fraction(beta2, nameof(beta2));
    }

    /// <summary>How much of the momentum there is in a step's direction.</summary>
    public float Beta1 { get; }

    /// <summary>How slowly the momentum forgets.</summary>
    public float Beta2 { get; }

    internal override int OperationsPerParameter => 12;

    internal override OptimizerState CreateState(NetworkPlan plan) => new LionState(this, plan);
}

internal sealed unsafe class LionState(Lion optimizer, NetworkPlan plan) : ElementwiseState<LionState.Coefficients>(optimizer, plan, statesPerParameter: 1)
{
    public override string DeviceKernel => "Lion";

    protected override Coefficients Compute(StepSettings settings) => new(
        settings.LearningRate,
        Shrinkage: (float)(1 - ((double)settings.LearningRate * settings.WeightDecay)),
        DirectionWeight: (float)(1 - AsWritten(optimizer.Beta1)),
        MeanWeight: (float)(1 - AsWritten(optimizer.Beta2)));

    protected override void Write(in Coefficients coefficients, Span<float> values)
    {
        values[0] = coefficients.LearningRate;
        values[1] = coefficients.Shrinkage;
        values[2] = coefficients.DirectionWeight;
        values[3] = coefficients.MeanWeight;
    }

    protected override void Apply(int block, ParameterValues parameters, float* gradients, nint begin, nint end) =>
        ElementwiseSweep.Run(new Step(parameters, gradients, Block(0), Of(block)), begin, end, ElementwiseSweep.WidestLanes);

    internal readonly record struct Coefficients(float LearningRate, float Shrinkage, float DirectionWeight, float MeanWeight);

    internal readonly struct Step(ParameterValues parameters, float* gradients, float* means, Coefficients coefficients) : IElementwiseStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take<TLanes, TVector>(nint index)
            where TLanes : struct, ILanes<TVector>
        {
            TVector mean = TLanes.Load(means + index);
            TVector change = TLanes.Subtract(TLanes.Load(gradients + index), mean);
            TVector direction = TLanes.Sign(TLanes.MultiplyAdd(TLanes.Create(coefficients.DirectionWeight), change, mean));
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Create(coefficients.MeanWeight), change, mean), means + index);
            TVector parameter = TLanes.Multiply(TLanes.Create(coefficients.Shrinkage), parameters.Load<TLanes, TVector>(index));
            parameters.Store<TLanes, TVector>(TLanes.MultiplyAdd(TLanes.Create(-coefficients.LearningRate), direction, parameter), index);
        }
    }
}
