namespace ModelGen.Numerics.Cases;

/// <content>The cases over images [channels, height, width].</content>
public static partial class CaseCatalog
{
    private static IEnumerable<CaseDescription> Convolutions() =>
    [
        ProjectionOfLayers("ConvPlain", [1, 7, 7], [4, 5, 5], Conv(1, 4, 1, 3)),
        ProjectionOfLayers("ConvStride", [3, 11, 9], [5, 5, 4], Conv(1, 5, 3, 3)) with { Batches = [1, 3, 7] },
        ProjectionOfLayers("ConvPadding", [2, 6, 5], [17, 6, 5], Conv(1, 17, 2, 3)) with { Batches = [1, 3] },
        ProjectionOfLayers("ConvStridePadding", [3, 9, 8], [7, 5, 4], Conv(1, 7, 3, 5)) with { Batches = [1, 3, 7] },
        ProjectionOfLayers("ConvOneByOne", [7, 5, 3], [16, 5, 3], Conv(1, 16, 7, 1)) with { Batches = [1, 3, 7] },
        ProjectionOfLayers("ConvWholeImage", [5, 4, 4], [9, 1, 1], Conv(1, 9, 5, 4)),
        ProjectionOfLayers("ConvGaps", [2, 8, 7], [3, 3, 2], Conv(1, 3, 2, 2)),
        Projection("ConvEvenKernel", [4, 5, 5], [15, 6, 6], new ParameterDescription("conv1.weight", [15, 4, 2, 2])) with { Batches = [1, 3] },
        ProjectionOfLayers("ConvWidePadding", [2, 3, 3], [3, 7, 7], Conv(1, 3, 2, 3)) with { Batches = [1, 3] },
        ProjectionOfLayers("ConvManyFilters", [16, 5, 5], [33, 3, 3], Conv(1, 33, 16, 3)) with { Batches = [1, 3], Thinning = 7 },
        ProjectionOfLayers("ConvRelu", [3, 6, 6], [8, 4, 4], Conv(1, 8, 3, 3)) with { Batches = [1, 5] },
        ProjectionOfLayers("ConvTwice", [2, 9, 9], [3, 5, 5], Conv(1, 5, 2, 3), Conv(2, 3, 5, 3)),
        ProjectionOfLayers("ConvTwicePadding", [3, 5, 7], [4, 5, 7], Conv(1, 16, 3, 3), Conv(2, 4, 16, 3)) with { Batches = [1, 3] },
        ProjectionOfLayers("ConvTwiceStride", [2, 11, 10], [17, 3, 3], Conv(1, 6, 2, 3), Conv(2, 17, 6, 3)) with { Batches = [1, 3, 7] },
        ProjectionOfLayers("ConvTwiceGaps", [2, 10, 10], [5, 2, 2], Conv(1, 4, 2, 3), Conv(2, 5, 4, 2)) with { Batches = [1, 3] },
        ProjectionOfLayers("ConvTwiceOneByOne", [3, 5, 5], [8, 5, 5], Conv(1, 17, 3, 1), Conv(2, 8, 17, 1)) with { Batches = [1, 3] },
        ProjectionOfLayers("ConvResidual", [3, 6, 7], [4, 6, 7], Conv(1, 4, 3, 3), Conv(2, 4, 4, 3)) with { Batches = [1, 3] },
    ];

