using ModelGen;

namespace ScanRnn;

/// <summary>The recurrent network of Theano's tutorial on <c>scan</c>: a step over shared variables, and what the last state tells.</summary>
[Network]
public partial class RnnAdder
{
    internal const int Hidden = 64;

    [Parameter(AddingProblem.Features, Hidden)]
    private static partial Tensor InputWeight { get; }

    [Parameter(Hidden, Hidden)]
    private static partial Tensor StateWeight { get; }

    [Parameter(Hidden)]
    private static partial Tensor StateBias { get; }

    [Parameter(Hidden, 1)]
    private static partial Tensor OutputWeight { get; }

    [Parameter(1)]
    private static partial Tensor OutputBias { get; }

    private static Tensor Forward([Shape("batch", AddingProblem.Steps, AddingProblem.Features)] Tensor numbers)
    {
        Tensor states = Tensor.Scan(numbers, Tensor.Zeros("batch", Hidden), Step);
        return states.At(axis: 1, position: -1).Dot(OutputWeight) + OutputBias;
    }

    private static Tensor Step(Tensor input, Tensor state) => (input.Dot(InputWeight) + state.Dot(StateWeight) + StateBias).Tanh();

    private static Tensor Loss(Tensor sum, [Shape("batch", 1)] Tensor expected) => sum.MeanSquaredError(expected);
}

/// <summary>The same with long short-term memory.</summary>
[Network]
public partial class LstmAdder
{
    private static Tensor Forward([Shape("batch", AddingProblem.Steps, AddingProblem.Features)] Tensor numbers) =>
        numbers.Lstm(RnnAdder.Hidden).At(axis: 1, position: -1).Dense(1);

    private static Tensor Loss(Tensor sum, [Shape("batch", 1)] Tensor expected) => sum.MeanSquaredError(expected);
}

/// <summary>The same with a gated recurrent unit.</summary>
[Network]
public partial class GruAdder
{
    private static Tensor Forward([Shape("batch", AddingProblem.Steps, AddingProblem.Features)] Tensor numbers) =>
        numbers.Gru(RnnAdder.Hidden).At(axis: 1, position: -1).Dense(1);

    private static Tensor Loss(Tensor sum, [Shape("batch", 1)] Tensor expected) => sum.MeanSquaredError(expected);
}
