using System.Runtime.CompilerServices;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// Adagrad (Duchi, Hazan and Singer 2011), as PyTorch's: g ← gradient + weightDecay·p; s ← s + g²;
/// p ← p − learningRate/(1 + (t − 1)·learningRateDecay) · g/(√s + epsilon) at step t.
/// </summary>
public sealed class Adagrad : Optimizer
{
    /// <summary>Adagrad.</summary>
    /// <param name="learningRate">The size of a step.</param>
    /// <param name="learningRateDecay">How fast the steps become smaller by themselves.</param>
    /// <param name="weightDecay">The strength of the pull to zero: an L2 penalty of weightDecay/2·p².</param>
    /// <param name="initialAccumulator">What the sums of squares start from.</param>
    /// <param name="epsilon">What keeps the division from one by zero; greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public Adagrad(float learningRate = 0.01f, float learningRateDecay = 0, float weightDecay = 0, float initialAccumulator = 0, float epsilon = 1e-10f)
        : base(learningRate, weightDecay)
    {
        LearningRateDecay = NotNegative(learningRateDecay, "decay of the learning rate");
        InitialAccumulator = NotNegative(initialAccumulator, "initial accumulator");
        Epsilon = Positive(epsilon, nameof(epsilon));
    }

    /// <summary>How fast the steps become smaller by themselves.</summary>
    public float LearningRateDecay { get; }

    /// <summary>What the sums of squares start from.</summary>
    public float InitialAccumulator { get; }

    /// <summary>What keeps the division from one by zero.</summary>
    public float Epsilon { get; }

    internal override int OperationsPerParameter => 24;

    internal override OptimizerState CreateState(NetworkPlan plan) => new AdagradState(this, plan);
}

internal sealed unsafe class AdagradState : ElementwiseState<AdagradState.Coefficients>
{
    private readonly Adagrad optimizer;

    public AdagradState(Adagrad optimizer, NetworkPlan plan)
        : base(optimizer, plan, statesPerParameter: 1)
    {
        this.optimizer = optimizer;
        for (long index = 0; optimizer.InitialAccumulator > 0 && index < StateFloats; index++)
            States[index] = optimizer.InitialAccumulator;
    }

    public override string DeviceKernel => "Adagrad";

    protected override Coefficients Compute(StepSettings settings) => new(
        (float)(settings.LearningRate / (1 + ((settings.Step - 1) * AsWritten(optimizer.LearningRateDecay)))), settings.WeightDecay, optimizer.Epsilon);

    protected override void Write(in Coefficients coefficients, Span<float> values)
    {
        values[0] = coefficients.StepSize;
        values[1] = coefficients.WeightDecay;
        values[2] = coefficients.Epsilon;
    }

    protected override void Apply(int block, ParameterValues parameters, float* gradients, nint begin, nint end) =>
        ElementwiseSweep.Run(new Step(parameters, gradients, Block(0), Of(block)), begin, end, ElementwiseSweep.WidestLanes);

    internal readonly record struct Coefficients(float StepSize, float WeightDecay, float Epsilon);

    internal readonly struct Step(ParameterValues parameters, float* gradients, float* sums, Coefficients coefficients) : IElementwiseStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take<TLanes, TVector>(nint index)
            where TLanes : struct, ILanes<TVector>
        {
            TVector parameter = parameters.Load<TLanes, TVector>(index);
            TVector gradient = TLanes.MultiplyAdd(TLanes.Create(coefficients.WeightDecay), parameter, TLanes.Load(gradients + index));
            TVector sum = TLanes.MultiplyAdd(gradient, gradient, TLanes.Load(sums + index));
            TLanes.Store(sum, sums + index);
            TVector direction = TLanes.Divide(gradient, TLanes.Add(TLanes.SquareRoot(sum), TLanes.Create(coefficients.Epsilon)));
            parameters.Store<TLanes, TVector>(TLanes.MultiplyAdd(TLanes.Create(-coefficients.StepSize), direction, parameter), index);
        }
    }
}
