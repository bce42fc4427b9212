using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelGen.GoldenVectors;

/// <summary>The networks of several outputs of the list: all numbers of one output of the batch, then those of the next.</summary>
internal static class TorchOutputs
{
    /// <summary>The networks by name.</summary>
    public static IReadOnlyDictionary<string, Func<CaseTensors, Tensor>> Forward { get; } = new Dictionary<string, Func<CaseTensors, Tensor>>
    {
        ["LogitsAndWeights"] = LogitsAndWeights,
        ["ImageAndRows"] = ImageAndRows,
        ["StatesAndLast"] = t =>
        {
            Tensor states = TorchRecurrences.Layer(t, "gru1", GRU(3, 5, batchFirst: true));
            return Joined(states, states[.., -1]);
        },
    };

    private static Tensor LogitsAndWeights(CaseTensors t)
    {
        Tensor query = Dense(t.X, t, "dense1"), key = functional.linear(t.X, t["dense2.weight"]);
        Tensor weights = (query.matmul(key.transpose(1, 2)) * 0.4f).softmax(-1);
        return Joined(Dense(weights.matmul(Dense(t.X, t, "dense3")).tanh().mean([1L]), t, "dense4"), weights);
    }

    private static Tensor ImageAndRows(CaseTensors t)
    {
        Tensor image = functional.conv2d(t.X, t["conv1.weight"], t["conv1.bias"]).tanh();
        return Joined(image, Dense(functional.max_pool2d(image, 2).flatten(1), t, "dense1"));
    }

    private static Tensor Joined(params Tensor[] outputs) => cat([.. outputs.Select(output => output.flatten())]);

    private static Tensor Dense(Tensor x, CaseTensors t, string layer) => functional.linear(x, t[$"{layer}.weight"], t[$"{layer}.bias"]);
}
