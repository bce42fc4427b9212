using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>A part of a vectorised axis that is walked with one vector width.</summary>
/// <param name="Begin">Where it begins.</param>
/// <param name="Count">How many tiles it has.</param>
/// <param name="Vectors">The vectors of a tile.</param>
/// <param name="Lanes">The lanes of a vector.</param>
internal sealed record VectorSegment(long Begin, long Count, int Vectors, int Lanes)
{
    public int Step => Vectors * Lanes;
}

/// <summary>The register tile of a reduction: how many rows and vectors are summed at once.</summary>
/// <param name="Rows">The positions of the row axis.</param>
/// <param name="Vectors">The vectors along the vector axis.</param>
internal readonly record struct TileShape(int Rows, int Vectors)
{
    // Sums that wait for each other: below this many in flight the multiply-add unit idles.
    private const double SumsInFlight = 8;
    private const double LoopOverhead = 1;
    private const int NarrowestVector = 4;
    private const int MostVectors = 6;
    private const int MostRows = 12;

    // Rows of a batch are shared out in tiles: of heights that divide this, most batches have nothing left over, and threads get the same samples from every kernel.
    private const int BatchRows = 8;

    // Of columns that grow a vector at a time, wide tiles leave many behind.
    private const int MostOpenVectors = 2;

    /// <summary>The first of the candidates that is not worse than another by more than a thousandth; one row and one vector where there is none.</summary>
    public static TileShape Best(IReadOnlyList<TileCandidate> candidates)
    {
        (double Cost, TileShape Shape) best = (double.MaxValue, new TileShape(1, 1));
        foreach (TileCandidate candidate in candidates)
        {
            if (candidate.Estimate < best.Cost * 0.999)
                best = (candidate.Estimate, new TileShape(candidate.Rows, candidate.Vectors));
        }

        return best.Shape;
    }

    /// <summary>The shapes whose sums stay in registers, with the estimated time of each for the whole domain.</summary>
    /// <param name="rows">The extent of the row axis; 1 where there is none.</param>
    /// <param name="columns">The extent of the vector axis.</param>
    /// <param name="windows">How many sums each position of the tile keeps besides.</param>
    /// <param name="target">The machine.</param>
    public static IReadOnlyList<TileCandidate> Estimates(Size rows, Size columns, int windows, Target target)
    {
        long width = Nest.Typical(columns);
        var candidates = new List<TileCandidate>();
        for (int vectors = 1; vectors <= MostVectors; vectors++)
        {
            IReadOnlyList<VectorSegment> segments = OverlappingSegments(width, vectors, target);
            for (int height = 1; height <= MostRows; height++)
            {
                // The sums, a vector of each column and one factor for the row at hand stay in registers.
                bool fits = (windows * height * vectors) + vectors + 1 <= target.Registers && (vectors * height == 1 || vectors * target.Lanes < width + target.Lanes);
                bool fitsLoop = (!rows.GrowsInLoop || rows.IsMultipleOf(height)) && (!columns.GrowsInLoop || vectors <= MostOpenVectors);
                if (!fits || !fitsLoop || !Fits(height, rows))
                    continue;
                candidates.Add(new TileCandidate(height, vectors, TotalCost(rows, height, segments, windows)));
            }
        }

        return candidates;
    }

    /// <summary>Whether tiles of that height suit an axis: any do where its length is known.</summary>
    public static bool Fits(int height, Size rows) => rows.IsConstant || BatchRows % height == 0;

    /// <summary>The decision for a shape, as data.</summary>
    public static TileDecision Decision(Axis? row, IReadOnlyList<Axis> unrolled, int positions, TileShape shape, IReadOnlyList<TileCandidate> candidates)
    {
        bool IsChosen(TileCandidate candidate) => candidate.Rows == shape.Rows && candidate.Vectors == shape.Vectors;
        TileCandidate chosen = candidates.FirstOrDefault(IsChosen) ?? new TileCandidate(shape.Rows, shape.Vectors, 0);
        return new TileDecision(row, unrolled, positions, chosen, candidates.Where(candidate => !IsChosen(candidate)).ToArray());
    }

    /// <summary>Splits the vector axis: whole tiles, then the vectors left, then narrower vectors, then single elements.</summary>
    public static IReadOnlyList<VectorSegment> Segments(long columns, int vectors, Target target)
    {
        var segments = new List<VectorSegment>();
        long begin = 0;
        void Take(int count, int lanes)
        {
            long tiles = count == 0 ? 0 : (columns - begin) / (count * lanes);
            if (tiles > 0)
                segments.Add(new VectorSegment(begin, tiles, count, lanes));
            begin += tiles * count * lanes;
        }

        Take(vectors, target.Lanes);
        Take((int)((columns - begin) / target.Lanes), target.Lanes);
        for (int lanes = target.Lanes / 2; lanes >= NarrowestVector; lanes /= 2)
            Take((int)Math.Min(MostVectors, (columns - begin) / lanes), lanes);
        Take((int)Math.Min(MostVectors, columns - begin), 1);
        return segments;
    }

    /// <summary>
    /// The same where a column may be computed twice, as one that is only stored may: what no vector is left for joins those before it in a vector that ends with
    /// the last column.
    /// </summary>
    public static IReadOnlyList<VectorSegment> OverlappingSegments(long columns, int vectors, Target target)
    {
        IReadOnlyList<VectorSegment> segments = Segments(columns, vectors, target);
        return segments[segments.Count - 1].Lanes > 1 || columns < NarrowestVector
            ? segments
            : [.. segments.Take(segments.Count - 1), new VectorSegment(columns - NarrowestVector, 1, 1, NarrowestVector)];
    }

    /// <summary>The vectors and lanes of the steps in which a vector axis of a length that varies is walked: whole tiles, vectors, single elements.</summary>
    public static IEnumerable<(int Vectors, int Lanes)> OpenSteps(Size columns, int vectors, Target target)
    {
        if (vectors > 1)
            yield return (vectors, target.Lanes);
        if (vectors == 1 || !columns.IsMultipleOf(vectors * target.Lanes))
            yield return (1, target.Lanes);
        if (!columns.IsMultipleOf(target.Lanes))
            yield return (1, 1);
    }

    /// <summary>The steps in which a row axis is walked as a whole, or a share of it that begins at a tile: nothing is left of a length that is a number of tiles, whatever its symbols stand for.</summary>
    public static IReadOnlyList<int> RowStepsOfShare(Size rows, int height) => rows.IsMultipleOf(height) ? [height] : RowSteps(rows, height);

    /// <summary>The steps in which a row axis is walked: whole tiles, then what is left.</summary>
    public static IReadOnlyList<int> RowSteps(Size rows, int height)
    {
        if (!rows.IsConstant)
            return height == 1 || (rows.GrowsInLoop && rows.IsMultipleOf(height)) ? [height] : [height, 1];
        var steps = new List<int>();
        if (rows.Constant >= height)
            steps.Add(height);
        if (rows.Constant % height is var left && left != 0)
            steps.Add((int)left);
        return steps;
    }

    private static double TotalCost(Size rows, int height, IReadOnlyList<VectorSegment> segments, int windows)
    {
        double cost = 0;
        long left = Nest.Typical(rows);
        foreach (int step in RowSteps(rows, height))
        {
            long tiles = left / step;
            left -= tiles * step;
            foreach (VectorSegment segment in segments)
                cost += tiles * segment.Count * TileCost(step, segment.Vectors, windows);
        }

        return cost;
    }

    private static double TileCost(int rows, int vectors, int windows)
    {
        // Cores load as many vectors in a turn as they multiply and add, be it one number for all lanes or as many as there are lanes.
        double sums = windows * rows * vectors;
        double loads = vectors + (windows * rows);
        return Math.Max(Math.Max(sums, loads), SumsInFlight) + LoopOverhead;
    }
}
