using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Graph;

/// <summary>
/// Makes nodes: infers their shapes, folds what is constant and returns the node there already is for an op on the same inputs, so that common
/// subexpressions never come twice.
/// </summary>
public sealed class GraphBuilder
{
    private readonly Dictionary<NodeKey, Node> _nodes = [];
    private int _nextId;

    /// <summary>What the nodes made next are made for.</summary>
    public Provenance Provenance { get; set; } = new(-1, "network", false);

    /// <summary>Applies an op.</summary>
    public Node Apply(PrimitiveOp op, params Node[] inputs)
    {
        if (op.Simplify(this, inputs) is { } simpler)
            return simpler;
        var key = new NodeKey(op, inputs);
        if (_nodes.TryGetValue(key, out Node? known))
            return known;
        var node = new Node(_nextId++, op, inputs, op.InferShape(inputs), op.InferType(inputs), Provenance);
        _nodes.Add(key, node);
        return node;
    }

    /// <summary>Applies an op on behalf of the call that an existing node serves.</summary>
    public Node ApplyFor(Node served, PrimitiveOp op, params Node[] inputs)
    {
        Provenance outer = Provenance;
        Provenance = served.Provenance;
        Node node = Apply(op, inputs);
        Provenance = outer;
        return node;
    }

    /// <summary>An existing node's op applied to other inputs; the node itself where they are its own.</summary>
    public Node Rebuild(Node node, IReadOnlyList<Node> inputs) => ReferenceEquals(inputs, node.Inputs) ? node : ApplyFor(node, node.Op, inputs.ToArray());

    /// <summary>A number, as a value without axes.</summary>
    public Node Constant(double value) => Apply(new Constant(value));

    /// <summary>A number repeated over a shape.</summary>
    public Node Filled(double value, Shape shape) => BroadcastTo(Constant(value), shape, []);

    /// <summary>
    /// Repeats a value over <paramref name="shape"/>: its axis i becomes axis <paramref name="axes"/>[i] of the result, with the same size or from 1.
    /// </summary>
    public Node BroadcastTo(Node value, Shape shape, IEnumerable<int> axes) => Apply(new Broadcast(shape, new(axes)), value);

    /// <summary>Sums over axes, which disappear.</summary>
    public Node Sum(Node value, IEnumerable<int> axes) => Apply(new Reduce(ReductionKind.Sum, new(axes)), value);

    private sealed class NodeKey(PrimitiveOp op, Node[] inputs) : IEquatable<NodeKey>
    {
        private readonly PrimitiveOp _op = op;
        private readonly Node[] _inputs = inputs;

        public bool Equals(NodeKey? other) => other is not null && _op.Equals(other._op) && _inputs.SequenceEqual(other._inputs);

        public override bool Equals(object? obj) => Equals(obj as NodeKey);

        public override int GetHashCode() =>
            _inputs.Aggregate(_op.GetHashCode(), (hash, input) => unchecked((hash * 31) + input.Id));
    }
}
