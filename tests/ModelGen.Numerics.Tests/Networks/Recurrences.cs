namespace ModelGen.Numerics.Tests;

[Network]
public partial class ScanOfTensors
{
    [Parameter(3, 5)]
    static partial Tensor W { get; }

    [Parameter(5, 5)]
    static partial Tensor U { get; }

    [Parameter(5)]
    static partial Tensor B { get; }

    static Tensor Forward([Shape("batch", 7, 3)] Tensor x) =>
        Tensor.Scan(x, Tensor.Zeros("batch", 5), (input, state) => (input.Dot(W) + state.Dot(U) + B).Tanh());

    static Tensor Loss(Tensor output, [Shape("batch", 7, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ScanToLast
{
    [Parameter(3, 17)]
    static partial Tensor W { get; }

    [Parameter(17, 17)]
    static partial Tensor U { get; }

    [Parameter(17)]
    static partial Tensor Initial { get; }

    static Tensor Forward([Shape("batch", 7, 3)] Tensor x) =>
        Tensor.Scan(x, Tensor.Zeros("batch", 17) + Initial, Step).At(axis: 1, position: -1);

    static Tensor Step(Tensor input, Tensor state) => (input.Dot(W) + state.Dot(U)).Sigmoid();

    static Tensor Loss(Tensor output, [Shape("batch", 17)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ScanOneStep
{
    [Parameter(3, 5)]
    static partial Tensor W { get; }

    [Parameter(5, 5)]
    static partial Tensor U { get; }

    [Parameter(5)]
    static partial Tensor Initial { get; }

    static Tensor Forward([Shape("batch", 1, 3)] Tensor x) =>
        Tensor.Scan(x, Tensor.Zeros("batch", 5) + Initial, (input, state) => (input.Dot(W) + state.Dot(U)).Tanh());

    static Tensor Loss(Tensor output, [Shape("batch", 1, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ScanOfTwoStates
{
    [Parameter(3, 5)]
    static partial Tensor W { get; }

    [Parameter(5, 5)]
    static partial Tensor U { get; }

    [Parameter(5)]
    static partial Tensor Decay { get; }

    static Tensor Forward([Shape("batch", 6, 3)] Tensor x)
    {
        Tensor scale = Decay.Sigmoid();
        Tensor zeros = Tensor.Zeros("batch", 5);
        (Tensor fast, Tensor slow) = Tensor.Scan(x, (zeros, zeros), (input, state) =>
        {
            (Tensor before, Tensor kept) = state;
            Tensor mixed = scale * kept + before * 0.5f;
            return ((input.Dot(W) + before.Dot(U) + mixed).Tanh(), mixed);
        }, reverse: true);
        return fast * 2 + slow;
    }

    static Tensor Loss(Tensor output, [Shape("batch", 6, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ScanWithOutputs
{
    [Parameter(4, 6)]
    static partial Tensor W { get; }

    [Parameter(6, 6)]
    static partial Tensor U { get; }

    [Parameter(6, 3)]
    static partial Tensor V { get; }

    static Tensor Forward([Shape("batch", 4, 5)] Tensor x)
    {
        Tensor gate = (x * x).Sigmoid();
        (Tensor states, (Tensor shown, Tensor squares)) = Tensor.Scan((x, gate), Tensor.Zeros("batch", 6), (input, state) =>
        {
            Tensor next = (input.Item1.Dot(W) + state.Dot(U)).Tanh() * input.Item2.Sum(1).Unsqueeze(1).Sigmoid();
            return (next, (next.Dot(V), state * state));
        }, axis: 2);
        return states[.., 0..3] + shown + squares[.., 3..6] * states[.., 1..4];
    }

    static Tensor Loss(Tensor output, [Shape("batch", 3, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class RnnOfSeven
{
    static Tensor Forward([Shape("batch", 7, 3)] Tensor x) => x.Rnn(5);

    static Tensor Loss(Tensor output, [Shape("batch", 7, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class RnnTwoLayers
{
    static Tensor Forward([Shape("batch", 2, 3)] Tensor x) => x.Rnn(17, layers: 2, bidirectional: true, bias: false);

    static Tensor Loss(Tensor output, [Shape("batch", 2, 34)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class LstmOfSeven
{
    static Tensor Forward([Shape("batch", 7, 3)] Tensor x) => x.Lstm(17);

    static Tensor Loss(Tensor output, [Shape("batch", 7, 17)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class LstmTwoLayers
{
    static Tensor Forward([Shape("batch", 7, 3)] Tensor x) => x.Lstm(5, layers: 2, bidirectional: true);

    static Tensor Loss(Tensor output, [Shape("batch", 7, 10)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class LstmToLast
{
    [Layer]
    private readonly Lstm lstm = new(16);

    [Layer]
    private readonly Dense head = new(4);

    Tensor Forward([Shape("batch", 9, 6)] Tensor x) => head.Apply(lstm.Apply(x).At(1, -1));

    static Tensor Loss(Tensor output, [Shape("batch", 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class GruOfSeven
{
    static Tensor Forward([Shape("batch", 7, 3)] Tensor x) => x.Gru(5);

    static Tensor Loss(Tensor output, [Shape("batch", 7, 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class GruTwoLayers
{
    static Tensor Forward([Shape("batch", 2, 3)] Tensor x) => x.Gru(17, layers: 2, bidirectional: true);

    static Tensor Loss(Tensor output, [Shape("batch", 2, 34)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ScanOfAnyTime
{
    [Parameter(3, 5)]
    static partial Tensor W { get; }

    [Parameter(5, 5)]
    static partial Tensor U { get; }

    static Tensor Forward([Shape("batch", "time", 3)] Tensor x, [Shape("batch", 5)] Tensor second) =>
        Tensor.Scan(x, second, (input, state) => (input.Dot(W) + state.Dot(U)).Tanh()).Sum(1);

    static Tensor Loss(Tensor output, [Shape("batch", 5)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class GruOfAnyTime
{
    static Tensor Forward([Shape("batch", "time", 4)] Tensor x, [Shape("batch", 7)] Tensor second) => (x.Gru(7) * second.Unsqueeze(1)).Sum(1);

    static Tensor Loss(Tensor output, [Shape("batch", 7)] Tensor target) => (output * target).Sum();
}
