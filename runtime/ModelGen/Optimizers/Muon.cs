using System.IO.Enumeration;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>
/// Muon, momentum orthogonalised (Jordan et al. 2024): for a parameter of two or more axes, seen as a matrix [first, rest], m ← m + (1 − momentum)·(gradient − m);
/// d ← m, or gradient + momentum·(m − gradient) with Nesterov's variant; O ← the orthogonal matrix nearest to d, by five steps of X ← aX + (bXXᵀ + c(XXᵀ)²)X from X = d/‖d‖
/// with a = 3.4445, b = −4.7750, c = 2.0315 (the steps bring its singular values near 1, not to it); p ← (1 − learningRate·weightDecay)·p − learningRate·√max(1, rows/columns)·O.
/// All other parameters, and those that <see cref="MovedByAdamW"/> names, move by AdamW with learningRate·adamWFactor.
/// </summary>
public sealed class Muon : Optimizer
{
    /// <summary>Muon.</summary>
    /// <param name="learningRate">The size of a matrix's step: about the root of the mean square by which each of its rows' directions moves.</param>
    /// <param name="momentum">How slowly the mean of the gradients forgets.</param>
    /// <param name="nesterov">Whether the momentum is corrected for the newest gradient.</param>
    /// <param name="weightDecay">The share of the parameter that a step of size 1 would take away.</param>
    /// <param name="adamWFactor">The learning rate of AdamW for the rest, as a share of this one.</param>
    /// <param name="beta1">AdamW's: how slowly the mean of the gradients forgets.</param>
    /// <param name="beta2">AdamW's: how slowly the mean of their squares forgets.</param>
    /// <param name="epsilon">AdamW's: what keeps the division from one by zero; greater than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">A value is outside its range.</exception>
    public Muon(
        float learningRate = 0.02f, float momentum = 0.95f, bool nesterov = true, float weightDecay = 0, float adamWFactor = 0.015f,
        float beta1 = 0.9f, float beta2 = 0.95f, float epsilon = 1e-10f)
        : base(learningRate, weightDecay)
    {
        Momentum = Fraction(momentum, nameof(momentum));
        Nesterov = nesterov;
        AdamWFactor = NotNegative(adamWFactor, "factor of AdamW's learning rate");
        Beta1 = Fraction(beta1, nameof(beta1));
        Beta2 = Fraction(beta2, nameof(beta2));
        Epsilon = Positive(epsilon, nameof(epsilon));
    }

    /// <summary>How slowly the mean of the gradients forgets.</summary>
    public float Momentum { get; }

    /// <summary>Whether the momentum is corrected for the newest gradient.</summary>
    public bool Nesterov { get; }

    /// <summary>The learning rate of AdamW for the rest, as a share of this one.</summary>
    public float AdamWFactor { get; }

    /// <summary>AdamW's: how slowly the mean of the gradients forgets.</summary>
    public float Beta1 { get; }

    /// <summary>AdamW's: how slowly the mean of their squares forgets.</summary>
    public float Beta2 { get; }

    /// <summary>AdamW's: what keeps the division from one by zero.</summary>
    public float Epsilon { get; }

    /// <summary>Patterns of the names of matrices that move by AdamW all the same, as embeddings and the last layer should: * stands for any characters, ? for any one.</summary>
    public IReadOnlyList<string> MovedByAdamW { get; init; } = [];

    internal override int OperationsPerParameter => 32;

    internal override bool RunsOnDevices => false;

    internal override OptimizerState CreateState(NetworkPlan plan)
    {
        foreach (string pattern in MovedByAdamW)
            ParameterNames.RequireMatch(plan, pattern, name => Fits(pattern, name));
        return new MuonState(this, plan);
    }

    internal bool Orthogonalizes(ParameterPlan parameter) =>
        parameter.Shape.Length >= 2 && !MovedByAdamW.Any(pattern => Fits(pattern, parameter.Name));

    private static bool Fits(string pattern, string name) => FileSystemName.MatchesSimpleExpression(pattern, name, ignoreCase: false);
}
