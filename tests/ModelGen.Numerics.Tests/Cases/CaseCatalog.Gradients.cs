namespace ModelGen.Numerics.Cases;

/// <content>The cases of gradients that are values of the network, which training derives again.</content>
public static partial class CaseCatalog
{
    private static IEnumerable<CaseDescription> GradientValues() =>
    [
        Projection("GradientOfInput", [5], [5], new("W", [5, 17]), new("B", [17]), new("V", [17])),
        Projection("GradientOfGradient", [13], [13], new("Scale", [13], 0.5f, 1.5f), new("Shift", [13])),
        Projection("GradientOfHidden", [7], [6], new("W", [7, 6]), new("U", [6, 6])),
        ProjectionOfLayers("GradientPenalty", [6], [2], Dense(1, 9, 6), Dense(2, 1, 9)),
        ProjectionOfLayers(
            "GradientOfImages",
            [2, 6, 6],
            [2, 6, 6],
            Conv(1, 3, 2, 3),
            [new("norm1.weight", [3], 0.5f, 1.5f), new("norm1.bias", [3])],
            Conv(2, 4, 3, 2),
            Dense(1, 3, 4)),
        ProjectionOfLayers("GradientOfPool", [2, 7, 6], [2, 7, 6], Conv(1, 5, 2, 2), Dense(1, 3, 30)),
        Projection("GradientThroughTime", [7, 3], [7, 3], new("W", [3, 5]), new("U", [5, 5])),
        Projection("GradientInStep", [5, 4], [5, 4], new("W", [4, 4]), new("B", [4])),
        Projection("GradientOfTable", [4], [4, 7], new ParameterDescription("Table", [7, 5], -1, 1)) with { Rows = 7 },
    ];
}
