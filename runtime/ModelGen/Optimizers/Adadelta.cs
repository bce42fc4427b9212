using System.Runtime.CompilerServices;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// Adadelta (Zeiler 2012), as PyTorch's: g ← gradient + weightDecay·p; v ← rho·v + (1 − rho)·g²; d ← g·√(u + epsilon)/√(v + epsilon);
/// u ← rho·u + (1 − rho)·d²; p ← p − learningRate·d.
/// </summary>
public sealed class Adadelta : Optimizer
{
    /// <summary>Adadelta.</summary>
    /// <param name="learningRate">What the method's own steps are multiplied with.</param>
    /// <param name="rho">How slowly the means of the squares forget.</param>
    /// <param name="epsilon">What lets the first steps begin; greater than 0.</param>
    /// <param name="weightDecay">The strength of the pull to zero: an L2 penalty of weightDecay/2·p².</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public Adadelta(float learningRate = 1, float rho = 0.9f, float epsilon = 1e-6f, float weightDecay = 0)
        : base(learningRate, weightDecay)
    {
        Rho = Fraction(rho, nameof(rho));
        Epsilon = Positive(epsilon, nameof(epsilon));
    }

    /// <summary>How slowly the means of the squares forget.</summary>
    public float Rho { get; }

    /// <summary>What lets the first steps begin.</summary>
    public float Epsilon { get; }

    internal override int OperationsPerParameter => 40;

    internal override OptimizerState CreateState(NetworkPlan plan) => new AdadeltaState(this, plan);
}

internal sealed unsafe class AdadeltaState(Adadelta optimizer, NetworkPlan plan)
    : ElementwiseState<AdadeltaState.Coefficients>(optimizer, plan, statesPerParameter: 2)
{
    public override string DeviceKernel => "Adadelta";

    protected override Coefficients Compute(StepSettings settings)
    {
        double rho = AsWritten(optimizer.Rho);
        return new Coefficients(settings.LearningRate, settings.WeightDecay, (float)rho, (float)(1 - rho), optimizer.Epsilon);
    }

    protected override void Write(in Coefficients coefficients, Span<float> values)
    {
        values[0] = coefficients.LearningRate;
        values[1] = coefficients.WeightDecay;
        values[2] = coefficients.SquareDecay;
        values[3] = coefficients.SquareWeight;
        values[4] = coefficients.Epsilon;
    }

    protected override void Apply(int block, ParameterValues parameters, float* gradients, nint begin, nint end) =>
        ElementwiseSweep.Run(new Step(parameters, gradients, Block(0), Block(1), Of(block)), begin, end, ElementwiseSweep.WidestLanes);

    internal readonly record struct Coefficients(float LearningRate, float WeightDecay, float SquareDecay, float SquareWeight, float Epsilon);

    internal readonly struct Step(ParameterValues parameters, float* gradients, float* squares, float* changes, Coefficients coefficients) : IElementwiseStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take<TLanes, TVector>(nint index)
            where TLanes : struct, ILanes<TVector>
        {
            TVector decay = TLanes.Create(coefficients.SquareDecay), weight = TLanes.Create(coefficients.SquareWeight), epsilon = TLanes.Create(coefficients.Epsilon);
            TVector parameter = parameters.Load<TLanes, TVector>(index);
            TVector gradient = TLanes.MultiplyAdd(TLanes.Create(coefficients.WeightDecay), parameter, TLanes.Load(gradients + index));

            TVector square = TLanes.MultiplyAdd(TLanes.Multiply(weight, gradient), gradient, TLanes.Multiply(decay, TLanes.Load(squares + index)));
            TLanes.Store(square, squares + index);

            TVector change = TLanes.Load(changes + index);
            TVector ratio = TLanes.Divide(TLanes.SquareRoot(TLanes.Add(change, epsilon)), TLanes.SquareRoot(TLanes.Add(square, epsilon)));
            TVector direction = TLanes.Multiply(ratio, gradient);
            TLanes.Store(TLanes.MultiplyAdd(TLanes.Multiply(weight, direction), direction, TLanes.Multiply(decay, change)), changes + index);
            parameters.Store<TLanes, TVector>(TLanes.MultiplyAdd(TLanes.Create(-coefficients.LearningRate), direction, parameter), index);
        }
    }
}
