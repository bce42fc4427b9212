using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Passes;

/// <summary>Which values get memory, and which are computed inside the kernels that use them.</summary>
/// <param name="Kernels">The kernels in the order in which they run, each with the values it writes; the values of one kernel share its reduction.</param>
/// <param name="Aliases">Values that are the memory of another value under another shape.</param>
/// <param name="Loops">For each kernel the loop that it is a part of, whose kernels follow each other; null for those that run once.</param>
public sealed record FusionPlan(IReadOnlyList<IReadOnlyList<Node>> Kernels, IReadOnlyDictionary<Node, Node> Aliases, IReadOnlyList<int?> Loops);

/// <summary>
/// Decides what is fused. Elementwise ops are computed where they are used; a contraction or reduction takes in the pool and the elementwise ops
/// that follow it; what would be computed more than once, unless it costs next to nothing, is stored.
/// </summary>
public sealed class Fusion
{
    private const int CheapEnoughToRepeat = 3;

    // A longer expression would be no faster, and its depth is that of the recursion that prints it.
    private const int LongestExpression = 64;

    private readonly IReadOnlyList<Node> _order;
    private readonly StepLoops _loops;
    private readonly IReadOnlyDictionary<Node, IReadOnlyList<Node>> _users;
    private readonly HashSet<Node> _stored;

    // The reductions computed inside a value's own expression, as far as it is not read from memory.
    private readonly Dictionary<Node, HashSet<Node>> _reductions = [];

    // What computing a value takes, and of how many ops its expression is, down to what is read from memory.
    private readonly Dictionary<Node, int> _costs = [];
    private readonly Dictionary<Node, int> _lengths = [];

    // Values that come from nothing but numbers of the source and sizes.
    private readonly HashSet<Node> _constants = [];

    private Fusion(NetworkGraph graph)
    {
        _loops = StepLoops.Of(graph);
        _order = graph.TopologicalOrder();
        _users = graph.Users();
        _stored = [.. graph.Roots];
    }

    /// <summary>Plans the kernels of a graph.</summary>
    public static FusionPlan Plan(NetworkGraph graph) => new Fusion(graph).Plan();

    private FusionPlan Plan()
    {
        foreach (Node node in _order)
            Visit(node);
        Dictionary<Node, Node> aliases = _order
            .Where(node => node.Op is Reshape && !Reshape.OnlyRenames(node))
            .ToDictionary(node => node, node => node.Inputs[0]);
        Node[] written = _order.Where(node => _stored.Contains(node) && node.Op is not (SourceOp or PreviousState) && !aliases.ContainsKey(node)).ToArray();
        IReadOnlyList<IReadOnlyList<Node>> kernels = new KernelOrder(_loops, Group(written)).Run(written);
        return new FusionPlan(kernels, aliases, kernels.Select(outputs => _loops.LoopOf(outputs[0])).ToArray());
    }

    private void Visit(Node node)
    {
        if (node.Op is Constant or ElementCount || (node.Op is not SourceOp && node.Inputs.Count > 0 && node.Inputs.All(_constants.Contains)))
            _constants.Add(node);
        if (node.Op is SourceOp or PreviousState)
        {
            _stored.Add(node);
            _reductions[node] = [];
            return;
        }

        var inside = new HashSet<Node>();
        if (IsReduction(node.Op))
            inside.Add(node);
        foreach (Node input in node.Inputs)
        {
            if (_stored.Contains(input))
                continue;
            HashSet<Node> inner = _reductions[input];
            if (_lengths[input] >= LongestExpression || !MayBeInside(input, node) || (inner.Count > 0 && !Fits(inside, inner, node)))
                StoreBehindViews(input);
            else
                inside.UnionWith(inner);
        }

        (int cost, int length) = (node.Op.Cost, 1);
        foreach (Node input in node.Inputs)
        {
            if (!_stored.Contains(input))
                (cost, length) = (cost + _costs[input], length + _lengths[input]);
        }

        (_reductions[node], _costs[node], _lengths[node]) = (inside, cost, length);
        // A kernel of its own draws four neighbours' numbers at once, which costs less than writing and reading a byte for each.
        if (node.Op is Reshape && !Reshape.OnlyRenames(node) || node.Op is Copy or DropoutMask or Gather or StateOp)
            _stored.Add(node);
    }

    // One reduction at most is computed in a kernel, and a pool around it.
    private static bool Fits(HashSet<Node> inside, HashSet<Node> inner, Node node) =>
        node.Op switch
        {
            MaxPool or MaxPoolWinner => inner.All(reduction => reduction.Op is ContractionOp),
            ElementwiseOp or StateOp => inside.Count == 0 || inside.SetEquals(inner),
            Detach => true,
            _ => false,
        };

