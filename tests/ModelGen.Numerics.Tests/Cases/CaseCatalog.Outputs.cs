namespace ModelGen.Numerics.Cases;

// Networks of several outputs.
public static partial class CaseCatalog
{
    private static IEnumerable<CaseDescription> SeveralOutputs() =>
    [
        ProjectionOfLayers("LogitsAndWeights", [5, 7], [3], Dense(1, 6, 7), Dense(2, 6, 7)[..1], Dense(3, 6, 7), Dense(4, 3, 6)) with { FurtherOutputs = [[5, 5]] },
        ProjectionOfLayers("ImageAndRows", [2, 7, 6], [5, 5, 4], Conv(1, 5, 2, 3), Dense(1, 3, 20)) with { FurtherOutputs = [[3]] },
        ProjectionOfLayers("StatesAndLast", [4, 3], [4, 5], Recurrent("gru1", 3, 5, 3)) with { FurtherOutputs = [[5]] },
    ];
}
