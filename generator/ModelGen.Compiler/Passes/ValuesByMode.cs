using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>
/// Replaces what differs between a training step and other programs by what it is in one of them: outside training nothing is dropped, what batches have
/// left behind takes the place of a batch's own statistics, and no state changes.
/// </summary>
public static class ValuesByMode
{
    /// <summary>Runs the pass for a training step.</summary>
    public static NetworkGraph InTraining(NetworkGraph graph, GraphBuilder builder) => Run(graph, builder, trains: true);

    /// <summary>Runs the pass for a program that does not train.</summary>
    public static NetworkGraph Elsewhere(NetworkGraph graph, GraphBuilder builder) => Run(graph with { Updates = [] }, builder, trains: false);

    private static NetworkGraph Run(NetworkGraph graph, GraphBuilder builder, bool trains) => graph.Rewrite((node, inputs) => node.Op is IModeOp op
        ? op.Value(builder, node, inputs, trains)
        : builder.Rebuild(node, inputs));
}
