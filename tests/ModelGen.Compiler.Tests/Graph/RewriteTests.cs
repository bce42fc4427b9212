using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Graph;

public class RewriteTests
{
    [Fact]
    public void What_no_node_changes_in_stays_the_same_graph()
    {
        (NetworkGraph graph, GraphBuilder builder) = Lowered();
        Assert.Same(graph, graph.Rewrite(builder.Rebuild));
        Assert.Same(graph.Users(), graph.Users());
    }

    [Fact]
    public void A_changed_node_changes_those_that_use_it_and_no_others()
    {
        (NetworkGraph graph, GraphBuilder builder) = Lowered();
        NetworkGraph rewritten = graph.Rewrite((node, inputs) => node.Op is Tanh ? builder.ApplyFor(node, new Exp(), [.. inputs]) : builder.Rebuild(node, inputs));
        Node[] before = [.. graph.TopologicalOrder()], after = [.. rewritten.TopologicalOrder()];
        Assert.Equal(["Exp", "Multiply"], after.Except(before).Select(node => node.Op.GetType().Name));
        Assert.Equal(["Tanh", "Multiply"], before.Except(after).Select(node => node.Op.GetType().Name));
    }

    [Fact]
    public void A_node_that_uses_another_twice_stands_twice_among_its_users()
    {
        (NetworkGraph graph, _) = Lowered();
        Node product = graph.Outputs[0], input = graph.TopologicalOrder().Single(node => node.Op is Input);
        Node square = graph.TopologicalOrder().First(node => node.Op is Multiply && node != product);
        Assert.Equal([square, square], graph.Users()[input]);
        Assert.Equal([product], graph.Users()[square].Where(user => user.Op is Multiply));
        Assert.Empty(graph.Users()[product]);
    }

    // x·x·tanh(x·x).
    private static (NetworkGraph Graph, GraphBuilder Builder) Lowered()
    {
        var source = new NetworkSource();
        int x = source.Input("x", "batch", 4), square = source.Binary("Multiply", x, x);
        var lowering = new NetworkLowering(source.Returns(source.Binary("Multiply", square, source.Unary("Tanh", square))).Build());
        return (lowering.Lower(), lowering.Builder);
    }
}
