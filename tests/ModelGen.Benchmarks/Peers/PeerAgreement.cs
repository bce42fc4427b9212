using ModelGen.Benchmarks.Comparison;

namespace ModelGen.Benchmarks.Peers;

/// <summary>Whether a network does the same on both sides.</summary>
internal static class PeerAgreement
{
    private const double ForwardBound = 1e-4;
    private const double GradientBound = 1e-3;

    /// <summary>Copies our weights over and compares outputs, and in training loss and gradients.</summary>
    /// <returns>Null where they agree; otherwise one sentence that says where they do not.</returns>
    public static string? Check(PeerMode mode, OurSide ours, TheirSide theirs)
    {
        theirs.Load(ours.Network.Parameters);
        if (Agreement.Disagreement("output", ours.Predict(), theirs.Predict(), ForwardBound) is string output)
        {
            return output;
        }

        if (mode == PeerMode.Inference)
        {
            return null;
        }

        if (Agreement.Disagreement("loss", [ours.Gradients()], [theirs.Gradients()], ForwardBound) is string loss)
        {
            return loss;
        }

        foreach (Parameter parameter in ours.Network.Parameters)
        {
            var gradient = new float[parameter.Count];
            parameter.CopyGradientTo(gradient);
            if (Agreement.Disagreement($"gradient of {parameter.Name}", gradient, theirs.Gradient(parameter.Name), GradientBound) is string disagreement)
            {
                return disagreement;
            }
        }

        return null;
    }
}
