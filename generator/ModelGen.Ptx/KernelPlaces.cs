using System.Globalization;
using System.Reflection;

namespace ModelGen.Ptx;

/// <summary>Where the kernels of an assembly come from: the lines of the user's source that its <c>GpuKernelPlace</c> attributes name.</summary>
public sealed class KernelPlaces
{
    private const string PlaceAttribute = "GpuKernelPlaceAttribute";

    private readonly Dictionary<(string Type, string Kernel), string> places;
    private readonly string elsewhere;

    /// <summary>Reads them.</summary>
    public KernelPlaces(Assembly assembly)
    {
        elsewhere = assembly.GetName().Name!;
        places = assembly.GetCustomAttributesData()
            .Where(attribute => attribute.AttributeType.Name == PlaceAttribute)
            .Select(attribute => attribute.ConstructorArguments.Select(argument => argument.Value).ToArray())
            .ToDictionary(
                values => ((string)values[0]!, (string)values[1]!),
                values => string.Create(CultureInfo.InvariantCulture, $"{values[2]}({values[3]},{values[4]})"));
    }

    /// <summary>What is written of a kernel that was refused: MSBuild reads this form as an error of the build at that place; at the assembly where none is known.</summary>
    public string ErrorLine(PtxException refused) =>
        $"{places.GetValueOrDefault((refused.Kernel.DeclaringType!.FullName!, refused.Kernel.Name), elsewhere + " ")}: error MG0501: {refused.Message}";
}
