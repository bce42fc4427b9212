using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// A recurrent layer, written in other ops over a loop: [batch, time, features] → [batch, time, hidden], with PyTorch's parameters for each layer and direction,
/// <c>weight_ih_l0</c> [gates·hidden, features], <c>weight_hh_l0</c> [gates·hidden, hidden], <c>bias_ih_l0</c> and <c>bias_hh_l0</c> [gates·hidden], all drawn uniformly
/// in ±1/√hidden; those of the second direction end in <c>_reverse</c>.
/// </summary>
public abstract class RecurrentCall : SurfaceOp
{
    private static readonly string[] Stems = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"];

    /// <summary>How many blocks of <c>hidden</c> rows the weights have.</summary>
    protected abstract int Gates { get; }

    /// <summary>How many states a step hands on; the first is what the layer gives.</summary>
    protected virtual int States => 1;

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> ParameterNames => Stems.Select(stem => stem + "_l0").ToArray();

    /// <inheritdoc/>
    public sealed override IReadOnlyList<string> ParametersOf(CallValue call)
    {
        double Argument(string name) => call.Arguments.First(argument => argument.Name == name).Value.Numbers[0];
        IEnumerable<string> stems = Argument("bias") != 0 ? Stems : Stems.Take(2);
        int directions = Argument("bidirectional") != 0 ? 2 : 1;
        return Enumerable.Range(0, (int)Math.Max(1, Argument("layers")))
            .SelectMany(layer => Enumerable.Range(0, directions).SelectMany(direction => stems.Select(stem => stem + Suffix(layer, direction == 1))))
            .ToArray();
    }

    /// <inheritdoc/>
    public sealed override Node Build(Call call)
    {
        Node value = call.Operand(0);
        if (value.Shape.Rank != 3 || !value.Shape[2].IsConstant)
            throw call.OperandError(0, "MG0104", call.Display, "[batch, time, features]", value.Shape.ToString());
        long layers = call.Positive("layers");
        bool bidirectional = call.Flag("bidirectional");
        for (int layer = 0; layer < layers; layer++)
        {
            Node forward = Direction(call, value, layer, reverse: false);
            Node both = bidirectional ? call.Graph.Apply(new Concat(2), forward, Direction(call, value, layer, reverse: true)) : forward;
            // The steps lie outermost; who reads them otherwise finds them where they are.
            value = call.Graph.Apply(new Permute(new EquatableArray<int>([1, 0, 2])), both);
        }

        return value;
    }

    /// <summary>One step.</summary>
    /// <param name="graph">Makes the nodes.</param>
    /// <param name="input">What the weights of the input give, with their bias: [batch, gates·hidden].</param>
    /// <param name="weights">The weights of the state.</param>
    /// <param name="states">The states before the step, each [batch, hidden].</param>
    /// <returns>The states after it.</returns>
    protected abstract Node[] Step(GraphBuilder graph, Node input, StateWeights weights, IReadOnlyList<Node> states);

    /// <summary>The part of a value that belongs to a gate.</summary>
    protected static Node Gate(GraphBuilder graph, Node gates, int gate, Shape state) =>
        graph.Apply(new Crop(gates.Shape.Rank - 1, gate * state[1].Constant, state[1].Constant), gates);

    private static string Suffix(int layer, bool reverse) => $"_l{layer}{(reverse ? "_reverse" : "")}";

    private Node Direction(Call call, Node value, int layer, bool reverse)
    {
        long hidden = call.Positive("hidden"), features = value.Shape[2].Constant, rows = Gates * hidden;
        bool bias = call.Flag("bias");
        Node Parameter(int stem, Shape shape) => call.Parameter(Stems[stem] + Suffix(layer, reverse), shape, hidden, hidden);
        Node inputWeight = Parameter(0, new Shape(rows, features)), stateWeight = Parameter(1, new Shape(rows, hidden));
        Node? inputBias = bias ? Parameter(2, new Shape(rows)) : null, stateBias = bias ? Parameter(3, new Shape(rows)) : null;

        LoopBuilder loop = call.BeginLoop(value.Shape[1], reverse);
        Node input = loop.Sequence(value, 1);
        Node zeros = call.Graph.Filled(0, new Shape(value.Shape[0], hidden));
        Node[] states = Enumerable.Range(0, States).Select(_ => loop.State(zeros)).ToArray();
        Node fromInput = DenseCall.Of(call.Graph, input, inputWeight, inputBias);
        return call.EndLoop(loop, Step(call.Graph, fromInput, new StateWeights(stateWeight, stateBias), states))[0];
    }
}

