using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Passes;

/// <summary>In which order the axes of each value are stored, outermost first.</summary>
public sealed class Layout
{
    // The lanes of the widest vector; narrow results are those that fill less than this share of the vectors they take, behind sums of at least so many terms.
    private const long WideVector = 16;
    private const double FullEnough = 0.75;
    private const long ShortestNarrowSum = 512;

    private readonly Dictionary<Node, int[]> _orders = [];

    // What a reshape reads, element by element in the network's own order.
    private readonly HashSet<Node> _rowMajor = [];

    // How another program of the network stores the parameters.
    private readonly IReadOnlyList<ParameterStorage> _decided;

    private Layout(IReadOnlyList<ParameterStorage> decided) => _decided = decided;

    /// <summary>The order of a value's axes in memory; the network's own where nothing wants another.</summary>
    public int[] OrderOf(Node node) =>
        _orders.TryGetValue(node, out int[]? order) ? order : Enumerable.Range(0, node.Shape.Rank).ToArray();

    /// <summary>The strides, for each axis, of a value stored in its order.</summary>
    public EquatableArray<Size> StridesOf(Node node)
    {
        var strides = new Size[node.Shape.Rank];
        Size stride = 1;
        foreach (int axis in OrderOf(node).Reverse())
        {
            strides[axis] = stride;
            stride *= node.Shape[axis];
        }

        return new EquatableArray<Size>(strides);
    }

    /// <summary>
    /// Chooses the orders and inserts the copies they need. Images and their gradients are stored channels last, so that vectors run over channels; a weight
    /// is stored as its forward contraction reads it, its gradient like it; where a contraction finds no operand whose neighbours fill a
    /// vector, that operand is packed into a copy once per step.
    /// </summary>
    /// <param name="graph">The graph.</param>
    /// <param name="builder">The builder that made it.</param>
    /// <param name="decided">How another program of the network stores the parameters that it reads.</param>
    /// <param name="packs">Whether operands are packed.</param>
    public static (NetworkGraph Graph, Layout Layout) Choose(NetworkGraph graph, GraphBuilder builder, IReadOnlyList<ParameterStorage> decided, bool packs)
    {
        Dictionary<Node, int> images = Images(graph);
        graph = CopyWhereRowMajorIsNeeded(graph, builder, images);
        var layout = new Layout(decided);
        layout.Assign(graph, Images(graph));
        if (packs)
        {
            graph = layout.PackOperands(graph, builder);
            layout.Assign(graph, Images(graph));
        }

        return (graph, layout);
    }

    private void Assign(NetworkGraph graph, Dictionary<Node, int> images)
    {
        _orders.Clear();
        _rowMajor.Clear();
        _rowMajor.UnionWith(graph.TopologicalOrder().Where(node => node.Op is Reshape).Select(node => node.Inputs[0]));
        foreach (Node node in graph.TopologicalOrder())
        {
            if (node.Op is Parameter parameter && _decided.FirstOrDefault(storage => storage.Slot == parameter.Slot) is { } storage)
                _orders[node] = storage.Order.ToArray();
            else if (node.Op is IStoredInOrder stored)
                _orders[node] = stored.Order.ToArray();
            else if (images.TryGetValue(node, out int spatial))
                _orders[node] = ChannelsLast(node.Shape.Rank, spatial);
            if (node.Op is Contract contract)
                AssignWeights(node, contract);
        }

        foreach (ParameterGradient pair in graph.Gradients)
            _orders[pair.Gradient] = OrderOf(pair.Parameter);
        foreach (StateUpdate update in graph.Updates)
            _orders[update.Value] = OrderOf(update.State);
    }

    // A weight is stored with the summed axes first, in the order in which the other operand stores them, and the result's axes last, along which vectors run; where those
    // are too few to fill one, the other way round, and vectors run along the sum.
    private void AssignWeights(Node node, Contract contract)
    {
        for (int operand = 0; operand < 2; operand++)
        {
            Node weight = node.Inputs[operand];
            if (weight.Op is not Parameter || _orders.ContainsKey(weight) || _rowMajor.Contains(weight))
                continue;
            EquatableArray<AxisMap> maps = operand == 0 ? contract.Left : contract.Right;
            if (maps.Any(map => map.Single is null && map.Terms.Count > 0))
                continue;
            List<int> summed = SummedAxesInOrder(node, contract, 1 - operand);
            int resultsAt = IsNarrow(contract, maps) ? -contract.OutRank : summed.Count;
            int Rank(int axis) => maps[axis].Single is not { } loop ? -1 : summed.IndexOf(loop) is var place && place >= 0 ? place : resultsAt + loop;
            _orders[weight] = Enumerable.Range(0, maps.Count).OrderBy(Rank).ToArray();
        }
    }

