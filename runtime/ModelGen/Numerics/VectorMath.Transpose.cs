using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace ModelGen.Runtime;

public static partial class VectorMath
{
    private const int SmallTile = 4;
    private const int MiddleTile = 8;
    private const int LargeTile = 16;

    /// <summary>
    /// Copies a square tile with its rows as columns: element (i, j) of the source, at i·<paramref name="sourceStride"/> + j, goes to
    /// j·<paramref name="destinationStride"/> + i.
    /// </summary>
    /// <param name="source">The tile's first element.</param>
    /// <param name="sourceStride">The distance of the source's rows, in floats.</param>
    /// <param name="destination">Where the first element goes.</param>
    /// <param name="destinationStride">The distance of the destination's rows, in floats.</param>
    /// <param name="edge">The rows and columns of the tile; a multiple of 4.</param>
    /// <param name="isShared">Whether the destination is native memory that several threads read: whole lines are then stored past the caches, and wait for none that others still have.</param>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Transpose(ref readonly float source, nint sourceStride, ref float destination, nint destinationStride, nint edge, bool isShared = false)
    {
        ref float first = ref Unsafe.AsRef(in source);
        if (edge == LargeTile && Avx512F.IsSupported)
        {
            bool pastCaches = isShared && destinationStride % LargeTile == 0 && IsAtLine(ref destination);
            TransposeLarge(ref first, sourceStride, ref destination, destinationStride, pastCaches);
            return;
        }

        bool isOfMiddleTiles = Avx.IsSupported && edge % MiddleTile == 0;
        nint step = isOfMiddleTiles ? MiddleTile : SmallTile;
        for (nint column = 0; column < edge; column += step)
        {
            for (nint row = 0; row < edge; row += step)
            {
                ref float from = ref Unsafe.Add(ref first, (row * sourceStride) + column);
                ref float to = ref Unsafe.Add(ref destination, (column * destinationStride) + row);
                if (isOfMiddleTiles)
                    TransposeMiddle(ref from, sourceStride, ref to, destinationStride);
                else
                    TransposeSmall(ref from, sourceStride, ref to, destinationStride);
            }
        }
    }

    // Sixteen rows of sixteen, each line of memory touched once: within groups of four rows, every quarter of the vectors is turned as a small tile; then the
    // quarters change places.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeLarge(ref float source, nint sourceStride, ref float destination, nint destinationStride, bool pastCaches)
    {
        (Vector512<float> a0, Vector512<float> b0, Vector512<float> c0, Vector512<float> d0) = TurnQuarters(ref Unsafe.Add(ref source, 0 * sourceStride), sourceStride);
        (Vector512<float> a1, Vector512<float> b1, Vector512<float> c1, Vector512<float> d1) = TurnQuarters(ref Unsafe.Add(ref source, 4 * sourceStride), sourceStride);
        (Vector512<float> a2, Vector512<float> b2, Vector512<float> c2, Vector512<float> d2) = TurnQuarters(ref Unsafe.Add(ref source, 8 * sourceStride), sourceStride);
        (Vector512<float> a3, Vector512<float> b3, Vector512<float> c3, Vector512<float> d3) = TurnQuarters(ref Unsafe.Add(ref source, 12 * sourceStride), sourceStride);
        StoreQuarters(a0, a1, a2, a3, ref Unsafe.Add(ref destination, 0 * destinationStride), 4 * destinationStride, pastCaches);
        StoreQuarters(b0, b1, b2, b3, ref Unsafe.Add(ref destination, 1 * destinationStride), 4 * destinationStride, pastCaches);
        StoreQuarters(c0, c1, c2, c3, ref Unsafe.Add(ref destination, 2 * destinationStride), 4 * destinationStride, pastCaches);
        StoreQuarters(d0, d1, d2, d3, ref Unsafe.Add(ref destination, 3 * destinationStride), 4 * destinationStride, pastCaches);
    }

