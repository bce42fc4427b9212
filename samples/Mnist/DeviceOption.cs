using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using ModelGen;

namespace Mnist;

/// <summary>What to train on: <c>cpu</c>, <c>cuda</c> or <c>opencl</c>; of several GPUs <c>cuda:1</c> is the second.</summary>
internal static class DeviceOption
{
    private const string Name = "--device";

    /// <summary>The option.</summary>
    public static Option<string> Create() => new(Name)
    {
        Description = "cpu; cuda: the first NVIDIA GPU, which needs its driver and nothing else; or opencl: the first OpenCL device, with dotnet run. Of several, cuda:1 is the second.",
        HelpName = "cpu|cuda[:N]|opencl[:N]",
        CustomParser = Check,
        DefaultValueFactory = _ => "cpu",
    };

    /// <summary>The device that is meant.</summary>
    /// <exception cref="DeviceException">It is not there.</exception>
    public static Device Find(string text) => Split(text) switch
    {
        ("cuda", int index) => Device.Cuda(index),
        ("opencl", int index) => Device.OpenCL(index),
        _ => Device.Cpu,
    };

    private static string Check(ArgumentResult result)
    {
        string text = result.Tokens[0].Value;
        if (Split(text) is not ("cpu", 0) and not ("cuda" or "opencl", >= 0))
            result.AddError($"{Name} takes cpu, cuda or opencl, or one of several GPUs as cuda:1, not '{text}'.");
        return text;
    }

    // "cuda:1"; an index of -1 is none.
    private static (string Kind, int Index) Split(string text)
    {
        int colon = text.IndexOf(':', StringComparison.Ordinal);
        return colon < 0 ? (text, 0)
            : (text[..colon], int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int index) ? index : -1);
    }
}
