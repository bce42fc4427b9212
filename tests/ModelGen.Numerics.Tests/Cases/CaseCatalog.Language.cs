namespace ModelGen.Numerics.Cases;

/// <content>The cases of further functions, of parts and joins, of losses, and of the ways to write layers.</content>
public static partial class CaseCatalog
{
    private static IEnumerable<CaseDescription> Activations()
    {
        (string Name, int Width)[] rows =
        [
            ("LeakyReluRows", 17),
            ("EluRows", 13),
            ("GeluTanhRows", 21),
            ("SiluRows", 15),
            ("SoftplusRows", 33),
            ("MishRows", 9),
            ("HardRows", 31),
            ("PowerRows", 19),
            ("ClampRows", 29),
            ("WhereRows", 23),
        ];
        foreach ((string name, int width) in rows)
            yield return Projection(name, [width], [width], new("Scale", [width], 0.5f, 1.5f), new("Shift", [width]));
    }

    private static IEnumerable<CaseDescription> Parts() =>
    [
        Projection("ExtremeAxes", [3, 5], [3, 5], new ParameterDescription("Scale", [3, 5], 0.5f, 1.5f)),
        Projection("VarianceAxes", [3, 17], [3, 17], new ParameterDescription("Scale", [3, 17], 0.5f, 1.5f)),
        Projection("PermutedAxes", [3, 5, 18], [90, 3], new ParameterDescription("Scale", [3, 5, 18])),
        Projection("PartsOfAxes", [5, 19], [3, 16], new ParameterDescription("Scale", [5, 19])),
        Projection("JoinedParts", [4, 18], [8, 17], new("Scale", [4, 18]), new("Tail", [5])),
        Projection("MatricesOfBatch", [3, 4, 5], [3, 4, 4], new("Right", [3, 5, 7]), new("Shared", [7, 5])),
        ProjectionOfLayers("EmbeddedTokens", [6], [6, 5], [new("tokens.weight", [11, 18], -1, 1)], Dense(1, 5, 18)) with { Rows = 11 },
        Projection("TiedTable", [5], [5, 7], new ParameterDescription("Table", [7, 9], -1, 1)) with { Rows = 7 },
    ];

    private static IEnumerable<CaseDescription> Losses() =>
    [
        ProjectionOfLayers("SquaredMean", [7], [5], Dense(1, 5, 7)) with { Loss = LossKind.SquaredError },
        ProjectionOfLayers("AbsoluteMean", [7], [5], Dense(1, 5, 7)) with { Loss = LossKind.SquaredError },
        ProjectionOfLayers("HuberMean", [7], [5], Dense(1, 5, 7)) with { Loss = LossKind.SquaredError },
        ProjectionOfLayers("BinaryProbabilities", [7], [5], Dense(1, 5, 7)) with { Loss = LossKind.ProbabilityRows },
        ProjectionOfLayers("BinaryLogits", [7], [5], Dense(1, 5, 7)) with { Loss = LossKind.ProbabilityRows },
        ProjectionOfLayers("Divergence", [7], [5], Dense(1, 5, 7)) with { Loss = LossKind.ProbabilityRows },
        ProjectionOfLayers("SmoothedRows", [7], [5], Dense(1, 5, 7)) with { Loss = LossKind.ProbabilityRows },
        ClassesOfLayers("IgnoredLabels", [7], 5, Dense(1, 5, 7)) with { Batches = [5, 17] },
    ];

    private static IEnumerable<CaseDescription> Attentions() =>
    [
        ProjectionOfLayers("AttentionOfThree", [5, 6], [5, 6], Layer("query", [8, 6], 8, 2), [new("key.weight", [8, 6])], Layer("value", [6, 6], 6, 6)),
        ProjectionOfLayers(
            "CausalBlocks",
            [7, 12],
            [7, 12],
            [new("blocks.0.attention.in_proj_weight", [36, 12]), new("blocks.0.attention.in_proj_bias", [36]), .. Layer("blocks.0.attention.out_proj", [12, 12], 12, 12)],
            Layer("blocks.0.wide", [17, 12], 17, 12),
            Layer("blocks.0.narrow", [12, 17], 12, 17),
            [new("blocks.1.attention.in_proj_weight", [36, 12]), new("blocks.1.attention.in_proj_bias", [36]), .. Layer("blocks.1.attention.out_proj", [12, 12], 12, 12)],
            Layer("blocks.1.wide", [17, 12], 17, 12),
            Layer("blocks.1.narrow", [12, 17], 12, 17)),
        ProjectionOfLayers(
            "CausalOfManyBlocks",
            [37, 10],
            [37, 10],
            [new("attention1.in_proj_weight", [30, 10]), new("attention1.in_proj_bias", [30]), .. Layer("attention1.out_proj", [10, 10], 10, 10)]),
        ProjectionOfLayers(
            "AttentionOfAnyTime",
            [9, 8],
            [8],
            [new("attention1.in_proj_weight", [24, 8]), new("attention1.in_proj_bias", [24]), .. Layer("attention1.out_proj", [8, 8], 8, 8)]) with { SecondInput = [8] },
    ];

    private static IEnumerable<CaseDescription> Members() =>
    [
        ProjectionOfLayers(
            "LayersAsMembers",
            [3, 4, 5],
            [4],
            Conv(1, 3, 3, 3),
            Dense(1, 9, 60),
            Layer("shared", [9, 9], 9, 9),
            Layer("blocks.0.value", [9, 9], 9, 9),
            [new("blocks.0.gate.weight", [9, 9])],
            Layer("blocks.1.value", [9, 9], 9, 9),
            [new("blocks.1.gate.weight", [9, 9])],
            Layer("head", [4, 9], 4, 9)),
        ProjectionOfLayers(
            "ScopedLayers",
            [6],
            [3],
            Layer("blocks.0.halves.dense1", [6, 6], 6, 6),
            [new("blocks.0.halves.gate.weight", [6, 6])],
            Layer("blocks.1.halves.dense1", [6, 6], 6, 6),
            [new("blocks.1.halves.gate.weight", [6, 6])],
            Dense(1, 3, 6)),
    ];
}
