using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelGen.GoldenVectors;

/// <summary>The scans of the list, written out step by step, and the recurrent layers as libtorch has them.</summary>
internal static class TorchRecurrences
{
    /// <summary>The networks by name.</summary>
    public static IReadOnlyDictionary<string, Func<CaseTensors, Tensor>> Forward { get; } = new Dictionary<string, Func<CaseTensors, Tensor>>
    {
        ["ScanOfTensors"] = t => Elman(t, zeros(t.X.shape[0], 5, dtype: t.X.dtype), state => (state + t["B"]).tanh()),
        ["ScanToLast"] = t => Elman(t, t["Initial"].expand(t.X.shape[0], 17), state => state.sigmoid())[.., -1],
        ["ScanOneStep"] = t => Elman(t, t["Initial"].expand(t.X.shape[0], 5), state => state.tanh()),
        ["ScanOfTwoStates"] = TwoStates,
        ["ScanWithOutputs"] = WithOutputs,
        ["ScanOfAnyTime"] = t => Elman(t, t.Second, state => state.tanh()).sum(1),
        ["RnnOfSeven"] = t => Layer(t, "rnn1", RNN(3, 5, batchFirst: true)),
        ["RnnTwoLayers"] = t => Layer(t, "rnn1", RNN(3, 17, 2, bias: false, batchFirst: true, bidirectional: true)),
        ["LstmOfSeven"] = t => Layer(t, "lstm1", LSTM(3, 17, batchFirst: true)),
        ["LstmTwoLayers"] = t => Layer(t, "lstm1", LSTM(3, 5, 2, batchFirst: true, bidirectional: true)),
        ["LstmToLast"] = t => functional.linear(Layer(t, "lstm", LSTM(6, 16, batchFirst: true))[.., -1], t["head.weight"], t["head.bias"]),
        ["GruOfSeven"] = t => Layer(t, "gru1", GRU(3, 5, batchFirst: true)),
        ["GruTwoLayers"] = t => Layer(t, "gru1", GRU(3, 17, 2, batchFirst: true, bidirectional: true)),
        ["GruOfAnyTime"] = t => (Layer(t, "gru1", GRU(4, 7, batchFirst: true)) * t.Second.unsqueeze(1)).sum(1),
    };

    private static Tensor Elman(CaseTensors t, Tensor state, Func<Tensor, Tensor> activation)
    {
        var states = new List<Tensor>();
        for (long step = 0; step < t.X.shape[1]; step++)
        {
            state = activation(t.X[.., step].matmul(t["W"]) + state.matmul(t["U"]));
            states.Add(state);
        }

        return stack(states, 1);
    }

    private static Tensor TwoStates(CaseTensors t)
    {
        Tensor fast = zeros(t.X.shape[0], 5, dtype: t.X.dtype), slow = fast, scale = t["Decay"].sigmoid();
        var sums = new List<Tensor>();
        for (long step = t.X.shape[1] - 1; step >= 0; step--)
        {
            slow = (scale * slow) + (0.5 * fast);
            fast = (t.X[.., step].matmul(t["W"]) + fast.matmul(t["U"]) + slow).tanh();
            sums.Insert(0, (2 * fast) + slow);
        }

        return stack(sums, 1);
    }

    private static Tensor WithOutputs(CaseTensors t)
    {
        Tensor state = zeros(t.X.shape[0], 6, dtype: t.X.dtype);
        List<Tensor> states = [], shown = [], squares = [];
        for (long step = 0; step < t.X.shape[2]; step++)
        {
            Tensor input = t.X[.., .., step];
            squares.Add(state * state);
            state = (input.matmul(t["W"]) + state.matmul(t["U"])).tanh() * (input * input).sigmoid().sum(1, keepdim: true).sigmoid();
            states.Add(state);
            shown.Add(state.matmul(t["V"]));
        }

        Tensor all = stack(states, 2);
        return all[.., ..3] + stack(shown, 2) + (stack(squares, 2)[.., 3..6] * all[.., 1..4]);
    }

    // The layer's own parameters take the place of the case's, so that their gradients are libtorch's.
    internal static Tensor Layer(CaseTensors t, string name, nn.Module layer)
    {
        layer.to(t.X.dtype);
        foreach ((string parameter, Parameter value) in layer.named_parameters())
        {
            using (no_grad())
                value.copy_(t[$"{name}.{parameter}"]);
            t.Replace($"{name}.{parameter}", value);
        }

        return layer switch
        {
            RNN rnn => rnn.call(t.X).Item1,
            LSTM lstm => lstm.call(t.X).Item1,
            GRU gru => gru.call(t.X).Item1,
            _ => throw new InvalidOperationException($"{layer.GetName()} is no recurrent layer."),
        };
    }
}
