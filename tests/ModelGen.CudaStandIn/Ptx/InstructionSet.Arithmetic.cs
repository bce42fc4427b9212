using System.Numerics;
using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Ptx;

/// <summary>Arithmetic, logic and shifts.</summary>
internal static partial class InstructionSet
{
    private static void AddFloats<T>(Dictionary<string, InstructionFactory> set, string type)
        where T : unmanaged
    {
        set[$"mov.{type}"] = Unary<T, Copy<T>>(type);
        set[$"neg.{type}"] = Unary<T, Negate<T>>(type);
        set[$"abs.{type}"] = Unary<T, Absolute<T>>(type);
        set[$"sqrt.rn.{type}"] = Unary<T, SquareRoot<T>>(type);
        set[$"rcp.rn.{type}"] = Unary<T, Reciprocal<T>>(type);
        set[$"add.{type}"] = set[$"add.rn.{type}"] = Binary<T, Add<T>>(type);
        set[$"sub.{type}"] = set[$"sub.rn.{type}"] = Binary<T, Subtract<T>>(type);
        set[$"mul.{type}"] = set[$"mul.rn.{type}"] = Binary<T, Multiply<T>>(type);
        set[$"div.rn.{type}"] = Binary<T, Divide<T>>(type);
        set[$"min.{type}"] = Binary<T, Minimum<T>>(type);
        set[$"max.{type}"] = Binary<T, Maximum<T>>(type);
    }

    private static void AddFloatFunctions(Dictionary<string, InstructionFactory> set)
    {
        set["fma.rn.f32"] = Ternary<float, FusedMultiplyAdd>("f32");
        set["fma.rn.f64"] = Ternary<double, FusedMultiplyAdd>("f64");
        set["ex2.approx.f32"] = LaneUnary<float, float, PowerOfTwo>("f32", "f32");
        set["lg2.approx.f32"] = LaneUnary<float, float, LogarithmOfTwo>("f32", "f32");
        set["rsqrt.approx.f32"] = LaneUnary<float, float, ReciprocalSquareRoot>("f32", "f32");
    }

    private static void AddIntegers<T>(Dictionary<string, InstructionFactory> set, string type)
        where T : unmanaged, IBinaryInteger<T>, IMinMaxValue<T>
    {
        PtxType of = PtxType.Of(type);
        set[$"mov.{type}"] = Unary<T, Copy<T>>(type);
        set[$"add.{type}"] = Binary<T, Add<T>>(type);
        set[$"sub.{type}"] = Binary<T, Subtract<T>>(type);
        set[$"mul.lo.{type}"] = Binary<T, Multiply<T>>(type);
        set[$"mad.lo.{type}"] = Ternary<T, MultiplyAdd<T>>(type);
        set[$"min.{type}"] = Binary<T, Minimum<T>>(type);
        set[$"max.{type}"] = Binary<T, Maximum<T>>(type);
        set[$"div.{type}"] = operands => new IntegerDivision<T, Quotient<T>>(operands.Destination(of), operands.Source(of), operands.Source(of));
        set[$"rem.{type}"] = operands => new IntegerDivision<T, Remainder<T>>(operands.Destination(of), operands.Source(of), operands.Source(of));
        if (of.Kind == TypeKind.Signed)
        {
            set[$"neg.{type}"] = Unary<T, Negate<T>>(type);
            set[$"abs.{type}"] = Unary<T, Absolute<T>>(type);
        }
    }