    // Of four rows, the columns: quarter q of result k is column 4·q + k.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector512<float>, Vector512<float>, Vector512<float>, Vector512<float>) TurnQuarters(ref float rows, nint stride)
    {
        Vector512<float> row0 = Vector512.LoadUnsafe(ref rows);
        Vector512<float> row1 = Vector512.LoadUnsafe(ref Unsafe.Add(ref rows, stride));
        Vector512<float> row2 = Vector512.LoadUnsafe(ref Unsafe.Add(ref rows, 2 * stride));
        Vector512<float> row3 = Vector512.LoadUnsafe(ref Unsafe.Add(ref rows, 3 * stride));
        Vector512<double> low01 = Avx512F.UnpackLow(row0, row1).AsDouble(), high01 = Avx512F.UnpackHigh(row0, row1).AsDouble();
        Vector512<double> low23 = Avx512F.UnpackLow(row2, row3).AsDouble(), high23 = Avx512F.UnpackHigh(row2, row3).AsDouble();
        return (
            Avx512F.UnpackLow(low01, low23).AsSingle(),
            Avx512F.UnpackHigh(low01, low23).AsSingle(),
            Avx512F.UnpackLow(high01, high23).AsSingle(),
            Avx512F.UnpackHigh(high01, high23).AsSingle());
    }

