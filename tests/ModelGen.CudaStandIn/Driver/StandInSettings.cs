using System.Globalization;

namespace ModelGen.CudaStandIn.Driver;

/// <summary>What devices there are to be.</summary>
/// <param name="Devices">How many.</param>
/// <param name="Capability">Their compute capability: 90 for 9.0.</param>
/// <param name="Memory">The bytes that each has.</param>
/// <param name="Report">The file that a table of what kernels did is written to; null where there is to be none.</param>
internal sealed record StandInSettings(int Devices = 1, int Capability = 90, ulong Memory = 256 << 20, string? Report = null)
{
    /// <summary>What the environment says: <c>MODELGEN_STANDIN_DEVICES</c>, <c>MODELGEN_STANDIN_CAPABILITY</c>, <c>MODELGEN_STANDIN_MEMORY</c>, <c>MODELGEN_STANDIN_REPORT</c>.</summary>
    /// <exception cref="FormatException">A variable is no number.</exception>
    public static StandInSettings FromEnvironment()
    {
        var usual = new StandInSettings();
        return new StandInSettings(
            (int)(Number("MODELGEN_STANDIN_DEVICES") ?? (ulong)usual.Devices),
            (int)(Number("MODELGEN_STANDIN_CAPABILITY") ?? (ulong)usual.Capability),
            Number("MODELGEN_STANDIN_MEMORY") ?? usual.Memory,
            Environment.GetEnvironmentVariable("MODELGEN_STANDIN_REPORT") is { Length: > 0 } file ? file : null);
    }

    private static ulong? Number(string variable) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } text ? ulong.Parse(text, CultureInfo.InvariantCulture) : null;
}