/// <summary>What a recurrent layer multiplies its state by.</summary>
/// <param name="Weight">[gates·hidden, hidden].</param>
/// <param name="Bias">[gates·hidden]; null for none.</param>
public sealed record StateWeights(Node Weight, Node? Bias)
{
    /// <summary>state·weightᵀ + bias.</summary>
    public Node Of(GraphBuilder graph, Node state) => DenseCall.Of(graph, state, Weight, Bias);

    /// <summary>input + bias + state·weightᵀ: what needs no state comes first, so that it is there before the steps.</summary>
    public Node AddedTo(GraphBuilder graph, Node input, Node state)
    {
        Node known = Bias is null ? input : graph.Add(input, graph.BroadcastTo(Bias, input.Shape, [input.Shape.Rank - 1]));
        return graph.Add(known, DenseCall.Of(graph, state, Weight, null));
    }
}

/// <summary>The surface of Elman's recurrent layer (1990): h′ = tanh(W·x + b + U·h + c).</summary>
public sealed class RnnCall : RecurrentCall
{
    /// <inheritdoc/>
    protected override int Gates => 1;

    /// <inheritdoc/>
    protected override Node[] Step(GraphBuilder graph, Node input, StateWeights weights, IReadOnlyList<Node> states) =>
        [graph.Apply(new Tanh(), weights.AddedTo(graph, input, states[0]))];
}

/// <summary>
/// The surface of long short-term memory (Hochreiter and Schmidhuber, 1997; with forget gates, Gers et al., 2000): gates i, f, g, o; c′ = σ(f)·c + σ(i)·tanh(g),
/// h′ = σ(o)·tanh(c′).
/// </summary>
public sealed class LstmCall : RecurrentCall
{
    /// <inheritdoc/>
    protected override int Gates => 4;

    /// <inheritdoc/>
    protected override int States => 2;

    /// <inheritdoc/>
    protected override Node[] Step(GraphBuilder graph, Node input, StateWeights weights, IReadOnlyList<Node> states)
    {
        Node gates = weights.AddedTo(graph, input, states[0]);
        Node Opening(int gate) => graph.Apply(new Sigmoid(), Gate(graph, gates, gate, states[0].Shape));
        Node candidate = graph.Apply(new Tanh(), Gate(graph, gates, 2, states[0].Shape));
        Node cell = graph.Add(graph.Multiply(Opening(1), states[1]), graph.Multiply(Opening(0), candidate));
        return [graph.Multiply(Opening(3), graph.Apply(new Tanh(), cell)), cell];
    }
}

/// <summary>
/// The surface of the gated recurrent unit (Cho et al., 2014) as PyTorch and cuDNN have it: gates r, z, n; n = tanh(W·x + b + r·(U·h + c)), h′ = (1 − z)·n + z·h.
/// </summary>
public sealed class GruCall : RecurrentCall
{
    /// <inheritdoc/>
    protected override int Gates => 3;

    /// <inheritdoc/>
    protected override Node[] Step(GraphBuilder graph, Node input, StateWeights weights, IReadOnlyList<Node> states)
    {
        Node state = states[0], fromState = weights.Of(graph, state);
        Node Opening(int gate) => graph.Apply(new Sigmoid(), graph.Add(Gate(graph, input, gate, state.Shape), Gate(graph, fromState, gate, state.Shape)));
        Node reset = Opening(0), update = Opening(1);
        Node candidate = graph.Apply(new Tanh(), graph.Add(Gate(graph, input, 2, state.Shape), graph.Multiply(reset, Gate(graph, fromState, 2, state.Shape))));
        // (1 − z)·n + z·h, with one product less.
        return [graph.Add(candidate, graph.Multiply(update, graph.Subtract(state, candidate)))];
    }
}
