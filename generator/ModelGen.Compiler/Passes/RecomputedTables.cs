using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Computes anew in the backward pass what a product of two matrices gives for each sample, as the scores of an attention, and what is made of it element by element: less than the
/// factors were there to compute it from, and to write and read back that much takes as long.
/// </summary>
public static class RecomputedTables
{
    // Up to sums of this length the product is no more work than its way to memory and back.
    private const long LongestSum = 128;

    /// <summary>Runs the pass.</summary>
    public static NetworkGraph Run(NetworkGraph graph, GraphBuilder builder)
    {
        HashSet<Node> tables = Tables(graph);
        if (tables.Count == 0)
            return graph;
        var again = new Dictionary<Node, Node>();
        return graph.Rewrite((node, inputs) =>
        {
            bool readsAnew = node.Provenance.IsGradient && node.Inputs.Any(tables.Contains);
            return builder.Rebuild(node, readsAnew ? node.Inputs.Zip(inputs, (input, rewritten) => tables.Contains(input) ? Again(input, rewritten) : rewritten).ToArray() : inputs);
        });

        // The same value, as the backward pass computes it.
        Node Again(Node original, Node rewritten)
        {
            if (again.TryGetValue(original, out Node? known))
                return known;
            Node[] inputs = original.Inputs.Zip(rewritten.Inputs, (input, same) => tables.Contains(input) ? Again(input, same) : same).ToArray();
            Provenance outer = builder.Provenance;
            builder.Provenance = original.Provenance with { IsGradient = true };
            Node made = builder.Apply(original.Op is Contract contract ? contract with { IsRecomputed = true } : original.Op, inputs);
            builder.Provenance = outer;
            return again[original] = made;
        }
    }

    // The products, and what is made of them element by element.
    private static HashSet<Node> Tables(NetworkGraph graph)
    {
        var tables = new HashSet<Node>();
        var views = new HashSet<Node>();
        foreach (Node node in graph.TopologicalOrder().Where(node => !node.Provenance.IsGradient))
        {
            bool isOfTables = node.Inputs.Any(input => tables.Contains(input) || views.Contains(input));
            if (isOfTables ? node.Op is ElementwiseOp && node.Inputs.Any(tables.Contains) : IsTable(node))
                tables.Add(node);
            else if (isOfTables && node.Op.Cost == 0)
                views.Add(node);
        }

        // What the forward pass leaves to the caller is in memory in any case.
        return tables.Overlaps(graph.Roots) ? [] : tables;
    }

    private static bool IsTable(Node node)
    {
        if (node.Op is not Contract { OutRank: >= 3 } contract
            || !(contract.Axes.Skip(contract.OutRank).Aggregate((Size)1, (product, axis) => product * axis.Extent) is { IsConstant: true, Constant: <= LongestSum }))
        {
            return false;
        }

        int row = contract.OutRank - 2, column = contract.OutRank - 1;
        bool Reads(IEnumerable<AxisMap> maps, int axis) => maps.Any(map => map.Terms.Any(term => term.Axis == axis));
        bool AreApart(int one, int other) => Reads(contract.Left, one) && !Reads(contract.Right, one) && Reads(contract.Right, other) && !Reads(contract.Left, other);
        return !node.Shape.Elements.IsConstant && node.Shape.Sizes.Skip(row).All(size => size is { IsConstant: true, IsOne: false })
            && Enumerable.Range(0, row).All(item => Reads(contract.Left, item) && Reads(contract.Right, item))
            && (AreApart(row, column) || AreApart(column, row));
    }
}
