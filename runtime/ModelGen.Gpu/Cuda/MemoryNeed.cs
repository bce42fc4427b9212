namespace ModelGen.Runtime;

/// <summary>What a network takes of a device's memory, part by part: known to the byte before any of it is asked for, and said where the device has not enough.</summary>
/// <param name="network">The network's name.</param>
/// <param name="device">The device's name.</param>
internal sealed class MemoryNeed(string network, string device)
{
    private readonly List<(string Part, Func<long> Bytes)> parts = [];

    /// <summary>Adds a part.</summary>
    /// <param name="part">What it holds.</param>
    /// <param name="bytes">What it takes; it may grow.</param>
    public void Add(string part, Func<long> bytes) => parts.Add((part, bytes));

    /// <summary>The error of a device that has not enough left.</summary>
    /// <param name="left">The bytes that it has left beside what the network has already; null where nobody knows.</param>
    public DeviceException NotMet(long? left)
    {
        (string Part, long Bytes)[] taken = [.. parts.Select(part => (part.Part, Bytes: part.Bytes())).Where(part => part.Bytes > 0)];
        string each = string.Join(", ", taken.Select(part => $"{part.Bytes:N0} for {part.Part}"));
        string rest = left is { } bytes ? $" and has {bytes:N0} left" : "";
        return new DeviceException(
            $"{network} needs {taken.Sum(part => part.Bytes):N0} bytes on {device} at these sizes ({each}), which does not have them{rest}; a smaller batch needs less.");
    }
}
