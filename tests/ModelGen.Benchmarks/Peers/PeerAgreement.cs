using ModelGen.Benchmarks.Comparison;

namespace ModelGen.Benchmarks.Peers;

/// <summary>Whether a network does the same on both sides.</summary>
internal static class PeerAgreement
{
    private const double ForwardBound = 1e-4;
    private const double GradientBound = 1e-3;

    /// <summary>Copies our weights over and compares outputs, libtorch in its evaluation mode.</summary>
    /// <returns>Null where they agree; otherwise one sentence that says where they do not.</returns>
    public static string? CheckOutput(OurSide ours, TheirSide theirs)
    {
        theirs.Load(ours.Network.Parameters);
        theirs.Train(false);
        return Agreement.Disagreement("output", ours.Predict(), theirs.Predict(), ForwardBound);
    }

    /// <summary>Copies weights over and compares losses and gradients.</summary>
    /// <param name="weights">Whose weights both get.</param>
    /// <param name="ours">The network to compare with libtorch's.</param>
    /// <param name="theirs">libtorch's.</param>
    /// <param name="trains">Whether libtorch computes as it trains, normalising by the batch; not where it would drop out.</param>
    /// <returns>Null where they agree; otherwise one sentence that says where they do not.</returns>
    public static string? CheckGradients(ParameterList weights, OurSide ours, TheirSide theirs, bool trains)
    {
        ours.Load(weights);
        theirs.Load(weights);
        theirs.Train(trains);
        string? disagreement = Agreement.Disagreement("loss", [ours.Gradients()], [theirs.Gradients()], ForwardBound);
        foreach (Parameter parameter in ours.Network.Parameters.Where(parameter => parameter.IsTrained))
        {
            var gradient = new float[parameter.Count];
            parameter.CopyGradientTo(gradient);
            disagreement ??= Agreement.Disagreement($"gradient of {parameter.Name}", gradient, theirs.Gradient(parameter.Name), GradientBound);
        }

        return disagreement;
    }
}
