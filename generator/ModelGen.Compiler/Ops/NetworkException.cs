using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>A mistake in the user's network, found while it is lowered.</summary>
public sealed class NetworkException(SpecError error) : Exception(error.Id)
{
    /// <summary>The mistake.</summary>
    public SpecError Error { get; } = error;

    /// <summary>The same mistake, and the call that would put it right.</summary>
    public NetworkException With(Mend? mend) => new(Error with { Mend = mend });
}
