namespace ModelGen.Compiler.Gpu;

/// <summary>How a group's threads share a tile of a contraction's result, and its sum.</summary>
/// <param name="ThreadRows">The threads along the rows.</param>
/// <param name="ThreadColumns">The threads along the columns.</param>
/// <param name="RowsEach">The rows that a thread holds sums of.</param>
/// <param name="ColumnsEach">The columns that it does.</param>
/// <param name="Slices">How many threads share each sum, every one taking some of the products.</param>
/// <param name="Depth">The products that are in shared memory at a time.</param>
internal sealed record ContractionTile(int ThreadRows, int ThreadColumns, int RowsEach, int ColumnsEach, int Slices, int Depth)
{
    private const int MostDepth = 32;
    private const int FewestProductsEach = 16;
    private const int MostSums = 64;
    private static readonly int[] Edges = [16, 8, 4];
    private static readonly int[] Each = [4, 2, 1];

    /// <summary>The rows of the tile.</summary>
    public int Rows => ThreadRows * RowsEach;

    /// <summary>The columns of the tile.</summary>
    public int Columns => ThreadColumns * ColumnsEach;

    /// <summary>The threads of a slice.</summary>
    public int ThreadsOfSlice => ThreadRows * ThreadColumns;

    /// <summary>The threads of a group.</summary>
    public int Threads => ThreadsOfSlice * Slices;

    /// <summary>
    /// The tile that is estimated to be the fastest; null where a thread would hold too many sums. A thread's time goes into multiply-adds and into reading their
    /// operands from shared memory; with fewer groups than the device runs at once, small tiles and shared sums keep more of it busy.
    /// </summary>
    /// <param name="rows">The rows of the result, a window's positions counted.</param>
    /// <param name="columns">The columns.</param>
    /// <param name="depth">The products of a sum.</param>
    /// <param name="layers">How many such results there are.</param>
    /// <param name="window">The positions of a window, which one thread must hold; 1 where there is none.</param>
    /// <param name="target">The device.</param>
    public static ContractionTile? For(double rows, double columns, long depth, double layers, long window, GpuTarget target)
    {
        ContractionTile? best = null;
        double least = double.MaxValue;
        foreach (ContractionTile tile in All(depth, window, target))
        {
            double groups = Math.Ceiling(rows / tile.Rows) * Math.Ceiling(columns / tile.Columns) * layers;
            double products = Math.Ceiling((double)depth / tile.Slices) * ((tile.RowsEach * tile.ColumnsEach) + tile.RowsEach + tile.ColumnsEach);
            // Each turn also fills shared memory and waits twice; slices are added up at the end.
            double filling = (double)depth * (tile.Rows + tile.Columns) / tile.Threads * 4;
            double time = Math.Ceiling(groups / target.Processors) * (products + filling + (16 * tile.Slices)) * tile.Threads / Math.Min(tile.Threads, target.Threads);
            if (time < least)
                (least, best) = (time, tile);
        }

        return best;
    }

    private static IEnumerable<ContractionTile> All(long depth, long window, GpuTarget target)
    {
        int together = (int)Math.Min(MostDepth, GroupShapes.PowerOfTwo(depth));
        foreach (int threadRows in Edges)
        {
            foreach (int threadColumns in Edges)
            {
                foreach (long rowsEach in window > 1 ? [window] : Each.Select(each => (long)each))
                {
                    foreach (int columnsEach in Each)
                    {
                        if (rowsEach * columnsEach > MostSums || threadRows * threadColumns > target.Threads)
                            continue;
                        for (int slices = 1; slices * threadRows * threadColumns <= target.Threads && slices <= together && (slices == 1 || depth / slices >= FewestProductsEach); slices *= 2)
                        {
                            if (slices * threadRows * threadColumns >= together)
                                yield return new ContractionTile(threadRows, threadColumns, (int)rowsEach, columnsEach, slices, together);
                        }
                    }
                }
            }
        }
    }
}
