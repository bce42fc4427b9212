using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace ModelGen.Runtime;

public static partial class VectorMath
{
    /// <summary>Sixteen bytes as integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<int> Widen512(ref readonly byte source)
    {
        Vector128<byte> bytes = Vector128.LoadUnsafe(in source);
        if (Avx512F.IsSupported)
            return Avx512F.ConvertToVector512Int32(bytes);
        (Vector128<ushort> lower, Vector128<ushort> upper) = Vector128.Widen(bytes);
        return Vector512.Create(Widen256(lower), Widen256(upper));
    }

    /// <summary>Eight bytes as integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector256<int> Widen256(ref readonly byte source)
    {
        Vector128<byte> bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<ulong>(in source)).AsByte();
        return Avx2.IsSupported ? Avx2.ConvertToVector256Int32(bytes) : Widen256(Vector128.WidenLower(bytes));
    }

    /// <summary>Four bytes as integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector128<int> Widen128(ref readonly byte source)
    {
        Vector128<byte> bytes = Vector128.CreateScalarUnsafe(Unsafe.ReadUnaligned<uint>(in source)).AsByte();
        return Sse41.IsSupported ? Sse41.ConvertToVector128Int32(bytes) : Vector128.WidenLower(Vector128.WidenLower(bytes)).AsInt32();
    }

    /// <summary>Stores the low byte of each of sixteen integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(Vector512<int> values, ref byte destination)
    {
        Vector128<byte> bytes = Avx512F.IsSupported
            ? Avx512F.ConvertToVector128Byte(values)
            : Vector128.Narrow(Narrow(values.GetLower()), Narrow(values.GetUpper())).AsByte();
        bytes.StoreUnsafe(ref destination);
    }

    /// <summary>Stores the low byte of each of eight integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(Vector256<int> values, ref byte destination)
    {
        Vector128<byte> bytes;
        if (Avx512F.VL.IsSupported)
        {
            bytes = Avx512F.VL.ConvertToVector128Byte(values);
        }
        else
        {
            Vector128<short> words = Narrow(values);
            bytes = Vector128.Narrow(words, words).AsByte();
        }

        Unsafe.WriteUnaligned(ref destination, bytes.AsUInt64().ToScalar());
    }

    /// <summary>Stores the low byte of each of four integers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Narrow(Vector128<int> values, ref byte destination)
    {
        Vector128<short> words = Vector128.Narrow(values, values);
        Unsafe.WriteUnaligned(ref destination, Vector128.Narrow(words, words).AsUInt32().ToScalar());
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector256<int> Widen256(Vector128<ushort> words) =>
        Vector256.Create(Vector128.WidenLower(words).AsInt32(), Vector128.WidenUpper(words).AsInt32());

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Vector128<short> Narrow(Vector256<int> values) => Vector128.Narrow(values.GetLower(), values.GetUpper());
}
