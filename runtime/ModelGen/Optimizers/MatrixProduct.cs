using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

/// <summary>Products of matrices whose rows are padded, for optimisers: networks have their own, emitted for their sizes.</summary>
internal static unsafe class MatrixProduct
{
    private const int TileRows = 4;
    private const int TileVectors = 2;

    // Two of the widest vectors: a tile's columns at every width.
    private const int FloatsOfPadding = 32;

    /// <summary>The floats from one row to the next: an odd number of tiles, since a power of two would bring all rows to the same few lines of the cache.</summary>
    public static int Stride(int columns) => ((columns + FloatsOfPadding - 1) / FloatsOfPadding | 1) * FloatsOfPadding;

    /// <summary>This worker's rows of result = scale·(left·right) + addendScale·addend. Up to a whole tile the padding of <paramref name="right"/> and <paramref name="addend"/>, which must be zero, goes into that of the result.</summary>
    /// <param name="worker">One of the workers that share the rows.</param>
    /// <param name="left">[rows, depth].</param>
    /// <param name="right">[depth, columns].</param>
    /// <param name="rows">The rows of the result.</param>
    /// <param name="columns">The columns of the result.</param>
    /// <param name="depth">The terms of each sum.</param>
    /// <param name="scale">The factor of the product.</param>
    /// <param name="addendScale">The factor of what is added; 0 where nothing is.</param>
    /// <param name="addend">[rows, columns].</param>
    /// <param name="result">[rows, columns], none of the others.</param>
    public static void Run(
        Worker worker, Rows left, Rows right, int rows, int columns, int depth, float scale, float addendScale, Rows addend, Rows result)
    {
        WorkRange share = worker.Share(rows, TileRows);
        Problem problem = new(left, right, addend, result, (int)share.Begin, (int)share.End, columns, depth, scale, addendScale);
        if (Vector512.IsHardwareAccelerated)
            Run<Lanes512, Vector512<float>>(problem);
        else if (Vector256.IsHardwareAccelerated)
            Run<Lanes256, Vector256<float>>(problem);
        else
            Run<Lanes128, Vector128<float>>(problem);
    }

    /// <summary>This worker's rows of the transposed matrix, with zeros in the padding.</summary>
    public static void Transpose(Worker worker, float* source, nint sourceStride, int rows, int columns, float* destination, nint stride)
    {
        WorkRange share = worker.Share(columns);
        for (int column = (int)share.Begin; column < share.End; column++)
        {
            float* values = destination + (column * stride);
            for (int row = 0; row < rows; row++)
                values[row] = source[(row * sourceStride) + column];
            new Span<float>(values + rows, (int)stride - rows).Clear();
        }
    }

    private static void Run<TLanes, TVector>(in Problem problem)
        where TLanes : struct, ILanes<TVector>
    {
        // A panel of columns stays in the cache while all rows pass.
        for (nint column = 0; column < problem.Columns; column += TileVectors * TLanes.Count)
        {
            for (nint row = problem.Begin; row < problem.End; row += TileRows)
                Tile<TLanes, TVector>(problem, row, column);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Tile<TLanes, TVector>(in Problem problem, nint row, nint column)
        where TLanes : struct, ILanes<TVector>
    {
        // Rows beyond the last are the last one again: computed and stored twice, to the same bits.
        nint last = problem.End - 1;
        nint row1 = Math.Min(row + 1, last), row2 = Math.Min(row + 2, last), row3 = Math.Min(row + 3, last);
        float* left0 = problem.Left.Row(row), left1 = problem.Left.Row(row1), left2 = problem.Left.Row(row2), left3 = problem.Left.Row(row3);
        float* right = problem.Right.Values + column;
        nint depth = problem.Depth, stride = problem.Right.Stride;
        TVector zero = TLanes.Create(0);
        TVector sum00 = zero, sum01 = zero, sum10 = zero, sum11 = zero, sum20 = zero, sum21 = zero, sum30 = zero, sum31 = zero;
        for (nint term = 0; term < depth; term++, right += stride)
        {
            TVector right0 = TLanes.Load(right), right1 = TLanes.Load(right + TLanes.Count);
            TVector value = TLanes.Create(left0[term]);
            sum00 = TLanes.MultiplyAdd(value, right0, sum00);
            sum01 = TLanes.MultiplyAdd(value, right1, sum01);
            value = TLanes.Create(left1[term]);
            sum10 = TLanes.MultiplyAdd(value, right0, sum10);
            sum11 = TLanes.MultiplyAdd(value, right1, sum11);
            value = TLanes.Create(left2[term]);
            sum20 = TLanes.MultiplyAdd(value, right0, sum20);
            sum21 = TLanes.MultiplyAdd(value, right1, sum21);
            value = TLanes.Create(left3[term]);
            sum30 = TLanes.MultiplyAdd(value, right0, sum30);
            sum31 = TLanes.MultiplyAdd(value, right1, sum31);
        }

        Store<TLanes, TVector>(problem, row, column, sum00, sum01);
        Store<TLanes, TVector>(problem, row1, column, sum10, sum11);
        Store<TLanes, TVector>(problem, row2, column, sum20, sum21);
        Store<TLanes, TVector>(problem, row3, column, sum30, sum31);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Store<TLanes, TVector>(in Problem problem, nint row, nint column, TVector first, TVector second)
        where TLanes : struct, ILanes<TVector>
    {
        TVector scale = TLanes.Create(problem.Scale);
        first = TLanes.Multiply(scale, first);
        second = TLanes.Multiply(scale, second);
        if (problem.AddendScale != 0)
        {
            float* addend = problem.Addend.Row(row) + column;
            TVector addendScale = TLanes.Create(problem.AddendScale);
            first = TLanes.MultiplyAdd(addendScale, TLanes.Load(addend), first);
            second = TLanes.MultiplyAdd(addendScale, TLanes.Load(addend + TLanes.Count), second);
        }

        float* result = problem.Result.Row(row) + column;
        TLanes.Store(first, result);
        TLanes.Store(second, result + TLanes.Count);
    }

    /// <summary>A matrix: its first value and the floats from one row to the next.</summary>
    public readonly struct Rows(float* values, nint stride)
    {
        public float* Values { get; } = values;

        public nint Stride { get; } = stride;

        public float* Row(nint row) => Values + (row * Stride);
    }

    private readonly record struct Problem(
        Rows Left, Rows Right, Rows Addend, Rows Result, nint Begin, nint End, nint Columns, nint Depth, float Scale, float AddendScale);
}