    // Whether an operand gives the result so few columns that they leave lanes of a wide vector idle, for sums long enough to run vectors along them.
    private static bool IsNarrow(Contract contract, EquatableArray<AxisMap> maps)
    {
        Size Extents(Func<int, bool> included) => maps.Select(map => map.Single).OfType<int>().Where(included).Aggregate((Size)1, (product, axis) => product * contract.Axes[axis].Extent);
        Size columns = Extents(axis => axis < contract.OutRank), sum = Extents(axis => axis >= contract.OutRank);
        if (!columns.IsConstant || !sum.IsConstant || sum.Constant < ShortestNarrowSum || columns.Constant >= 2 * WideVector)
            return false;
        long lanes = (columns.Constant + WideVector - 1) / WideVector * WideVector;
        return columns.Constant < FullEnough * lanes;
    }

    private List<int> SummedAxesInOrder(Node node, Contract contract, int operand)
    {
        EquatableArray<AxisMap> maps = operand == 0 ? contract.Left : contract.Right;
        return OrderOf(node.Inputs[operand])
            .SelectMany(axis => maps[axis].Terms.Select(term => term.Axis))
            .Where(axis => axis >= contract.OutRank)
            .ToList();
    }

    private NetworkGraph PackOperands(NetworkGraph graph, GraphBuilder builder)
    {
        return graph.Rewrite((node, inputs) => node.Op is Contract contract && !HasVectorAxis(node, contract) && !SumsAlongNeighbours(node, contract)
            ? builder.Rebuild(node, Packed(builder, node, contract, inputs))
            : builder.Rebuild(node, inputs));
    }

    // Whether some axis of the result has neighbours side by side in one operand and is absent from the other.
    private bool HasVectorAxis(Node node, Contract contract) =>
        Enumerable.Range(0, contract.OutRank).Any(axis =>
            !contract.Axes[axis].Extent.IsOne
            && ((IsInnermost(node, contract.Left, 0, axis) && !Uses(contract.Right, axis))
                || (IsInnermost(node, contract.Right, 1, axis) && !Uses(contract.Left, axis))));

    // Whether a narrow result is summed along an axis whose neighbours lie side by side in both operands.
    private bool SumsAlongNeighbours(Node node, Contract contract) =>
        (IsNarrow(contract, contract.Left) || IsNarrow(contract, contract.Right))
        && Enumerable.Range(contract.OutRank, contract.Axes.Count - contract.OutRank).Any(axis =>
            !contract.Axes[axis].Extent.IsOne && IsInnermost(node, contract.Left, 0, axis) && IsInnermost(node, contract.Right, 1, axis));

    private bool IsInnermost(Node node, EquatableArray<AxisMap> maps, int operand, int axis)
    {
        Node value = node.Inputs[operand];
        int innermost = OrderOf(value).LastOrDefault(candidate => !value.Shape[candidate].IsOne);
        return maps.Count > 0 && maps[innermost].Terms.Any(term => term.Axis == axis && term.Coefficient == 1);
    }

    private static bool Uses(EquatableArray<AxisMap> maps, int axis) => maps.Any(map => map.Terms.Any(term => term.Axis == axis));

    // The operands, of which one may be packed.
    private IReadOnlyList<Node> Packed(GraphBuilder builder, Node node, Contract contract, IReadOnlyList<Node> operands)
    {
        int[] order = OrderOf(node);
        int vector = order.LastOrDefault(axis => !node.Shape[axis].IsOne);
        if (contract.OutRank == 0)
            return operands;
        int operand = Uses(contract.Left, vector) ? 0 : 1;
        EquatableArray<AxisMap> maps = operand == 0 ? contract.Left : contract.Right;
        if (maps.Any(map => map.Single is null) || Uses(operand == 0 ? contract.Right : contract.Left, vector))
            return operands;
        List<int> summed = SummedAxesInOrder(node, contract, 1 - operand);
        int Rank(int axis)
        {
            int loop = maps[axis].Single!.Value;
            return loop == vector ? int.MaxValue
                : loop < contract.OutRank ? Array.IndexOf(order, loop)
                : contract.OutRank + summed.IndexOf(loop);
        }

        int[] packed = Enumerable.Range(0, maps.Count).OrderBy(Rank).ToArray();
        Node copy = builder.ApplyFor(operands[operand], new Copy(new(packed), contract.IsRecomputed ? Copy.OfBackwardPass : Copy.Shared), operands[operand]);
        return operands.Select((value, place) => place == operand ? copy : value).ToArray();
    }

