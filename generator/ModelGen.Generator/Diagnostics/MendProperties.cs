using System.Collections.Immutable;
using System.Globalization;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Diagnostics;

/// <summary>How a diagnostic carries what would put it right: the place is its first additional location, the rest stands in its properties.</summary>
public static class MendProperties
{
    /// <summary>Which size is to change.</summary>
    public const string Axis = "ModelGen.Axis";

    /// <summary>The size that would fit.</summary>
    public const string Size = "ModelGen.Size";

    /// <summary>The call that is to be appended.</summary>
    public const string Call = "ModelGen.Call";

    /// <summary>The properties of a mend; none for none.</summary>
    public static ImmutableDictionary<string, string?> Of(Mend? mend) => mend switch
    {
        SizeMend size => ImmutableDictionary<string, string?>.Empty.Add(Axis, size.Axis.ToString(CultureInfo.InvariantCulture)).Add(Size, size.Size),
        CallMend call => ImmutableDictionary<string, string?>.Empty.Add(Call, call.Call),
        _ => ImmutableDictionary<string, string?>.Empty,
    };
}