    private static IEnumerable<CaseDescription> Pooling()
    {
        ParameterDescription scale = new("Scale", [3, 1, 1], 0.5f, 1.5f);
        return
        [
            Projection("PoolEven", [3, 6, 8], [3, 3, 4], scale, new("Shift", [3, 6, 8], -0.1f, 0.1f)),
            Projection("PoolDropped", [3, 7, 5], [3, 3, 2], scale, new("Shift", [3, 7, 5], -0.1f, 0.1f)),
            Projection("PoolThree", [3, 10, 11], [3, 3, 3], scale, new("Shift", [3, 10, 11], -0.1f, 0.1f)),
            Projection("PoolOverlap", [3, 9, 7], [3, 4, 3], scale, new("Shift", [3, 9, 7], -0.1f, 0.1f)),
            Projection("PoolGaps", [3, 8, 9], [3, 3, 3], scale, new("Shift", [3, 8, 9], -0.1f, 0.1f)),
            Projection("PoolStrideOne", [3, 4, 5], [3, 3, 4], scale, new("Shift", [3, 4, 5], -0.1f, 0.1f)),
            Projection("PoolWholeImage", [3, 5, 5], [3, 1, 1], scale, new("Shift", [3, 5, 5], -0.1f, 0.1f)),

            // As many positions in a window as a byte can tell apart, and more.
            Projection("PoolByteOfPositions", [3, 17, 17], [3, 2, 2], scale) with { Batches = [1, 3] },
            Projection("PoolManyPositions", [3, 18, 18], [3, 2, 2], scale) with { Batches = [1, 3] },

            // All values are negative: zeros of the padding would win.
            Projection("PoolPadding", [3, 7, 8], [3, 4, 4], scale, new("Shift", [3, 7, 8], -0.1f, 0.1f)) with { Low = -2, High = -1 },
            Projection("PoolPaddingTwo", [3, 5, 6], [3, 3, 4], scale, new("Shift", [3, 5, 6], -0.1f, 0.1f)) with { Low = -2, High = -1 },

            // The first of equal values wins, as in libtorch: the shift, zero everywhere, receives the gradient where it won.
            Projection("PoolTies", [3, 6, 6], [3, 3, 3], new ParameterDescription("Shift", [3, 6, 6], 0, 0)) with { Values = InputValues.Ties },
            Projection("PoolTiesOverlap", [3, 7, 7], [3, 3, 3], new ParameterDescription("Shift", [3, 7, 7], 0, 0)) with { Values = InputValues.Ties },
            ProjectionOfLayers("ConvPool", [2, 8, 8], [5, 3, 3], Conv(1, 5, 2, 3)),
            ProjectionOfLayers("ConvReluPool", [1, 10, 10], [8, 4, 4], Conv(1, 8, 1, 3)),
            ProjectionOfLayers("ConvReluPoolDropped", [3, 9, 9], [17, 2, 2], Conv(1, 17, 3, 3)),
            ProjectionOfLayers("ConvReluPoolWide", [2, 9, 9], [32, 3, 3], Conv(1, 32, 2, 3)) with { Batches = [1, 3, 7] },
            ProjectionOfLayers("ConvTanhPool", [2, 8, 8], [5, 3, 3], Conv(1, 5, 2, 3)),
            ProjectionOfLayers("ConvPoolRelu", [2, 8, 8], [5, 3, 3], Conv(1, 5, 2, 3)),
            ProjectionOfLayers("ConvReluPoolOverlap", [2, 9, 9], [5, 3, 3], Conv(1, 5, 2, 3)),
            ProjectionOfLayers("ConvReluPoolPadding", [2, 6, 6], [5, 3, 3], Conv(1, 5, 2, 3)),
            ProjectionOfLayers("ConvStrideReluPool", [3, 13, 13], [7, 3, 3], Conv(1, 7, 3, 3)),
            ProjectionOfLayers("ConvReluPoolTwice", [1, 14, 14], [5, 2, 2], Conv(1, 6, 1, 3), Conv(2, 5, 6, 3)),

            // Enough channels to go from winner to winner.
            ProjectionOfLayers("WinnersOdd", [2, 12, 11], [17, 4, 4], Conv(1, 9, 2, 2), Conv(2, 17, 9, 3)) with { Batches = [1, 3], Thinning = 3 },
            ProjectionOfLayers("WinnersStridePadding", [2, 11, 10], [5, 2, 2], Conv(1, 24, 2, 3), Conv(2, 5, 24, 3)) with { Batches = [1, 3], Thinning = 7 },
            ProjectionOfLayers("WinnersGaps", [1, 12, 12], [6, 3, 3], Conv(1, 10, 1, 3), Conv(2, 6, 10, 2)) with { Batches = [1, 3], Thinning = 3 },
            ProjectionOfLayers("WinnersDeep", [3, 8, 8], [3, 2, 2], Conv(1, 40, 3, 1), Conv(2, 3, 40, 5)) with { Batches = [1, 3], Thinning = 7 },
            ProjectionOfLayers("WinnersThree", [2, 11, 11], [4, 2, 2], Conv(1, 16, 2, 3), Conv(2, 4, 16, 4)) with { Batches = [1, 3], Thinning = 3 },
            ProjectionOfLayers("WinnersOneByOne", [2, 8, 8], [7, 2, 2], Conv(1, 8, 2, 3), Conv(2, 7, 8, 1)) with { Batches = [1, 3], Thinning = 3 },
        ];
    }

    private static IEnumerable<CaseDescription> Reshaping() =>
    [
        ProjectionOfLayers("FlattenDense", [3, 5, 5], [6], Conv(1, 4, 3, 2), Dense(1, 6, 64)),
        ProjectionOfLayers("FlattenFromAxisTwo", [2, 4, 5], [4, 3], Conv(1, 4, 2, 2), Dense(1, 3, 12)),
        ProjectionOfLayers("ReshapeSplit", [24], [3, 2, 3], Conv(1, 3, 2, 2)),
        ProjectionOfLayers("ReshapeInferred", [7], [3, 4], Dense(1, 12, 7)),
        ProjectionOfLayers("ReshapeOfConv", [2, 5, 5], [8, 8], Conv(1, 4, 2, 2)),
        ProjectionOfLayers("ReshapePoolFlattenDense", [49], [5], Conv(1, 17, 1, 2), Dense(1, 5, 153)),
    ];

    private static IEnumerable<CaseDescription> Whole() =>
    [
        ClassesOfLayers("SmallCnn", [1, 14, 14], 10, Conv(1, 5, 1, 3), Conv(2, 7, 5, 3), Dense(1, 11, 28), Dense(2, 10, 11)) with { Batches = [1, 3, 17] },
        ClassesOfLayers("StridedCnn", [3, 16, 16], 10, Conv(1, 6, 3, 3), Conv(2, 10, 6, 3), Dense(1, 10, 160)) with { Batches = [1, 5] },
        ClassesOfLayers("KerasCnn", [1, 28, 28], 10, Conv(1, 32, 1, 3), Conv(2, 64, 32, 3), Dense(1, 128, 1600), Dense(2, 10, 128)) with
        {
            Batches = [1, 3],
            Low = 0,
            Thinning = 31,
        },
    ];
}