    // The values stored channels last, and how many axes a kernel moves along: what convolutions read and write, and what is connected with that through ops that keep positions, or
    // that make axes of their own of groups of channels, which lie in memory as they did.
    private static Dictionary<Node, int> Images(NetworkGraph graph)
    {
        var images = new Dictionary<Node, int>();
        var open = new Stack<Node>();
        bool IsStoredAtWill(Node node) => node.Op is not (SourceOp or Reshape or Copy or StateOp or PreviousState);
        void Mark(Node node, int spatial)
        {
            if (node.Shape.Rank - spatial is not (2 or 3) || images.ContainsKey(node) || !(IsStoredAtWill(node) || (RegroupsChannels(node, spatial) && node.Inputs[0].Op.Cost > 0 && IsStoredAtWill(node.Inputs[0]))))
                return;
            images.Add(node, spatial);
            open.Push(node);
        }

        foreach (Node node in graph.TopologicalOrder())
        {
            if (node.Op is IImageOp op)
            {
                foreach (int input in op.ImageInputs)
                    Mark(node.Inputs[input], node.Inputs[input].Shape.Rank - 2);
                if (op.GivesImage)
                    Mark(node, node.Shape.Rank - 2);
            }

            if (node.Op is not Contract contract)
                continue;
            foreach ((EquatableArray<AxisMap> maps, int operand) in new[] { (contract.Left, 0), (contract.Right, 1) })
            {
                int spatial = maps.Count(map => map.Terms.Count > 1);
                if (spatial == 0)
                    continue;
                Mark(node.Inputs[operand], spatial);
                if (maps[0].Single == 0)
                    Mark(node, spatial);
            }
        }

        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (KeepsPositions(node.Op))
            {
                foreach (Node input in node.Inputs)
                    Mark(input, images[node]);
            }

            foreach (Node user in graph.Users()[node].Where(user => KeepsPositions(user.Op)))
                Mark(user, images[node]);
        }

        return images;
    }

    private static bool KeepsPositions(PrimitiveOp op) =>
        op is ElementwiseOp or IPoolOp or Pad or Crop or Spread or Thin or Detach or Broadcast or Reshape;

    // Whether a value is another with its axis of channels split into groups, or with groups joined into one: stored channels last, both lie in memory alike.
    private static bool RegroupsChannels(Node node, int spatial)
    {
        if (node.Op is not Reshape)
            return false;
        Shape from = node.Inputs[0].Shape, to = node.Shape;
        return from.Rank - spatial is 2 or 3 && from.Rank != to.Rank && from[0] == to[0] && from.Sizes.Skip(from.Rank - spatial).SequenceEqual(to.Sizes.Skip(to.Rank - spatial));
    }

    // A reshape reads its elements in the network's own order, and so does whoever receives an output.
    private static NetworkGraph CopyWhereRowMajorIsNeeded(NetworkGraph graph, GraphBuilder builder, Dictionary<Node, int> images)
    {
        Node RowMajor(Node original, Node value) =>
            (images.TryGetValue(original, out int spatial) && !SameInBothOrders(original.Shape, spatial)) || (original.Op.Cost == 0 && original.Op is not (SourceOp or Reshape))
            ? builder.ApplyFor(original, new Copy(new(Enumerable.Range(0, original.Shape.Rank))), value)
            : value;
        IReadOnlyList<Node> outputs = graph.Outputs;
        // What only renames the axes of a part finds them where they are.
        graph = graph.Rewrite((node, inputs) => node.Op is Reshape && !images.ContainsKey(node) && !(node.Inputs[0].Op is Crop or Permute && Reshape.OnlyRenames(node))
            ? builder.ApplyFor(node, node.Op, RowMajor(node.Inputs[0], inputs[0]))
            : builder.Rebuild(node, inputs));
        return graph with { Outputs = outputs.Zip(graph.Outputs, RowMajor).ToArray() };
    }

    private static bool SameInBothOrders(Shape shape, int spatial) =>
        shape.Sizes.Take(shape.Rank - spatial).Skip(1).All(size => size.IsOne) || shape.Sizes.Skip(shape.Rank - spatial).All(size => size.IsOne);

    private static int[] ChannelsLast(int rank, int spatial) => [0, .. Enumerable.Range(rank - spatial, spatial), .. Enumerable.Range(1, rank - spatial - 1)];
}
