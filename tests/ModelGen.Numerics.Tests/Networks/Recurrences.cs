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
