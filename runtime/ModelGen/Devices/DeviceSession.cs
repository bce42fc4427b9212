using System.Reflection;

namespace ModelGen.Runtime;

/// <summary>What a device must know of a network to make it a home.</summary>
/// <param name="Name">Its class's name, for messages.</param>
/// <param name="Kernels">The full name of the class that holds its kernels.</param>
/// <param name="Assembly">The assembly that its kernels are embedded in.</param>
/// <param name="ParameterFloats">The size of its parameters' block.</param>
/// <param name="TrainedFloats">How many of them optimisers move; the states behind take on what a training step left for them in the gradients' block.</param>
internal sealed record DeviceNetwork(string Name, string Kernels, Assembly Assembly, long ParameterFloats, long TrainedFloats);

/// <summary>A network's home on a device: its parameters, gradients and arena there. Between calls the host's parameters are current unless <see cref="Fetch"/> says otherwise.</summary>
internal abstract unsafe class DeviceSession : IDisposable
{
    private readonly List<LaunchList> lists = [];
    private LaunchList? current;
    private bool hostIsNewer = true;
    private bool parametersAreNewer;
    private bool gradientsAreNewer;

    /// <summary>Whether the device can tell how long its kernels take.</summary>
    public abstract bool CanProfile { get; }

    /// <summary>The profile in progress; null where there is none.</summary>
    public KernelProfile? Profile { get; set; }

    /// <summary>Runs a program. Allocates nothing once the sizes are known.</summary>
    /// <param name="network">The network's name.</param>
    /// <param name="program">The program.</param>
    /// <param name="sizes">The value of each symbol.</param>
    /// <param name="fill">Fills a list of launches.</param>
    /// <param name="memory">The host's memory, with the inputs.</param>
    public void Run(string network, int program, ReadOnlySpan<int> sizes, Action<int, LaunchList> fill, NetworkMemory memory)
    {
        current = Find(program, sizes);
        if (current is null)
        {
            current = new LaunchList(network, program, sizes);
            fill(program, current);
            Prepare(current);
            lists.Add(current);
        }

        Push(memory);
        Run(current, memory);
        gradientsAreNewer = true;
    }

    /// <summary>Copies out what a program has left, by where the host's program would have.</summary>
    public void Read(long hostOffset, Span<float> destination)
    {
        DeviceBuffer buffer = (current ?? throw new InvalidOperationException("Nothing has run yet.")).ResultAt(hostOffset);
        if (destination.Length > buffer.Elements)
            throw new ArgumentException($"A result has {buffer.Elements} values; {destination.Length} were asked for.");
        Read(buffer, destination);
    }

    /// <summary>Lets an optimiser take a step; without one the states alone change.</summary>
    public void Update(OptimizerState? state, NetworkMemory memory)
    {
        Push(memory);
        Update(state);
        parametersAreNewer = true;
    }

    /// <summary>Makes the host's parameters and gradients current, since it is about to read or change them.</summary>
    public void Fetch(NetworkMemory memory)
    {
        if (parametersAreNewer)
            Read(DeviceMemory.Parameters, memory.Parameters, memory.ParameterFloats);
        if (gradientsAreNewer)
            Read(DeviceMemory.Gradients, memory.Gradients, memory.ParameterFloats);
        (parametersAreNewer, gradientsAreNewer, hostIsNewer) = (false, false, true);
    }

    /// <summary>Brings what optimisers remember back to the host.</summary>
    public abstract void FetchStates();

    /// <inheritdoc/>
    public abstract void Dispose();

    /// <summary>Makes a list of launches ready to run: kernels found, memory large enough.</summary>
    protected abstract void Prepare(LaunchList list);

    /// <summary>Runs the launches of a list over the host's inputs.</summary>
    protected abstract void Run(LaunchList list, NetworkMemory memory);

    /// <summary>Runs an optimiser's kernel where there is one, and brings the states up to date.</summary>
    protected abstract void Update(OptimizerState? state);

    /// <summary>Copies a buffer's first values to the host.</summary>
    protected abstract void Read(DeviceBuffer buffer, Span<float> destination);

    /// <summary>Copies a whole memory to the host.</summary>
    protected abstract void Read(DeviceMemory memory, float* destination, long floats);

    /// <summary>Copies a whole memory from the host.</summary>
    protected abstract void Write(DeviceMemory memory, float* source, long floats);

    /// <summary>The lists that were prepared.</summary>
    protected IReadOnlyList<LaunchList> Lists => lists;

    private LaunchList? Find(int program, ReadOnlySpan<int> sizes)
    {
        foreach (LaunchList list in lists)
        {
            if (list.IsFor(program, sizes))
                return list;
        }

        return null;
    }

    private void Push(NetworkMemory memory)
    {
        if (!hostIsNewer)
            return;
        Write(DeviceMemory.Parameters, memory.Parameters, memory.ParameterFloats);
        Write(DeviceMemory.Gradients, memory.Gradients, memory.ParameterFloats);
        hostIsNewer = false;
    }
}
