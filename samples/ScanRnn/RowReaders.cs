using ModelGen;

namespace ScanRnn;

/// <summary>Tells the class of a picture that it reads row by row, as a sequence of 28 steps of 28 pixels: Theano's recurrent network, written with <c>Scan</c>.</summary>
[Network]
public partial class RnnReader
{
    internal const int Rows = 28;
    internal const int Pixels = 28;
    internal const int Hidden = 128;
    internal const int Classes = 10;

    [Parameter(Pixels, Hidden)]
    private static partial Tensor InputWeight { get; }

    [Parameter(Hidden, Hidden)]
    private static partial Tensor StateWeight { get; }

    [Parameter(Hidden)]
    private static partial Tensor StateBias { get; }

    private static Tensor Forward([Shape("batch", Rows, Pixels)] Tensor rows)
    {
        Tensor states = Tensor.Scan(
            rows, Tensor.Zeros("batch", Hidden), (row, state) => (row.Dot(InputWeight) + state.Dot(StateWeight) + StateBias).Tanh());
        return states.At(axis: 1, position: -1).Dense(Classes);
    }

    private static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

/// <summary>The same with long short-term memory.</summary>
[Network]
public partial class LstmReader
{
    private static Tensor Forward([Shape("batch", RnnReader.Rows, RnnReader.Pixels)] Tensor rows) =>
        rows.Lstm(RnnReader.Hidden).At(axis: 1, position: -1).Dense(RnnReader.Classes);

    private static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}

/// <summary>The same with a gated recurrent unit.</summary>
[Network]
public partial class GruReader
{
    private static Tensor Forward([Shape("batch", RnnReader.Rows, RnnReader.Pixels)] Tensor rows) =>
        rows.Gru(RnnReader.Hidden).At(axis: 1, position: -1).Dense(RnnReader.Classes);

    private static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
}
