using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>What compiling a network finds out about it besides its code.</summary>
/// <param name="Error">Why it does not compile; null where it does.</param>
/// <param name="Shapes">The shapes of its values; none where it does not compile.</param>
/// <param name="Layers">Its layers; none where it does not compile.</param>
internal sealed record NetworkFindings(SpecError? Error, IReadOnlyList<Shape> Shapes, IReadOnlyList<LayerSummary> Layers);

/// <summary>What was found out about the networks compiled last, by what their sources say: the generator and the analyzer of a process ask about the same ones.</summary>
/// <param name="most">How many networks it remembers.</param>
internal sealed class FindingsMemo(int most)
{
    private readonly object _gate = new();
    private readonly Dictionary<NetworkSpec, NetworkFindings> _findings = [];
    private readonly Queue<NetworkSpec> _order = new();

    /// <summary>The memo of the process.</summary>
    public static FindingsMemo OfProcess { get; } = new(most: 64);

    /// <summary>What was found out about a network; null where it was not compiled lately.</summary>
    public NetworkFindings? Find(NetworkSpec spec)
    {
        lock (_gate)
            return _findings.TryGetValue(spec, out NetworkFindings? found) ? found : null;
    }

    /// <summary>Remembers what was found out about a network.</summary>
    public void Add(NetworkSpec spec, NetworkFindings found)
    {
        lock (_gate)
        {
            if (_findings.ContainsKey(spec))
                return;
            if (_order.Count == most)
                _findings.Remove(_order.Dequeue());
            _order.Enqueue(spec);
            _findings.Add(spec, found);
        }
    }
}
