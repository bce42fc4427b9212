using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// A contraction of which only a part is read computes that part alone, and what it reads is padded no further than it reads: the gradient of a padded image is cropped to the image
/// itself, and its edge need not be known.
/// </summary>
public static class CropIntoContraction
{
    /// <summary>Runs the pass.</summary>
    public static NetworkGraph Run(NetworkGraph graph, GraphBuilder builder)
    {
        IReadOnlyDictionary<Node, IReadOnlyList<Node>> users = graph.Users();
        var roots = new HashSet<Node>(graph.Roots);
        bool IsReadOnce(Node node) => users[node].Count == 1 && !roots.Contains(node);
        return graph.Rewrite((node, inputs) => node.Op is Crop crop && IsReadOnce(node.Inputs[0]) && inputs[0].Op is Contract contract
            ? Cropped(builder, inputs[0], contract, crop)
            : builder.Rebuild(node, inputs));
    }

    private static Node Cropped(GraphBuilder builder, Node node, Contract contract, Crop crop)
    {
        EquatableArray<AxisMap> Shifted(EquatableArray<AxisMap> maps) => maps.Select(map => map with
        {
            Offset = map.Offset + map.Terms.Where(term => term.Axis == crop.Axis).Sum(term => term.Coefficient * crop.Start),
        }).ToEquatableArray();
        var axes = contract.Axes.Select((axis, place) => place == crop.Axis ? axis with { Extent = crop.Length } : axis).ToEquatableArray();
        (Node left, EquatableArray<AxisMap> leftMaps) = Trimmed(builder, node.Inputs[0], Shifted(contract.Left), axes, crop.Axis);
        (Node right, EquatableArray<AxisMap> rightMaps) = Trimmed(builder, node.Inputs[1], Shifted(contract.Right), axes, crop.Axis);
        return builder.ApplyFor(node, contract with { Axes = axes, Left = leftMaps, Right = rightMaps }, left, right);
    }

    // An operand without the padding that is not read along the axes that a loop axis walks.
    private static (Node Operand, EquatableArray<AxisMap> Maps) Trimmed(
        GraphBuilder builder, Node operand, EquatableArray<AxisMap> maps, EquatableArray<ContractAxis> axes, int walked)
    {
        for (int axis = 0; axis < maps.Count; axis++)
        {
            AxisMap map = maps[axis];
            if (map.Terms.All(term => term.Axis != walked))
                continue;
            long Reach(bool last) => map.Offset + map.Terms.Sum(term => (term.Coefficient > 0) == last ? term.Coefficient * (axes[term.Axis].Extent.Constant - 1) : 0);
            long before = Reach(last: false), after = operand.Shape[axis].Constant - 1 - Reach(last: true);
            if (Trim(builder, operand, axis, before, after) is not { } trimmed)
                continue;
            (operand, long cut) = trimmed;
            maps = maps.Select((other, place) => place == axis ? other with { Offset = other.Offset - cut } : other).ToEquatableArray();
        }

        return (operand, maps);
    }

    // A value with up to so many elements less of its padding along an axis, and how many it lacks before; null where it is not padded there.
    private static (Node Value, long Before)? Trim(GraphBuilder builder, Node value, int axis, long before, long after)
    {
        if (value.Op is Pad pad && pad.Axis == axis)
        {
            long cut = Math.Min(before, pad.Before);
            return (builder.ApplyFor(value, pad with { Before = pad.Before - cut, After = pad.After - Math.Min(after, pad.After) }, value.Inputs[0]), cut);
        }

        // What is done along other axes comes to the same.
        int? along = value.Op is Pad other ? other.Axis : value.Op is Spread spread ? spread.Axis : null;
        if (along is not null && along != axis && Trim(builder, value.Inputs[0], axis, before, after) is { } inner)
            return (builder.ApplyFor(value, value.Op, inner.Value), inner.Before);
        return null;
    }
}
