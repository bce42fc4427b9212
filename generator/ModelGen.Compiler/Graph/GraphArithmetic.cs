using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Graph;

/// <summary>The usual arithmetic on values of one shape, for ops that are written in other ops.</summary>
public static class GraphArithmetic
{
    /// <summary>x + y.</summary>
    public static Node Add(this GraphBuilder graph, Node left, Node right) => graph.Apply(new Add(), left, right);

    /// <summary>x + a number.</summary>
    public static Node Add(this GraphBuilder graph, Node value, double number) => graph.Apply(new Add(), value, graph.Filled(number, value.Shape));

    /// <summary>x − y.</summary>
    public static Node Subtract(this GraphBuilder graph, Node left, Node right) => graph.Apply(new Subtract(), left, right);

    /// <summary>x·y.</summary>
    public static Node Multiply(this GraphBuilder graph, Node left, Node right) => graph.Apply(new Multiply(), left, right);

    /// <summary>x times a number.</summary>
    public static Node Multiply(this GraphBuilder graph, Node value, double number) => graph.Apply(new Multiply(), value, graph.Filled(number, value.Shape));

    /// <summary>x/y.</summary>
    public static Node Divide(this GraphBuilder graph, Node left, Node right) => graph.Apply(new Divide(), left, right);

    /// <summary>−x.</summary>
    public static Node Negate(this GraphBuilder graph, Node value) => graph.Apply(new Negate(), value);

    /// <summary>1 where x is above y, else 0.</summary>
    public static Node IsAbove(this GraphBuilder graph, Node left, Node right) => graph.Apply(new Compare(Loops.Comparison.Greater), left, right);

    /// <summary>1 where x is above a number, else 0.</summary>
    public static Node IsAbove(this GraphBuilder graph, Node value, double number) => graph.IsAbove(value, graph.Filled(number, value.Shape));

    /// <summary>1 where x is below a number, else 0.</summary>
    public static Node IsBelow(this GraphBuilder graph, Node value, double number) => graph.IsAbove(graph.Filled(number, value.Shape), value);

    /// <summary>The second value where the condition holds, else the third.</summary>
    public static Node Where(this GraphBuilder graph, Node condition, Node whenTrue, Node whenFalse) =>
        graph.Apply(new Where(), condition, whenTrue, whenFalse);

    /// <summary>The value where the condition holds, else a number.</summary>
    public static Node Where(this GraphBuilder graph, Node condition, Node whenTrue, double whenFalse) =>
        graph.Where(condition, whenTrue, graph.Filled(whenFalse, whenTrue.Shape));

    /// <summary>A number where the condition holds, else the value.</summary>
    public static Node Where(this GraphBuilder graph, Node condition, double whenTrue, Node whenFalse) =>
        graph.Where(condition, graph.Filled(whenTrue, whenFalse.Shape), whenFalse);

    /// <summary>The value without some axes, repeated along them to the shape that it had with them.</summary>
    public static Node RepeatAlong(this GraphBuilder graph, Node value, Shape whole, IReadOnlyCollection<int> axes) =>
        graph.BroadcastTo(value, whole, Enumerable.Range(0, whole.Rank).Where(axis => !axes.Contains(axis)));
}
