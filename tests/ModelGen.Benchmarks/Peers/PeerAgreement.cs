using ModelGen.Benchmarks.Comparison;

namespace ModelGen.Benchmarks.Peers;

/// <summary>Whether a network does the same on both sides.</summary>
internal static class PeerAgreement
{
    private const double ForwardBound = 1e-4;
    private const double GradientBound = 1e-3;

    /// <summary>Copies our weights over and compares outputs, and in training loss and gradients, with libtorch; in its evaluation mode where the network drops out.</summary>
    /// <param name="mode">What is timed.</param>
    /// <param name="ours">Our network.</param>
    /// <param name="withoutDropout">The network to compare loss and gradients of: ours, or the same without dropout.</param>
    /// <param name="theirs">libtorch's.</param>
    /// <returns>Null where they agree; otherwise one sentence that says where they do not.</returns>
    public static string? Check(PeerMode mode, OurSide ours, OurSide withoutDropout, TheirSide theirs)
    {
        theirs.Load(ours.Network.Parameters);
        theirs.Train(false);
        string? disagreement = Agreement.Disagreement("output", ours.Predict(), theirs.Predict(), ForwardBound);
        if (mode == PeerMode.Training)
        {
            withoutDropout.Load(ours.Network.Parameters);
            // What drops nothing computes its gradients as it trains, normalisation by the batch included.
            theirs.Train(withoutDropout == ours);
            disagreement ??= CheckGradients(withoutDropout, theirs);
            theirs.Train(true);
        }

        return disagreement;
    }

    private static string? CheckGradients(OurSide ours, TheirSide theirs)
    {
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
