namespace ModelGen.Numerics.Cases;

/// <content>The cases of scans and recurrent layers.</content>
public static partial class CaseCatalog
{
    private static IEnumerable<CaseDescription> Recurrences() =>
    [
        Projection("ScanOfTensors", [7, 3], [7, 5], new("W", [3, 5]), new("U", [5, 5]), new("B", [5])),
        Projection("ScanToLast", [7, 3], [17], new("W", [3, 17]), new("U", [17, 17], -0.25f, 0.25f), new("Initial", [17])),
        Projection("ScanOneStep", [1, 3], [1, 5], new("W", [3, 5]), new("U", [5, 5]), new("Initial", [5])),
        Projection("ScanOfTwoStates", [6, 3], [6, 5], new("W", [3, 5]), new("U", [5, 5]), new("Decay", [5])),
        Projection("ScanWithOutputs", [4, 5], [3, 5], new("W", [4, 6]), new("U", [6, 6]), new("V", [6, 3])),
        Projection("ScanOfAnyTime", [9, 3], [5], new("W", [3, 5]), new("U", [5, 5])) with { SecondInput = [5] },
        ProjectionOfLayers("RnnOfSeven", [7, 3], [7, 5], Recurrent("rnn1", 1, 5, 3)),
        ProjectionOfLayers("RnnTwoLayers", [2, 3], [2, 34], Recurrent("rnn1", 1, 17, 3, layers: 2, bidirectional: true, bias: false)),
        ProjectionOfLayers("LstmOfSeven", [7, 3], [7, 17], Recurrent("lstm1", 4, 17, 3)),
        ProjectionOfLayers("LstmTwoLayers", [7, 3], [7, 10], Recurrent("lstm1", 4, 5, 3, layers: 2, bidirectional: true)),
        ProjectionOfLayers("LstmToLast", [9, 6], [4], Recurrent("lstm", 4, 16, 6), Layer("head", [4, 16], 4, 16)),
        ProjectionOfLayers("GruOfSeven", [7, 3], [7, 5], Recurrent("gru1", 3, 5, 3)),
        ProjectionOfLayers("GruTwoLayers", [2, 3], [2, 34], Recurrent("gru1", 3, 17, 3, layers: 2, bidirectional: true)),
        ProjectionOfLayers("GruOfAnyTime", [11, 4], [7], Recurrent("gru1", 3, 7, 4)) with { SecondInput = [7] },
    ];

    // PyTorch's parameters, layer by layer and direction by direction.
    private static ParameterDescription[] Recurrent(string name, int gates, int hidden, int features, int layers = 1, bool bidirectional = false, bool bias = true)
    {
        float bound = 1 / MathF.Sqrt(hidden);
        var parameters = new List<ParameterDescription>();
        for (int layer = 0; layer < layers; layer++)
        {
            int width = layer == 0 ? features : bidirectional ? 2 * hidden : hidden;
            foreach (string direction in (string[])(bidirectional ? ["", "_reverse"] : [""]))
            {
                parameters.Add(new($"{name}.weight_ih_l{layer}{direction}", [gates * hidden, width], -bound, bound));
                parameters.Add(new($"{name}.weight_hh_l{layer}{direction}", [gates * hidden, hidden], -bound, bound));
                if (bias)
                {
                    parameters.Add(new($"{name}.bias_ih_l{layer}{direction}", [gates * hidden], -bound, bound));
                    parameters.Add(new($"{name}.bias_hh_l{layer}{direction}", [gates * hidden], -bound, bound));
                }
            }
        }

        return [.. parameters];
    }
}
