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
        : base(learningRate)
    {
        Beta1 = Fraction(beta1, nameof(beta1));
        Beta2 = Fraction(beta2, nameof(beta2));
        WeightDecay = NotNegative(weightDecay, "weight decay");
        // At zero, a parameter that never had a gradient would become 0/0.
        if (!(float.IsFinite(epsilon) && epsilon > 0))
            throw new ArgumentOutOfRangeException(null, $"epsilon is {epsilon}; it must be a finite number greater than 0.");
        Epsilon = epsilon;
    }

    /// <summary>How slowly the mean of the gradients forgets.</summary>
    public float Beta1 { get; }

    /// <summary>How slowly the mean of their squares forgets.</summary>
    public float Beta2 { get; }

    /// <summary>What keeps the division from one by zero.</summary>
    public float Epsilon { get; }

    /// <summary>The strength of the pull to zero.</summary>
    public float WeightDecay { get; }

    internal override int OperationsPerParameter => 32;

    internal override OptimizerState CreateState(NetworkPlan plan) => new AdamState(this, plan);
}

internal sealed unsafe class AdamState : OptimizerState
{
    private readonly Adam adam;
    private readonly double beta1;
    private readonly double beta2;
    private long steps;
    private Coefficients coefficients;

    public AdamState(Adam adam, NetworkPlan plan)
        : base(plan, statesPerParameter: 2)
    {
        this.adam = adam;
        // Through decimal, which keeps the digits that were written: 0.999f is 0.99900001287 in double, and 1 − beta2 would be 1e-5 off PyTorch's.
        beta1 = (double)(decimal)adam.Beta1;
        beta2 = (double)(decimal)adam.Beta2;
    }

    public override void BeginStep()
    {
        steps++;
        coefficients = new Coefficients(
            StepSize: (float)(adam.LearningRate / (1 - Math.Pow(beta1, steps))),
            MeanWeight: (float)(1 - beta1),
            SquareDecay: (float)beta2,
            SquareWeight: (float)(1 - beta2),
            SquareCorrection: (float)Math.Sqrt(1 - Math.Pow(beta2, steps)),
            adam.Epsilon,
            adam.WeightDecay);
    }

    public override string DeviceKernel => "Adam";

    public override void WriteCoefficients(Span<float> values)
    {
        values[0] = coefficients.StepSize;
        values[1] = coefficients.MeanWeight;
        values[2] = coefficients.SquareDecay;
        values[3] = coefficients.SquareWeight;
        values[4] = coefficients.SquareCorrection;
        values[5] = coefficients.Epsilon;
        values[6] = coefficients.WeightDecay;
    }

    public override void Apply(float* parameters, float* gradients, nint begin, nint end) =>
        ElementwiseSweep.Run(new Step(parameters, gradients, Block(0), Block(1), coefficients), begin, end, ElementwiseSweep.WidestLanes);

    internal readonly record struct Coefficients(
        float StepSize, float MeanWeight, float SquareDecay, float SquareWeight, float SquareCorrection, float Epsilon, float WeightDecay);

    internal readonly struct Step(float* parameters, float* gradients, float* means, float* squares, Coefficients coefficients) : IElementwiseStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take<TLanes, TVector>(nint index)
            where TLanes : struct, ILanes<TVector>
        {
            TVector parameter = TLanes.Load(parameters + index);
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
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Create(-coefficients.StepSize), direction, parameter), parameters + index);
        }
    }
}
