using System.Runtime.CompilerServices;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// Adam (Kingma and Ba 2015), as PyTorch's: g ← gradient + weightDecay·p; m ← m + (1 − beta1)·(g − m); v ← beta2·v + (1 − beta2)·g²;
/// p ← p − learningRate/(1 − beta1ᵗ) · m / (√v/√(1 − beta2ᵗ) + epsilon) at step t.
/// </summary>
public sealed class Adam : Optimizer
{
    /// <summary>Adam.</summary>
    /// <param name="learningRate">The size of a step.</param>
    /// <param name="beta1">How slowly the mean of the gradients forgets.</param>
    /// <param name="beta2">How slowly the mean of their squares forgets.</param>
    /// <param name="epsilon">What keeps the division from one by zero; greater than 0.</param>
    /// <param name="weightDecay">The strength of the pull to zero: an L2 penalty of weightDecay/2·p².</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public Adam(float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0)
        : base(learningRate, weightDecay)
    {
        Beta1 = Fraction(beta1, nameof(beta1));
        Beta2 = Fraction(beta2, nameof(beta2));
        Epsilon = Positive(epsilon, nameof(epsilon));
    }

    /// <summary>How slowly the mean of the gradients forgets.</summary>
    public float Beta1 { get; }

    /// <summary>How slowly the mean of their squares forgets.</summary>
    public float Beta2 { get; }

    /// <summary>What keeps the division from one by zero.</summary>
    public float Epsilon { get; }

    internal override int OperationsPerParameter => 32;

    internal override OptimizerState CreateState(NetworkPlan plan) => new AdamState(this, plan, AdamConstants.Of(Beta1, Beta2, Epsilon, decaysApart: false));
}

/// <summary>What stays the same from step to step.</summary>
/// <param name="Beta1">How slowly the mean of the gradients forgets.</param>
/// <param name="Beta2">How slowly the mean of their squares forgets.</param>
/// <param name="Epsilon">What keeps the division from one by zero.</param>
/// <param name="DecaysApart">Whether the weight decay shrinks the parameter instead of adding to its gradient: AdamW.</param>
internal readonly record struct AdamConstants(double Beta1, double Beta2, float Epsilon, bool DecaysApart)
{
    public static AdamConstants Of(float beta1, float beta2, float epsilon, bool decaysApart) =>
        new(OptimizerState.AsWritten(beta1), OptimizerState.AsWritten(beta2), epsilon, decaysApart);
}

internal sealed unsafe class AdamState(Optimizer optimizer, NetworkPlan plan, AdamConstants constants)
    : ElementwiseState<AdamState.Coefficients>(optimizer, plan, statesPerParameter: 2)
{
    public override string DeviceKernel => "Adam";

    protected override Coefficients Compute(StepSettings settings) => Coefficients.At(settings, constants);

    protected override void Write(in Coefficients coefficients, Span<float> values)
    {
        values[0] = coefficients.StepSize;
        values[1] = coefficients.MeanWeight;
        values[2] = coefficients.SquareDecay;
        values[3] = coefficients.SquareWeight;
        values[4] = coefficients.SquareCorrection;
        values[5] = coefficients.Epsilon;
        values[6] = coefficients.WeightDecay;
        values[7] = coefficients.Shrinkage;
    }

    protected override void Apply(int block, ParameterValues parameters, float* gradients, nint begin, nint end) =>
        ElementwiseSweep.Run(new Step(parameters, gradients, Block(0), Block(1), Of(block)), begin, end, ElementwiseSweep.WidestLanes);

    /// <summary>The numbers of one step; the gradient takes WeightDecay·p, the parameter is multiplied with Shrinkage.</summary>
    internal readonly record struct Coefficients(
        float StepSize, float MeanWeight, float SquareDecay, float SquareWeight, float SquareCorrection, float Epsilon, float WeightDecay, float Shrinkage)
    {
        public static Coefficients At(StepSettings settings, AdamConstants constants) => new(
            StepSize: (float)(settings.LearningRate / (1 - Math.Pow(constants.Beta1, settings.Step))),
            MeanWeight: (float)(1 - constants.Beta1),
            SquareDecay: (float)constants.Beta2,
            SquareWeight: (float)(1 - constants.Beta2),
            SquareCorrection: (float)Math.Sqrt(1 - Math.Pow(constants.Beta2, settings.Step)),
            constants.Epsilon,
            WeightDecay: constants.DecaysApart ? 0 : settings.WeightDecay,
            Shrinkage: constants.DecaysApart ? (float)(1 - ((double)settings.LearningRate * settings.WeightDecay)) : 1);
    }

    internal readonly struct Step(ParameterValues parameters, float* gradients, float* means, float* squares, Coefficients coefficients) : IElementwiseStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take<TLanes, TVector>(nint index)
            where TLanes : struct, ILanes<TVector>
        {
            TVector parameter = parameters.Load<TLanes, TVector>(index);
            TVector gradient = TLanes.MultiplyAdd(TLanes.Create(coefficients.WeightDecay), parameter, TLanes.Load(gradients + index));

            TVector mean = TLanes.Load(means + index);
            mean = TLanes.MultiplyAdd(TLanes.Create(coefficients.MeanWeight), TLanes.Subtract(gradient, mean), mean);
            TLanes.Store(mean, means + index);

            TVector square = TLanes.Multiply(TLanes.Create(coefficients.SquareDecay), TLanes.Load(squares + index));
            square = TLanes.MultiplyAdd(TLanes.Multiply(TLanes.Create(coefficients.SquareWeight), gradient), gradient, square);
            TLanes.Store(square, squares + index);

            TVector root = TLanes.Divide(TLanes.SquareRoot(square), TLanes.Create(coefficients.SquareCorrection));
            TVector denominator = TLanes.Add(root, TLanes.Create(coefficients.Epsilon));
            TVector direction = TLanes.Divide(mean, denominator);
            parameter = TLanes.Multiply(TLanes.Create(coefficients.Shrinkage), parameter);
            parameters.Store<TLanes, TVector>(TLanes.MultiplyAdd(TLanes.Create(-coefficients.StepSize), direction, parameter), index);
        }
    }
}
