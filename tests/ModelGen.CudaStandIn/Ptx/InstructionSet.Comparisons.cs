using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Ptx;

/// <summary>Comparisons, and what is done with their results.</summary>
internal static partial class InstructionSet
{
    private static void AddPredicates(Dictionary<string, InstructionFactory> set)
    {
        PtxType predicate = PtxType.Of("pred");
        InstructionFactory Logic(Func<uint, uint, uint> operation) =>
            operands => new PredicateLogic(operands.Destination(predicate), operands.Source(predicate), operands.Source(predicate), operation);

        set["and.pred"] = Logic((left, right) => left & right);
        set["or.pred"] = Logic((left, right) => left | right);
        set["xor.pred"] = Logic((left, right) => left ^ right);
        set["not.pred"] = operands =>
        {
            int destination = operands.Destination(predicate), source = operands.Source(predicate);
            return new PredicateLogic(destination, source, source, (value, _) => ~value);
        };
        set["mov.pred"] = operands =>
        {
            int destination = operands.Destination(predicate), source = operands.Source(predicate);
            return new PredicateLogic(destination, source, source, (value, _) => value);
        };
    }

    private static void AddComparisons(Dictionary<string, InstructionFactory> set)
    {
        AddOrder<int>(set, "s32");
        AddOrder<uint>(set, "u32");
        AddOrder<long>(set, "s64");
        AddOrder<ulong>(set, "u64");
        AddUnsignedOrder<uint>(set, "u32");
        AddUnsignedOrder<ulong>(set, "u64");
        AddOrder<float>(set, "f32");
        AddOrder<double>(set, "f64");
        AddUnorderedComparisons<float>(set, "f32");
        AddUnorderedComparisons<double>(set, "f64");
        set["setp.eq.b32"] = Compare<uint, Equal<uint>>("b32");
        set["setp.ne.b32"] = Compare<uint, Unequal<uint>>("b32");
        set["setp.eq.b64"] = Compare<ulong, Equal<ulong>>("b64");
        set["setp.ne.b64"] = Compare<ulong, Unequal<ulong>>("b64");
        set["testp.notanumber.f32"] = Test<float, Not<float, Ordered<float>>>("f32");
        set["testp.number.f32"] = Test<float, Ordered<float>>("f32");
        set["testp.infinite.f32"] = Test<float, Infinite>("f32");
    }

    private static void AddOrder<T>(Dictionary<string, InstructionFactory> set, string type)
        where T : unmanaged
    {
        set[$"setp.eq.{type}"] = Compare<T, Equal<T>>(type);
        set[$"setp.ne.{type}"] = Compare<T, Unequal<T>>(type);
        set[$"setp.lt.{type}"] = Compare<T, Less<T>>(type);
        set[$"setp.le.{type}"] = Compare<T, LessOrEqual<T>>(type);
        set[$"setp.gt.{type}"] = Compare<T, Greater<T>>(type);
        set[$"setp.ge.{type}"] = Compare<T, GreaterOrEqual<T>>(type);
    }

    private static void AddUnsignedOrder<T>(Dictionary<string, InstructionFactory> set, string type)
        where T : unmanaged
    {
        set[$"setp.lo.{type}"] = Compare<T, Less<T>>(type);
        set[$"setp.ls.{type}"] = Compare<T, LessOrEqual<T>>(type);
        set[$"setp.hi.{type}"] = Compare<T, Greater<T>>(type);
        set[$"setp.hs.{type}"] = Compare<T, GreaterOrEqual<T>>(type);
    }

    // True also where one of the two is no number.
    private static void AddUnorderedComparisons<T>(Dictionary<string, InstructionFactory> set, string type)
        where T : unmanaged
    {
        set[$"setp.equ.{type}"] = Compare<T, Not<T, Unequal<T>>>(type);
        set[$"setp.neu.{type}"] = Compare<T, Not<T, Equal<T>>>(type);
        set[$"setp.ltu.{type}"] = Compare<T, Not<T, GreaterOrEqual<T>>>(type);
        set[$"setp.leu.{type}"] = Compare<T, Not<T, Greater<T>>>(type);
        set[$"setp.gtu.{type}"] = Compare<T, Not<T, LessOrEqual<T>>>(type);
        set[$"setp.geu.{type}"] = Compare<T, Not<T, Less<T>>>(type);
        set[$"setp.num.{type}"] = Compare<T, Ordered<T>>(type);
        set[$"setp.nan.{type}"] = Compare<T, Not<T, Ordered<T>>>(type);
    }

    private static InstructionFactory Compare<T, TComparison>(string type)
        where T : unmanaged
        where TComparison : IBinary<T>
    {
        PtxType of = PtxType.Of(type);
        return operands => new Compare<T, TComparison>(operands.Destination(PtxType.Of("pred")), operands.Source(of), operands.Source(of));
    }

    private static InstructionFactory Test<T, TComparison>(string type)
        where T : unmanaged
        where TComparison : IBinary<T>
    {
        PtxType of = PtxType.Of(type);
        return operands =>
        {
            int destination = operands.Destination(PtxType.Of("pred")), source = operands.Source(of);
            return new Compare<T, TComparison>(destination, source, source);
        };
    }
}
