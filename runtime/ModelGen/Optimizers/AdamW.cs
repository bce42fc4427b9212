using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// Adam with the weight decay apart from the gradient (Loshchilov and Hutter 2019), as PyTorch's <c>AdamW</c>: p ← (1 − learningRate·weightDecay)·p;
/// m ← m + (1 − beta1)·(gradient − m); v ← beta2·v + (1 − beta2)·gradient²; p ← p − learningRate/(1 − beta1ᵗ) · m / (√v/√(1 − beta2ᵗ) + epsilon) at step t.
/// </summary>
public sealed class AdamW : Optimizer
{
    /// <summary>AdamW.</summary>
    /// <param name="learningRate">The size of a step.</param>
    /// <param name="beta1">How slowly the mean of the gradients forgets.</param>
    /// <param name="beta2">How slowly the mean of their squares forgets.</param>
    /// <param name="epsilon">What keeps the division from one by zero; greater than 0.</param>
    /// <param name="weightDecay">The share of the parameter that a step of size 1 would take away.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public AdamW(float learningRate = 1e-3f, float beta1 = 0.9f, float beta2 = 0.999f, float epsilon = 1e-8f, float weightDecay = 0.01f)
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

    internal override OptimizerState CreateState(NetworkPlan plan) => new AdamState(this, plan, AdamConstants.Of(Beta1, Beta2, Epsilon, decaysApart: true));
}
