using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Lets a contraction that sums over a flattened axis sum over the axes it was joined from: Σ_f x[n, f]·w[u, f] becomes Σ_c,h,w x[n, c, h, w]·w[u, c, h, w].
/// The value then need not be laid out in the flattened order, and a weight takes on the finer shape (its saved form stays as it is).
/// </summary>
public static class ReshapeIntoContraction
{
    /// <summary>Runs the pass.</summary>
    public static NetworkGraph Run(NetworkGraph graph, GraphBuilder builder)
    {
        graph = graph.Rewrite((node, inputs) => Sink(builder, node, inputs));
        graph = graph.Rewrite((node, inputs) => node.Op is Contract contract
            ? Absorb(builder, node, contract, inputs)
            : builder.Rebuild(node, inputs));
        return RefineParameters(graph, builder);
    }

    // f(reshape(x), …) = reshape(f(x, …)), where every operand can be had in the shape of x.
    private static Node Sink(GraphBuilder builder, Node node, IReadOnlyList<Node> inputs)
    {
        if (node.Op is ElementwiseOp && inputs.FirstOrDefault(input => input.Op is Reshape) is { } reshaped)
        {
            Node[] finer = inputs.Select(input => InShape(builder, input, reshaped.Inputs[0].Shape)).OfType<Node>().ToArray();
            if (finer.Length == inputs.Count)
                return builder.ApplyFor(reshaped, reshaped.Op, builder.ApplyFor(node, node.Op, finer));
        }

        return builder.Rebuild(node, inputs);
    }

    private static Node? InShape(GraphBuilder builder, Node value, Shape shape) => value.Op switch
    {
        Reshape when value.Inputs[0].Shape == shape => value.Inputs[0],
        DropoutMask mask => mask.Reshaped(shape) is { } reshaped ? builder.ApplyFor(value, reshaped) : null,
        UnaryOp => InShape(builder, value.Inputs[0], shape) is { } inner ? builder.ApplyFor(value, value.Op, inner) : null,
        _ => null,
    };

    private static Node Absorb(GraphBuilder builder, Node node, Contract contract, IReadOnlyList<Node> inputs)
    {
        for (int operand = 0; operand < 2; operand++)
        {
            if (inputs[operand].Op is not Reshape)
                continue;
            Shape finer = inputs[operand].Inputs[0].Shape;
            EquatableArray<AxisMap> maps = operand == 0 ? contract.Left : contract.Right;
            foreach (AxisGroup group in AxisGroup.Between(finer, inputs[operand].Shape))
            {
                if (group.ToEnd - group.ToStart != 1 || group.FromEnd - group.FromStart < 2)
                    continue;
                if (maps[group.ToStart].Single is { } axis && axis >= contract.OutRank)
                    return Split(builder, node, contract, inputs, axis, finer.Sizes.Skip(group.FromStart).Take(group.FromEnd - group.FromStart).ToArray());
            }
        }

        return builder.ApplyFor(node, contract, inputs.ToArray());
    }

    // Replaces one summed axis by several, in both operands, and looks for the next.
    private static Node Split(GraphBuilder builder, Node node, Contract contract, IReadOnlyList<Node> inputs, int axis, Size[] sizes)
    {
        string[] names = sizes.Length == 3 ? ["channel", "row", "column"] : sizes.Select((_, i) => $"part{i}").ToArray();
        List<ContractAxis> axes = contract.Axes.ToList();
        axes.RemoveAt(axis);
        axes.InsertRange(axis, sizes.Select((size, i) => new ContractAxis(Unique(contract, names[i]), size)));
        int Moved(int old) => old <= axis ? old : old + sizes.Length - 1;
        (Node Operand, EquatableArray<AxisMap> Maps) Refine(Node operand, EquatableArray<AxisMap> maps)
        {
            var shape = new List<Size>();
            var refined = new List<AxisMap>();
            for (int i = 0; i < maps.Count; i++)
            {
                bool split = maps[i].Single == axis;
                shape.AddRange(split ? sizes : [operand.Shape[i]]);
                refined.AddRange(split
                    ? Enumerable.Range(axis, sizes.Length).Select(AxisMap.At)
                    : [maps[i] with { Terms = maps[i].Terms.Select(term => term with { Axis = Moved(term.Axis) }).ToEquatableArray() }]);
            }

            return (builder.ApplyFor(operand, new Reshape(Shape.From(shape)), operand), refined.ToEquatableArray());
        }

        (Node left, EquatableArray<AxisMap> leftMaps) = Refine(inputs[0], contract.Left);
        (Node right, EquatableArray<AxisMap> rightMaps) = Refine(inputs[1], contract.Right);
        return Absorb(builder, node, new Contract(axes.ToEquatableArray(), contract.OutRank, leftMaps, rightMaps), [left, right]);
    }

    private static string Unique(Contract contract, string name) =>
        contract.Axes.Any(axis => axis.Name == name) ? name + "In" : name;

    // A parameter that is only read through one reshape, and is no result, takes on that shape itself.
    private static NetworkGraph RefineParameters(NetworkGraph graph, GraphBuilder builder)
    {
        IReadOnlyDictionary<Node, IReadOnlyList<Node>> users = graph.Users();
        var roots = new HashSet<Node>(graph.Roots);
        Shape? FinerShape(Node parameter)
        {
            List<PrimitiveOp> readers = users[parameter].Select(user => user.Op).Distinct().ToList();
            return readers.Count == 1 && readers[0] is Reshape reshape && reshape.Target.Rank > parameter.Shape.Rank ? reshape.Target : null;
        }

        return graph.Rewrite((node, inputs) =>
            node.Op is Parameter { IsTrained: true } parameter && !roots.Contains(node) && FinerShape(node) is { } finer
                ? builder.ApplyFor(node, parameter with { Shape = finer })
                : builder.Rebuild(node, inputs));
    }
}
