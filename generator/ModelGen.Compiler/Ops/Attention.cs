using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>1 where a position along the last axis is not behind the one along the axis before it, else 0: what a causal attention may look at.</summary>
public sealed record NotBehind(Shape Shape) : PrimitiveOp
{
    /// <inheritdoc/>
    public override PrimitiveOp WithLeadingAxis(Size extent) => new NotBehind(Shape.After(extent));

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape;

    /// <inheritdoc/>
    public override ElementType InferType(IReadOnlyList<Node> inputs) => ElementType.UInt8;

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position) => new Select(
        Comparison.Greater, new IndexValue(position[position.Count - 1]), new IndexValue(position[position.Count - 2]), new IndexValue(0), new IndexValue(1));
}

/// <summary>
/// Scaled dot-product attention (Vaswani et al., 2017), written in other ops: softmax(q·kᵀ/√d)·v for each sample and head. Queries, keys and values are read where they
/// lie, and the result lies as the next layer reads it, heads side by side.
/// </summary>
public static class Attention
{
    // Its exponential is 0, and no difference of two of them is not a number.
    private const double NotSeen = -1e30;

    /// <summary>The attention.</summary>
    /// <param name="graph">Makes the nodes.</param>
    /// <param name="query">[batch, time, heads, features].</param>
    /// <param name="key">[batch, keys, heads, features].</param>
    /// <param name="value">[batch, keys, heads, width].</param>
    /// <param name="causal">Whether a position sees only those up to its own.</param>
    /// <param name="dropped">Drops some of the attention's weights, in training.</param>
    /// <returns>[batch, time, heads, width].</returns>
    public static Node Of(GraphBuilder graph, Node query, Node key, Node value, bool causal, Func<Node, Node> dropped)
    {
        Size batch = query.Shape[0], time = query.Shape[1], heads = query.Shape[2], features = query.Shape[3], keys = key.Shape[1];
        ContractAxis[] axes = [new("sample", batch), new("head", heads), new("query", time), new("key", keys), new("feature", features)];
        Node scores = graph.Apply(
            new Contract(
                new(axes),
                4,
                new([AxisMap.At(0), AxisMap.At(2), AxisMap.At(1), AxisMap.At(4)]),
                new([AxisMap.At(0), AxisMap.At(3), AxisMap.At(1), AxisMap.At(4)])),
            query,
            key);
        scores = graph.Multiply(scores, 1 / Math.Sqrt(features.Constant));
        if (causal)
            scores = graph.Where(graph.Apply(new NotBehind(scores.Shape)), scores, NotSeen);
        Node weights = dropped(Softmax.Of(graph, scores, 3));
        axes = [new("sample", batch), new("query", time), new("head", heads), new("feature", value.Shape[3]), new("key", keys)];
        return graph.Apply(
            new Contract(
                new(axes),
                4,
                new([AxisMap.At(0), AxisMap.At(2), AxisMap.At(1), AxisMap.At(4)]),
                new([AxisMap.At(0), AxisMap.At(4), AxisMap.At(2), AxisMap.At(3)])),
            weights,
            value);
    }

    /// <summary>A value with its features as heads side by side: [batch, time, heads·features] → [batch, time, heads, features].</summary>
    public static Node Heads(GraphBuilder graph, Node value, long heads) =>
        graph.Apply(new Reshape(new Shape(value.Shape[0], value.Shape[1], heads, value.Shape[2].Constant / heads)), value);

    /// <summary>Heads as features again.</summary>
    public static Node Joined(GraphBuilder graph, Node value) =>
        graph.Apply(new Reshape(new Shape(value.Shape[0], value.Shape[1], value.Shape[2] * value.Shape[3])), value);
}

/// <summary>The surface of <see cref="Attention"/> over queries, keys and values that the user has made.</summary>
public sealed class AttentionCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node query = call.Operand(0), key = call.Operand(1), value = call.Operand(2);
        long heads = call.Positive("heads");
        Node[] all = [query, key, value];
        for (int operand = 0; operand < all.Length; operand++)
        {
            Shape shape = all[operand].Shape;
            if (shape.Rank != 3 || !shape[2].IsConstant)
                throw call.OperandError(operand, "MG0104", call.Display, "[batch, time, features]", shape.ToString());
            if (shape[2].Constant % heads != 0)
                throw call.ArgumentError("heads", $"a number that divides the {shape[2]} features of {shape}", heads.ToString());
        }

        if (key.Shape[0] != query.Shape[0] || key.Shape[2] != query.Shape[2])
            throw call.OperandError(1, "MG0101", call.Display, query.Shape.ToString(), key.Shape.ToString(), "queries and keys have the same batch and features");
        if (value.Shape[0] != key.Shape[0] || value.Shape[1] != key.Shape[1])
            throw call.OperandError(2, "MG0101", call.Display, key.Shape.ToString(), value.Shape.ToString(), "there is a value for each key");
        bool causal = call.Flag("causal");
        if (causal && query.Shape[1] != key.Shape[1])
            throw call.OperandError(1, "MG0101", call.Display, query.Shape.ToString(), key.Shape.ToString(), "causal attention has a key for each query");
        GraphBuilder graph = call.Graph;
        Node attended = Attention.Of(
            graph, Attention.Heads(graph, query, heads), Attention.Heads(graph, key, heads), Attention.Heads(graph, value, heads), causal, DropoutCall.Dropping(call));
        return Attention.Joined(graph, attended);
    }
}

/// <summary>
/// The surface of multi-head self-attention with its projections, PyTorch's <c>in_proj_weight</c> [3·features, features], <c>in_proj_bias</c>, <c>out_proj.weight</c> and
/// <c>out_proj.bias</c>.
/// </summary>
public sealed class SelfAttentionCall : SurfaceOp
{
    /// <inheritdoc/>
    public override string StemOf(CallValue call) => "attention";

    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames => ["in_proj_weight", "in_proj_bias", "out_proj.weight", "out_proj.bias"];

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node x = call.Operand(0);
        if (x.Shape.Rank != 3 || !x.Shape[2].IsConstant)
            throw call.OperandError(0, "MG0104", call.Display, "[batch, time, features]", x.Shape.ToString());
        long features = x.Shape[2].Constant, heads = call.Positive("heads");
        if (features % heads != 0)
            throw call.ArgumentError("heads", $"a number that divides the {features} features of {x.Shape}", heads.ToString());

        GraphBuilder graph = call.Graph;
        bool bias = call.Flag("bias");
        Node projected = DenseCall.Of(
            graph,
            x,
            call.Parameter("in_proj_weight", new Shape(3 * features, features), features, features, "GlorotUniform"),
            bias ? call.Parameter("in_proj_bias", new Shape(3 * features), features, features, "Zeros") : null);
        // Query, key and value side by side, and in each the heads: all three are parts that are read where they lie.
        Node parts = graph.Apply(new Reshape(new Shape(x.Shape[0], x.Shape[1], 3, heads, features / heads)), projected);
        Node Part(long part)
        {
            Node taken = graph.Apply(new Crop(2, part, 1), parts);
            return graph.Apply(new Reshape(new Shape(x.Shape[0], x.Shape[1], heads, features / heads)), taken);
        }

        Node attended = Attention.Joined(graph, Attention.Of(graph, Part(0), Part(1), Part(2), call.Flag("causal"), DropoutCall.Dropping(call)));
        return DenseCall.Of(
            graph,
            attended,
            call.Parameter("out_proj.weight", new Shape(features, features), features, features),
            bias ? call.Parameter("out_proj.bias", new Shape(features), features, features, "Zeros") : null);
    }
}