    // Quarter q of the four vectors, side by side, is row q.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreQuarters(Vector512<float> v0, Vector512<float> v1, Vector512<float> v2, Vector512<float> v3, ref float destination, nint stride, bool pastCaches)
    {
        const byte EvenQuarters = 0b10_00_10_00, OddQuarters = 0b11_01_11_01;
        Vector512<float> even01 = Avx512F.Shuffle4x128(v0, v1, EvenQuarters), odd01 = Avx512F.Shuffle4x128(v0, v1, OddQuarters);
        Vector512<float> even23 = Avx512F.Shuffle4x128(v2, v3, EvenQuarters), odd23 = Avx512F.Shuffle4x128(v2, v3, OddQuarters);
        StoreLine(Avx512F.Shuffle4x128(even01, even23, EvenQuarters), ref destination, pastCaches);
        StoreLine(Avx512F.Shuffle4x128(odd01, odd23, EvenQuarters), ref Unsafe.Add(ref destination, stride), pastCaches);
        StoreLine(Avx512F.Shuffle4x128(even01, even23, OddQuarters), ref Unsafe.Add(ref destination, 2 * stride), pastCaches);
        StoreLine(Avx512F.Shuffle4x128(odd01, odd23, OddQuarters), ref Unsafe.Add(ref destination, 3 * stride), pastCaches);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static unsafe void StoreLine(Vector512<float> line, ref float destination, bool pastCaches)
    {
        if (pastCaches)
            line.StoreAlignedNonTemporal((float*)Unsafe.AsPointer(ref destination));
        else
            line.StoreUnsafe(ref destination);
    }

    private static unsafe bool IsAtLine(ref float place) => (nint)Unsafe.AsPointer(ref place) % (LargeTile * sizeof(float)) == 0;

    // Eight rows of eight: the halves of four rows are turned as small tiles, then the halves change places.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeMiddle(ref float source, nint sourceStride, ref float destination, nint destinationStride)
    {
        (Vector256<float> a0, Vector256<float> b0, Vector256<float> c0, Vector256<float> d0) = TurnHalves(ref source, sourceStride);
        (Vector256<float> a1, Vector256<float> b1, Vector256<float> c1, Vector256<float> d1) = TurnHalves(ref Unsafe.Add(ref source, 4 * sourceStride), sourceStride);
        StoreHalves(a0, a1, ref Unsafe.Add(ref destination, 0 * destinationStride), 4 * destinationStride);
        StoreHalves(b0, b1, ref Unsafe.Add(ref destination, 1 * destinationStride), 4 * destinationStride);
        StoreHalves(c0, c1, ref Unsafe.Add(ref destination, 2 * destinationStride), 4 * destinationStride);
        StoreHalves(d0, d1, ref Unsafe.Add(ref destination, 3 * destinationStride), 4 * destinationStride);
    }

    // Of four rows, the columns: half h of result k is column 4·h + k.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (Vector256<float>, Vector256<float>, Vector256<float>, Vector256<float>) TurnHalves(ref float rows, nint stride)
    {
        Vector256<float> row0 = Vector256.LoadUnsafe(ref rows);
        Vector256<float> row1 = Vector256.LoadUnsafe(ref Unsafe.Add(ref rows, stride));
        Vector256<float> row2 = Vector256.LoadUnsafe(ref Unsafe.Add(ref rows, 2 * stride));
        Vector256<float> row3 = Vector256.LoadUnsafe(ref Unsafe.Add(ref rows, 3 * stride));
        Vector256<double> low01 = Avx.UnpackLow(row0, row1).AsDouble(), high01 = Avx.UnpackHigh(row0, row1).AsDouble();
        Vector256<double> low23 = Avx.UnpackLow(row2, row3).AsDouble(), high23 = Avx.UnpackHigh(row2, row3).AsDouble();
        return (
            Avx.UnpackLow(low01, low23).AsSingle(),
            Avx.UnpackHigh(low01, low23).AsSingle(),
            Avx.UnpackLow(high01, high23).AsSingle(),
            Avx.UnpackHigh(high01, high23).AsSingle());
    }

    // Half h of the two vectors, side by side, is row h.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void StoreHalves(Vector256<float> v0, Vector256<float> v1, ref float destination, nint stride)
    {
        const byte LowHalves = 0x20, HighHalves = 0x31;
        Avx.Permute2x128(v0, v1, LowHalves).StoreUnsafe(ref destination);
        Avx.Permute2x128(v0, v1, HighHalves).StoreUnsafe(ref Unsafe.Add(ref destination, stride));
    }

    // Four rows of four: pairs of rows are interleaved, then pairs of pairs.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransposeSmall(ref float source, nint sourceStride, ref float destination, nint destinationStride)
    {
        Vector128<float> row0 = Vector128.LoadUnsafe(ref source);
        Vector128<float> row1 = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, sourceStride));
        Vector128<float> row2 = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 2 * sourceStride));
        Vector128<float> row3 = Vector128.LoadUnsafe(ref Unsafe.Add(ref source, 3 * sourceStride));
        Vector128<double> low01 = InterleaveLow(row0, row1).AsDouble(), high01 = InterleaveHigh(row0, row1).AsDouble();
        Vector128<double> low23 = InterleaveLow(row2, row3).AsDouble(), high23 = InterleaveHigh(row2, row3).AsDouble();
        InterleaveLow(low01, low23).AsSingle().StoreUnsafe(ref destination);
        InterleaveHigh(low01, low23).AsSingle().StoreUnsafe(ref Unsafe.Add(ref destination, destinationStride));
        InterleaveLow(high01, high23).AsSingle().StoreUnsafe(ref Unsafe.Add(ref destination, 2 * destinationStride));
        InterleaveHigh(high01, high23).AsSingle().StoreUnsafe(ref Unsafe.Add(ref destination, 3 * destinationStride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveLow(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackLow(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(left, right)
        : Vector128.Create(left[0], right[0], left[1], right[1]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<float> InterleaveHigh(Vector128<float> left, Vector128<float> right) =>
        Sse.IsSupported ? Sse.UnpackHigh(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(left, right)
        : Vector128.Create(left[2], right[2], left[3], right[3]);

    // Of two lanes, taken together: a vector's halves as GetLower and GetUpper give them would go through memory.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> InterleaveLow(Vector128<double> left, Vector128<double> right) =>
        Sse2.IsSupported ? Sse2.UnpackLow(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipLow(left, right)
        : Vector128.Create(left[0], right[0]);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<double> InterleaveHigh(Vector128<double> left, Vector128<double> right) =>
        Sse2.IsSupported ? Sse2.UnpackHigh(left, right)
        : AdvSimd.Arm64.IsSupported ? AdvSimd.Arm64.ZipHigh(left, right)
        : Vector128.Create(left[1], right[1]);
}
