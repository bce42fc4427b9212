using System.Runtime.CompilerServices;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// RMSprop (Hinton, Srivastava and Swersky 2012, lecture 6), as PyTorch's: g ← gradient + weightDecay·p; v ← alpha·v + (1 − alpha)·g²; d ← g/(√v + epsilon), or where centred
/// (Graves 2013) m ← m + (1 − alpha)·(g − m) and d ← g/(√(v − m²) + epsilon); with momentum u ← momentum·u + d and p ← p − learningRate·u, without p ← p − learningRate·d.
/// </summary>
public sealed class RmsProp : Optimizer
{
    /// <summary>RMSprop.</summary>
    /// <param name="learningRate">The size of a step.</param>
    /// <param name="alpha">How slowly the mean of the squared gradients forgets.</param>
    /// <param name="epsilon">What keeps the division from one by zero; greater than 0.</param>
    /// <param name="weightDecay">The strength of the pull to zero: an L2 penalty of weightDecay/2·p².</param>
    /// <param name="momentum">How much of the last step's direction is kept.</param>
    /// <param name="centered">Whether the gradients are measured from their mean: divided by their deviation.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public RmsProp(
        float learningRate = 0.01f, float alpha = 0.99f, float epsilon = 1e-8f, float weightDecay = 0, float momentum = 0, bool centered = false)
        : base(learningRate, weightDecay)
    {
        Alpha = Fraction(alpha, nameof(alpha));
        Epsilon = Positive(epsilon, nameof(epsilon));
        Momentum = NotNegative(momentum, "momentum");
        Centered = centered;
    }

    /// <summary>How slowly the mean of the squared gradients forgets.</summary>
    public float Alpha { get; }

    /// <summary>What keeps the division from one by zero.</summary>
    public float Epsilon { get; }

    /// <summary>How much of the last step's direction is kept.</summary>
    public float Momentum { get; }

    /// <summary>Whether the gradients are measured from their mean.</summary>
    public bool Centered { get; }

    internal override int OperationsPerParameter => 32;

    internal override OptimizerState CreateState(NetworkPlan plan) => new RmsPropState(this, plan);
}

internal sealed unsafe class RmsPropState(RmsProp optimizer, NetworkPlan plan)
    : ElementwiseState<RmsPropState.Coefficients>(optimizer, plan, 1 + (optimizer.Centered ? 1 : 0) + (optimizer.Momentum > 0 ? 1 : 0))
{
    public override string DeviceKernel => "RmsProp";

    protected override Coefficients Compute(StepSettings settings)
    {
        double alpha = AsWritten(optimizer.Alpha);
        return new Coefficients(
            settings.LearningRate, settings.WeightDecay, (float)alpha, (float)(1 - alpha), optimizer.Epsilon, optimizer.Momentum, optimizer.Centered);
    }

    protected override void Write(in Coefficients coefficients, Span<float> values)
    {
        values[0] = coefficients.LearningRate;
        values[1] = coefficients.WeightDecay;
        values[2] = coefficients.SquareDecay;
        values[3] = coefficients.SquareWeight;
        values[4] = coefficients.Epsilon;
        values[5] = coefficients.Momentum;
        values[6] = coefficients.Centered ? 1 : 0;
    }

    protected override void Apply(int block, ParameterValues parameters, float* gradients, nint begin, nint end)
    {
        float* means = optimizer.Centered ? Block(1) : null;
        float* velocities = optimizer.Momentum > 0 ? Block(optimizer.Centered ? 2 : 1) : null;
        ElementwiseSweep.Run(new Step(parameters, gradients, Block(0), means, velocities, Of(block)), begin, end, ElementwiseSweep.WidestLanes);
    }

    internal readonly record struct Coefficients(
        float LearningRate, float WeightDecay, float SquareDecay, float SquareWeight, float Epsilon, float Momentum, bool Centered);

    internal readonly struct Step(ParameterValues parameters, float* gradients, float* squares, float* means, float* velocities, Coefficients coefficients) : IElementwiseStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take<TLanes, TVector>(nint index)
            where TLanes : struct, ILanes<TVector>
        {
            TVector parameter = parameters.Load<TLanes, TVector>(index);
            TVector gradient = TLanes.MultiplyAdd(TLanes.Create(coefficients.WeightDecay), parameter, TLanes.Load(gradients + index));

            TVector square = TLanes.Multiply(TLanes.Create(coefficients.SquareDecay), TLanes.Load(squares + index));
            square = TLanes.MultiplyAdd(TLanes.Multiply(TLanes.Create(coefficients.SquareWeight), gradient), gradient, square);
            TLanes.Store(square, squares + index);

            if (coefficients.Centered)
            {
                TVector mean = TLanes.Load(means + index);
                mean = TLanes.MultiplyAdd(TLanes.Create(coefficients.SquareWeight), TLanes.Subtract(gradient, mean), mean);
                TLanes.Store(mean, means + index);
                // Where a gradient stays the same the variance is zero, but for rounding, which may take it below: PyTorch's root is then not a number.
                square = TLanes.Maximum(TLanes.Subtract(square, TLanes.Multiply(mean, mean)), TLanes.Create(0));
            }

            TVector direction = TLanes.Divide(gradient, TLanes.Add(TLanes.SquareRoot(square), TLanes.Create(coefficients.Epsilon)));
            if (coefficients.Momentum > 0)
            {
                direction = TLanes.MultiplyAdd(TLanes.Create(coefficients.Momentum), TLanes.Load(velocities + index), direction);
                TLanes.Store(direction, velocities + index);
            }

            parameters.Store<TLanes, TVector>(TLanes.MultiplyAdd(TLanes.Create(-coefficients.LearningRate), direction, parameter), index);
        }
    }
}