    // A view is nothing to store: what it views is.
    private void StoreBehindViews(Node node)
    {
        if (IsView(node))
        {
            foreach (Node input in node.Inputs)
                StoreBehindViews(input);
        }
        else if (node.Op.Cost > 0 || node.Op is Reshape)
        {
            _stored.Add(node);
        }
    }

    private bool MayBeInside(Node value, Node user)
    {
        if ((value.Op is Reshape && !Reshape.OnlyRenames(value)) || value.Op is ContractionOp { SumsInMemory: true })
            return false;
        if (_constants.Contains(value))
            return true;
        if (_loops.LoopOf(value) != _loops.LoopOf(user) && !MayCrossLoop(value))
            return false;
        if (value.Op.Cost == 0)
            return value.Inputs.All(input => _stored.Contains(input) || MayBeInView(input, value, user));
        int readers = _users[value].Count;
        bool reduces = _reductions[value].Count > 0;
        return user.Op switch
        {
            ContractionOp => false,
            Reshape => Reshape.OnlyRenames(user) && readers == 1,
            Broadcast => false,
            MaxPool or MaxPoolWinner => IsPooledAlone(value, user),
            SumPool sum => !sum.Windows.Overlap && readers == 1 && !reduces,
            _ when IsSumOverBatch(value) => false,
            _ when reduces => readers == 1 && user.Op is ElementwiseOp or Detach or StateOp,
            Copy => readers == 1,
            _ => readers == 1 || _costs[value] <= CheapEnoughToRepeat,
        };
    }

    // Sums over a batch are taken in parts, and with others that read the same: what is made of them is computed behind that. A single number is no work.
    private static bool IsSumOverBatch(Node value) =>
        value is { Op: Reduce { Kind: ReductionKind.Sum }, Shape: { Rank: > 0, Elements.IsConstant: true } } && !value.Inputs[0].Shape.Elements.IsConstant;

    // Whether a value may be computed in another loop than its own, step by step or for all steps: not if it sums, nor if it tells one step from another.
    private bool MayCrossLoop(Node value) => _stored.Contains(value)
        || (_reductions[value].Count == 0 && value.Op is not (PlaceAt or Pad or Spread or Concat or At) && value.Inputs.All(MayCrossLoop));

    // Whether a value may be computed where a view of it is used.
    private bool MayBeInView(Node value, Node view, Node user) =>
        _constants.Contains(value) ? true
        : value.Op.Cost == 0 ? value.Inputs.All(input => _stored.Contains(input) || MayBeInView(input, value, user))
        : view.Op is Crop or Thin or Detach or At && user.Op is not ContractionOp && _users[value].Count == 1 && _reductions[value].Count == 0;

    // Whether all readers of a value are pools over the same windows, none of which overlap: each element is then computed once.
    private bool IsPooledAlone(Node value, Node pool)
    {
        PoolWindows windows = WindowsOf(pool);
        return !windows.Overlap && _users[value].All(user => user.Op is MaxPool or MaxPoolWinner && WindowsOf(user) == windows);
    }

    private static PoolWindows WindowsOf(Node pool) => pool.Op is MaxPool max ? max.Windows : ((MaxPoolWinner)pool.Op).Windows;

    private static bool IsReduction(PrimitiveOp op) =>
        op is ContractionOp or Reduce or MaxPool or MaxPoolWinner or MaxPoolGather or SumPool or MaxPoolGradient { Windows.Overlap: true } or SumPoolGradient { Windows.Overlap: true };

    private static bool IsView(Node node) => node.Op is Broadcast or Crop or Thin or Detach or Permute or At || (node.Op is Reshape && Reshape.OnlyRenames(node));

    // Values that share a contraction are written by one kernel.
    private List<List<Node>> Group(IReadOnlyList<Node> written)
    {
        var groups = new List<List<Node>>();
        var byContraction = new Dictionary<Node, List<List<Node>>>();
        foreach (Node node in written)
        {
            Node[] contractions = [.. _reductions[node].Where(reduction => reduction.Op is ContractionOp)];
            List<Node>? group = contractions
                .SelectMany(contraction => byContraction.TryGetValue(contraction, out List<List<Node>>? known) ? known : [])
                .FirstOrDefault(candidate => candidate[0].Shape == node.Shape && _loops.LoopOf(candidate[0]) == _loops.LoopOf(node));
            if (group is not null)
            {
                group.Add(node);
                continue;
            }

            groups.Add(group = [node]);
            foreach (Node contraction in contractions)
                (byContraction.TryGetValue(contraction, out List<List<Node>>? known) ? known : byContraction[contraction] = []).Add(group);
        }

        return groups;
    }
}
