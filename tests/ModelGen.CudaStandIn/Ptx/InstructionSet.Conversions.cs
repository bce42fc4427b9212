using System.Numerics;
using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Ptx;

/// <summary>Conversions from a type to another.</summary>
internal static partial class InstructionSet
{
    private static string[] Integers => ["u8", "s8", "u16", "s16", "u32", "s32", "u64", "s64"];

    private static void AddConversions(Dictionary<string, InstructionFactory> set)
    {
        foreach (string to in Integers)
        {
            foreach (string from in Integers)
                set[$"cvt.{to}.{from}"] = Resize(PtxType.Of(to), PtxType.Of(from));
        }

        AddFromInteger<int>(set, "s32");
        AddFromInteger<uint>(set, "u32");
        AddFromInteger<long>(set, "s64");
        AddFromInteger<ulong>(set, "u64");
        AddToInteger<int>(set, "s32");
        AddToInteger<uint>(set, "u32");
        AddToInteger<long>(set, "s64");
        AddToInteger<ulong>(set, "u64");
        set["cvt.f64.f32"] = LaneUnary<float, double, ToNearest<float, double>>("f64", "f32");
        set["cvt.rn.f32.f64"] = LaneUnary<double, float, ToNearest<double, float>>("f32", "f64");
        set["cvt.rni.f32.f32"] = LaneUnary<float, float, ToWhole<RoundToEven>>("f32", "f32");
        set["cvt.rzi.f32.f32"] = LaneUnary<float, float, ToWhole<RoundToZero>>("f32", "f32");
        set["cvt.rmi.f32.f32"] = LaneUnary<float, float, ToWhole<RoundDown>>("f32", "f32");
        set["cvt.rpi.f32.f32"] = LaneUnary<float, float, ToWhole<RoundUp>>("f32", "f32");
        // A device knows one space of addresses, in which that of global memory is the same.
        set["cvta.to.global.u64"] = set["cvta.global.u64"] = Unary<ulong, Copy<ulong>>("u64");
    }

    private static void AddFromInteger<T>(Dictionary<string, InstructionFactory> set, string type)
        where T : unmanaged, IBinaryInteger<T>
    {
        set[$"cvt.rn.f32.{type}"] = LaneUnary<T, float, ToNearest<T, float>>("f32", type);
        set[$"cvt.rn.f64.{type}"] = LaneUnary<T, double, ToNearest<T, double>>("f64", type);
    }

    private static void AddToInteger<T>(Dictionary<string, InstructionFactory> set, string type)
        where T : unmanaged, IBinaryInteger<T>
    {
        set[$"cvt.rni.{type}.f32"] = LaneUnary<float, T, ToInteger<T, RoundToEven>>(type, "f32");
        set[$"cvt.rzi.{type}.f32"] = LaneUnary<float, T, ToInteger<T, RoundToZero>>(type, "f32");
        set[$"cvt.rmi.{type}.f32"] = LaneUnary<float, T, ToInteger<T, RoundDown>>(type, "f32");
        set[$"cvt.rpi.{type}.f32"] = LaneUnary<float, T, ToInteger<T, RoundUp>>(type, "f32");
    }

    private static InstructionFactory Resize(PtxType to, PtxType from) => operands =>
    {
        Register destination = operands.Wide(to), source = operands.Wide(from);
        return new ResizeInteger(
            (destination.Place, KernelBuilder.StoredBytes(destination.Type)),
            (source.Place, KernelBuilder.StoredBytes(source.Type)),
            (from.Bits, from.Kind == TypeKind.Signed),
            (to.Bits, to.Kind == TypeKind.Signed));
    };
}
