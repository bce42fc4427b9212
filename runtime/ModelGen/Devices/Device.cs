using ModelGen.Runtime;

namespace ModelGen;

/// <summary>What a network runs on. Without a word it is the processor; packages bring others.</summary>
public abstract class Device
{
    private protected Device()
    {
    }

    /// <summary>The processor and its memory.</summary>
    public static Device Cpu { get; } = new Processor();

    /// <summary>Its name, for people.</summary>
    public abstract string Name { get; }

    /// <inheritdoc/>
    public override string ToString() => Name;

    /// <summary>Makes a network's home on the device; null for the processor, where it has one.</summary>
    internal abstract DeviceSession? Open(DeviceNetwork network);

    private sealed class Processor : Device
    {
        public override string Name => "the processor";

        internal override DeviceSession? Open(DeviceNetwork network) => null;
    }
}

/// <summary>A device is missing, too old, out of memory, or has failed; the message says what to do.</summary>
/// <param name="message">What happened.</param>
public sealed class DeviceException(string message) : Exception(message);