    private static void AddBits(Dictionary<string, InstructionFactory> set)
    {
        AddBits<uint>(set, "b32");
        AddBits<ulong>(set, "b64");
        set["mov.b16"] = Unary<uint, Copy<uint>>("b16");
        set["selp.b16"] = Select<uint>("b16");
        set["selp.f32"] = Select<float>("f32");
        set["selp.s32"] = Select<int>("s32");
        set["selp.u32"] = Select<uint>("u32");
        set["shl.b32"] = Shift<uint, ShiftLeft, LaneShiftLeft<uint>>("b32");
        set["shl.b64"] = Shift<ulong, ShiftLeft, LaneShiftLeft<ulong>>("b64");
        set["shr.s32"] = Shift<int, ShiftRight, LaneShiftRight<int>>("s32");
        set["shr.s64"] = Shift<long, ShiftRight, LaneShiftRight<long>>("s64");
        set["shr.u32"] = set["shr.b32"] = Shift<uint, ShiftRight, LaneShiftRight<uint>>("u32");
        set["shr.u64"] = set["shr.b64"] = Shift<ulong, ShiftRight, LaneShiftRight<ulong>>("u64");
        set["mul.wide.s32"] = WideProduct<int, long, Widen>("s32", "s64");
        set["mul.wide.u32"] = WideProduct<uint, ulong, Widen>("u32", "u64");
        set["mul.hi.s32"] = LaneBinary<int, HighProduct>("s32");
        set["mul.hi.u32"] = LaneBinary<uint, HighProduct>("u32");
        set["mul.hi.s64"] = LaneBinary<long, HighProduct>("s64");
        set["mul.hi.u64"] = LaneBinary<ulong, HighProduct>("u64");
    }

    private static void AddBits<T>(Dictionary<string, InstructionFactory> set, string type)
        where T : unmanaged
    {
        set[$"mov.{type}"] = Unary<T, Copy<T>>(type);
        set[$"not.{type}"] = Unary<T, Complement<T>>(type);
        set[$"and.{type}"] = Binary<T, And<T>>(type);
        set[$"or.{type}"] = Binary<T, Or<T>>(type);
        set[$"xor.{type}"] = Binary<T, ExclusiveOr<T>>(type);
        set[$"selp.{type}"] = Select<T>(type);
    }

    private static InstructionFactory Select<T>(string type)
        where T : unmanaged
    {
        PtxType of = PtxType.Of(type);
        return operands => new Select<T>(operands.Destination(of), operands.Source(of), operands.Source(of), operands.Source(PtxType.Of("pred")));
    }

    private static InstructionFactory Shift<T, TUniform, TLane>(string type)
        where T : unmanaged
        where TUniform : IShift<T>
        where TLane : ILaneBinary<T, uint>
    {
        PtxType of = PtxType.Of(type);
        return operands =>
        {
            int destination = operands.Destination(of), source = operands.Source(of);
            return operands.TakeInteger(out ulong count)
                ? new UniformShift<T, TUniform>(destination, source, (int)Math.Min(count, 64))
                : new LaneBinary<T, uint, TLane>(destination, source, operands.Source(PtxType.Of("u32")));
        };
    }

    private static InstructionFactory WideProduct<TNarrow, TWide, TWiden>(string narrow, string wide)
        where TNarrow : unmanaged
        where TWide : unmanaged
        where TWiden : IWiden<TNarrow, TWide>
    {
        PtxType from = PtxType.Of(narrow), to = PtxType.Of(wide);
        return operands => new WideProduct<TNarrow, TWide, TWiden>(operands.Destination(to), operands.Source(from), operands.Source(from));
    }

    private static InstructionFactory LaneBinary<T, TOperation>(string type)
        where T : unmanaged
        where TOperation : ILaneBinary<T, T>
    {
        PtxType of = PtxType.Of(type);
        return operands => new LaneBinary<T, T, TOperation>(operands.Destination(of), operands.Source(of), operands.Source(of));
    }

    private static InstructionFactory LaneUnary<TFrom, TTo, TOperation>(string to, string from)
        where TFrom : unmanaged
        where TTo : unmanaged
        where TOperation : ILaneUnary<TFrom, TTo>
    {
        PtxType result = PtxType.Of(to), value = PtxType.Of(from);
        return operands => new LaneUnary<TFrom, TTo, TOperation>(operands.Destination(result), operands.Source(value));
    }
}
