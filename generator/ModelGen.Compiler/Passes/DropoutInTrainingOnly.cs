using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Passes;

/// <summary>Takes dropout out of a program that does not train: there every element is kept, unscaled.</summary>
public static class DropoutInTrainingOnly
{
    /// <summary>Runs the pass.</summary>
    public static NetworkGraph Run(NetworkGraph graph, GraphBuilder builder) => graph.Rewrite((node, inputs) => node.Op is DropoutFactor
        ? builder.Filled(1, node.Shape)
        : builder.ApplyFor(node, node.Op, inputs.ToArray()));
}
