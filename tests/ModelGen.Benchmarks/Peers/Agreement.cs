namespace ModelGen.Benchmarks.Peers;

/// <summary>That both sides compute the same stands before any timing.</summary>
internal static class Agreement
{
    private const double ForwardBound = 1e-4;
    private const double GradientBound = 1e-3;

    /// <summary>Copies our weights over and compares outputs, and in training loss and gradients.</summary>
    /// <returns>Null where they agree; otherwise one sentence that says where they do not.</returns>
    public static string? Check(PeerCase peerCase, OurSide ours, TheirSide theirs)
    {
        theirs.Load(ours.Network.Parameters);
        if (Disagreement("output", ours.Predict(), theirs.Predict(), ForwardBound) is string output)
        {
            return $"{peerCase.Name}: {output}";
        }

        if (peerCase.Mode == PeerMode.Inference)
        {
            return null;
        }

        if (Disagreement("loss", [ours.Gradients()], [theirs.Gradients()], ForwardBound) is string loss)
        {
            return $"{peerCase.Name}: {loss}";
        }

        foreach (Parameter parameter in ours.Network.Parameters)
        {
            var gradient = new float[parameter.Count];
            parameter.CopyGradientTo(gradient);
            if (Disagreement($"gradient of {parameter.Name}", gradient, theirs.Gradient(parameter.Name), GradientBound) is string disagreement)
            {
                return $"{peerCase.Name}: {disagreement}";
            }
        }

        return null;
    }

    private static string? Disagreement(string what, float[] ours, float[] theirs, double bound)
    {
        if (!Numerics.Cases.Closeness.IsTelling(theirs))
        {
            return $"libtorch's {what} is all zeros or not finite, so that nothing can be compared with it.";
        }

        double difference = Numerics.Cases.Closeness.Difference(ours, theirs);
        return difference < bound ? null : $"the {what} differs from libtorch's by {difference:g3}, relative; the bound is {bound:g1}.";
    }
}
