using System.Runtime.CompilerServices;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// Stochastic gradient descent with momentum, as PyTorch's <c>SGD</c> without dampening:
/// g ← gradient + weightDecay·p; v ← momentum·v + g; p ← p − learningRate·(v, or g + momentum·v with Nesterov's variant).
/// </summary>
public sealed class Sgd : Optimizer
{
    /// <summary>Stochastic gradient descent.</summary>
    /// <param name="learningRate">The size of a step.</param>
    /// <param name="momentum">How much of the last step's direction is kept: Polyak 1964.</param>
    /// <param name="nesterov">Whether the gradient is corrected for the momentum: Sutskever et al. 2013. It needs a momentum.</param>
    /// <param name="weightDecay">The strength of the pull to zero: an L2 penalty of weightDecay/2·p².</param>
    /// <exception cref="ArgumentException">A value is outside its range, or Nesterov's variant has no momentum.</exception>
    public Sgd(float learningRate = 0.01f, float momentum = 0, bool nesterov = false, float weightDecay = 0)
        : base(learningRate, weightDecay)
    {
        Momentum = NotNegative(momentum, "momentum");
        Nesterov = nesterov;
        if (nesterov && momentum == 0)
            throw new ArgumentException("Nesterov's variant needs a momentum greater than 0.");
    }

    /// <summary>How much of the last step's direction is kept.</summary>
    public float Momentum { get; }

    /// <summary>Whether the gradient is corrected for the momentum.</summary>
    public bool Nesterov { get; }

    internal override int OperationsPerParameter => 8;

    internal override OptimizerState CreateState(NetworkPlan plan) => new SgdState(this, plan);
}

internal sealed unsafe class SgdState(Sgd sgd, NetworkPlan plan) : ElementwiseState<SgdState.Coefficients>(sgd, plan, sgd.Momentum == 0 ? 0 : 1)
{
    public override string DeviceKernel => sgd.Momentum == 0 ? "Sgd" : "SgdMomentum";

    protected override Coefficients Compute(StepSettings settings) => new(settings.LearningRate, settings.WeightDecay);

    protected override void Write(in Coefficients coefficients, Span<float> values)
    {
        values[0] = coefficients.LearningRate;
        values[1] = coefficients.WeightDecay;
        values[2] = sgd.Momentum;
        values[3] = sgd.Nesterov ? 1 : 0;
    }

    protected override void Apply(int block, ParameterValues parameters, float* gradients, nint begin, nint end)
    {
        (float learningRate, float weightDecay) = Of(block);
        int lanes = ElementwiseSweep.WidestLanes;
        if (sgd.Momentum == 0)
            ElementwiseSweep.Run(new PlainStep(parameters, gradients, learningRate, weightDecay), begin, end, lanes);
        else
            ElementwiseSweep.Run(new MomentumStep(parameters, gradients, Block(0), learningRate, weightDecay, sgd.Momentum, sgd.Nesterov), begin, end, lanes);
    }

    internal readonly record struct Coefficients(float LearningRate, float WeightDecay);

    internal readonly struct PlainStep(ParameterValues parameters, float* gradients, float learningRate, float weightDecay) : IElementwiseStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take<TLanes, TVector>(nint index)
            where TLanes : struct, ILanes<TVector>
        {
            TVector parameter = parameters.Load<TLanes, TVector>(index);
            TVector gradient = TLanes.MultiplyAdd(TLanes.Create(weightDecay), parameter, TLanes.Load(gradients + index));
            parameters.Store<TLanes, TVector>(TLanes.MultiplyAdd(TLanes.Create(-learningRate), gradient, parameter), index);
        }
    }

    internal readonly struct MomentumStep(
        ParameterValues parameters, float* gradients, float* velocities, float learningRate, float weightDecay, float momentum, bool nesterov) : IElementwiseStep
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Take<TLanes, TVector>(nint index)
            where TLanes : struct, ILanes<TVector>
        {
            TVector parameter = parameters.Load<TLanes, TVector>(index);
            TVector gradient = TLanes.MultiplyAdd(TLanes.Create(weightDecay), parameter, TLanes.Load(gradients + index));
            TVector velocity = TLanes.MultiplyAdd(TLanes.Create(momentum), TLanes.Load(velocities + index), gradient);
            TLanes.Store(velocity, velocities + index);
            TVector direction = nesterov ? TLanes.MultiplyAdd(TLanes.Create(momentum), velocity, gradient) : velocity;
            parameters.Store<TLanes, TVector>(TLanes.MultiplyAdd(TLanes.Create(-learningRate), direction, parameter), index);
        }
    }
}
