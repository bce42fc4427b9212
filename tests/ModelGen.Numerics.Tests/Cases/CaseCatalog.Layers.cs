namespace ModelGen.Numerics.Cases;

// Normalisations of a sample by itself, convolutions beyond the plain one, and pools beside the largest of a square.
public static partial class CaseCatalog
{
    private static IEnumerable<CaseDescription> LayerNorms() =>
    [
        Projection("LayerNormRows", [17], [17], new("Scale", [17], 0.5f, 1.5f), new("norm1.weight", [17], 0.5f, 1.5f), new("norm1.bias", [17])),
        Projection("LayerNormTwoAxes", [3, 5], [3, 5], new("Scale", [3, 5], 0.5f, 1.5f), new("norm1.weight", [3, 5], 0.5f, 1.5f)),
        ProjectionOfLayers("LayerNormBare", [3, 8], [3, 16], Dense(1, 16, 8)),
        Projection("RmsNormRows", [15], [15], new("Scale", [15], 0.5f, 1.5f), new("rms.weight", [15], 0.5f, 1.5f)),
        ProjectionOfLayers("GroupNormImages", [3, 6, 5], [6, 5, 4], Conv(1, 6, 3, 2), [new("norm1.weight", [6], 0.5f, 1.5f), new("norm1.bias", [6])]),
        Projection("GroupNormRows", [12], [12], new ParameterDescription("Scale", [12], 0.5f, 1.5f)),
        Projection("InstanceNormImages", [3, 5, 6], [5, 4, 5], new("conv1.weight", [5, 3, 2, 2]), new("norm1.weight", [5], 0.5f, 1.5f), new("norm1.bias", [5])),
    ];

    private static IEnumerable<CaseDescription> ConvolutionVariants() =>
    [
        ProjectionOfLayers("ConvDilated", [3, 9, 8], [5, 5, 4], Conv(1, 5, 3, 3)),
        ProjectionOfLayers("ConvSame", [2, 5, 4], [4, 5, 4], Conv(1, 3, 2, 4), Conv(2, 4, 3, 3)),
        ProjectionOfLayers("ConvDepthwise", [3, 7, 6], [17, 4, 3], Conv(1, 17, 3, 1), Layer("conv2", [17, 1, 3, 3], 17, 9)),
        ProjectionOfLayers("ConvGroups", [6, 7, 6], [12, 3, 2], Layer("conv1", [8, 3, 3, 3], 8, 27), Layer("conv2", [12, 2, 3, 3], 12, 18)),
        ProjectionOfLayers("ConvGroupsWide", [3, 5, 4], [5, 4, 3], Conv(1, 34, 3, 1), Layer("conv2", [34, 17, 3, 3], 34, 153), Conv(3, 5, 34, 2)),
        ProjectionOfLayers("ConvGroupsSeries", [4, 13], [6, 7], Layer("conv1", [6, 2, 3], 6, 6)),
        ProjectionOfLayers("ConvRectangle", [3, 7, 8], [5, 2, 3], Layer("conv", [5, 3, 3, 2], 5, 18)),
        ProjectionOfLayers("ConvRectangleTransposed", [2, 3, 4], [2, 6, 1], Layer("conv1", [2, 3, 3, 2], 3, 18), Layer("conv2", [2, 3, 1, 3], 2, 9)),
        ProjectionOfLayers("ConvSeries", [3, 19], [4, 8], Layer("conv1", [5, 3, 3], 5, 9), Layer("conv2", [4, 5, 3], 4, 15)),
        Projection("ConvGiven", [4, 7, 6], [4, 4, 4], new("W", [6, 2, 3, 2]), new("B", [6]), new("V", [4, 3, 3, 3])),
        Projection("ConvGivenSeries", [3, 9], [17, 5], new ParameterDescription("W", [17, 3, 3])),
        ProjectionOfLayers("ConvTransposed", [2, 3, 4], [3, 10, 12], Layer("conv1", [2, 5, 3, 3], 5, 18), Layer("conv2", [5, 3, 3, 3], 3, 45)),
        ProjectionOfLayers("ConvTransposedGroups", [6, 3, 4], [8, 10, 12], Layer("conv1", [6, 2, 3, 3], 4, 27), [new("conv2.weight", [4, 2, 3, 3])]),
        ProjectionOfLayers("ConvTransposedGroupsWide", [3, 4, 3], [5, 6, 4], Conv(1, 34, 3, 1), Layer("conv2", [34, 17, 3, 3], 34, 153), Conv(3, 5, 34, 2)),
        ProjectionOfLayers("ConvTransposedDepthwise", [3, 4, 3], [17, 8, 4], Conv(1, 17, 3, 1), Layer("up", [17, 1, 3, 2], 17, 6)),
    ];

    private static IEnumerable<CaseDescription> PoolVariants() =>
    [
        Projection("AveragePool", [3, 5, 7], [3, 2, 3], new ParameterDescription("Scale", [3, 5, 7])),
        ProjectionOfLayers("AveragePoolOverlap", [2, 8, 7], [5, 4, 3], Conv(1, 5, 2, 2)),
        Projection("PoolSeries", [3, 17], [3, 4], new ParameterDescription("Scale", [3, 17], 0.5f, 1.5f)),
        ProjectionOfLayers("PoolGlobal", [3, 5, 6], [5], Conv(1, 5, 3, 2)),
        Projection("PoolUnequal", [3, 7, 8], [3, 3, 5], new ParameterDescription("Scale", [3, 7, 8], 0.5f, 1.5f)),
        Projection("PoolAdaptive", [3, 6, 8], [3, 3, 2], new ParameterDescription("Scale", [3, 6, 8], 0.5f, 1.5f)),
    ];
}
