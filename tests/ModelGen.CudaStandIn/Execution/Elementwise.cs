using System.Runtime.Intrinsics;

namespace ModelGen.CudaStandIn.Execution;

/// <summary>What becomes of a value.</summary>
internal interface IUnary<T>
{
    static abstract Vector512<T> Apply(Vector512<T> value);
}

/// <summary>What becomes of two values.</summary>
internal interface IBinary<T>
{
    static abstract Vector512<T> Apply(Vector512<T> left, Vector512<T> right);
}

/// <summary>What becomes of three values.</summary>
internal interface ITernary<T>
{
    static abstract Vector512<T> Apply(Vector512<T> first, Vector512<T> second, Vector512<T> third);
}

/// <summary>An instruction with one source.</summary>
internal sealed unsafe class Unary<T, TOperation>(int destination, int source) : Computation<T>(destination)
    where T : unmanaged
    where TOperation : IUnary<T>
{
    public override void Execute(Warp warp, uint lanes)
    {
        T* results = Begin(warp, lanes);
        T* values = (T*)(warp.Registers + source);
        for (int lane = 0; lane < Warp.Lanes; lane += Vector512<T>.Count)
            TOperation.Apply(Vector512.Load(values + lane)).Store(results + lane);
        End(warp, lanes);
    }
}

/// <summary>An instruction with two sources.</summary>
internal sealed unsafe class Binary<T, TOperation>(int destination, int left, int right) : Computation<T>(destination)
    where T : unmanaged
    where TOperation : IBinary<T>
{
    public override void Execute(Warp warp, uint lanes)
    {
        T* results = Begin(warp, lanes);
        T* lefts = (T*)(warp.Registers + left);
        T* rights = (T*)(warp.Registers + right);
        for (int lane = 0; lane < Warp.Lanes; lane += Vector512<T>.Count)
            TOperation.Apply(Vector512.Load(lefts + lane), Vector512.Load(rights + lane)).Store(results + lane);
        End(warp, lanes);
    }
}

/// <summary>An instruction with three sources.</summary>
internal sealed unsafe class Ternary<T, TOperation>(int destination, int first, int second, int third) : Computation<T>(destination)
    where T : unmanaged
    where TOperation : ITernary<T>
{
    public override void Execute(Warp warp, uint lanes)
    {
        T* results = Begin(warp, lanes);
        T* firsts = (T*)(warp.Registers + first);
        T* seconds = (T*)(warp.Registers + second);
        T* thirds = (T*)(warp.Registers + third);
        for (int lane = 0; lane < Warp.Lanes; lane += Vector512<T>.Count)
            TOperation.Apply(Vector512.Load(firsts + lane), Vector512.Load(seconds + lane), Vector512.Load(thirds + lane)).Store(results + lane);
        End(warp, lanes);
    }
}

/// <summary>A value for a predicate that is true, another for one that is false.</summary>
internal sealed unsafe class Select<T>(int destination, int whenTrue, int whenFalse, int predicate) : Computation<T>(destination)
    where T : unmanaged
{
    public override void Execute(Warp warp, uint lanes)
    {
        T* results = Begin(warp, lanes);
        T* ones = (T*)(warp.Registers + whenTrue);
        T* others = (T*)(warp.Registers + whenFalse);
        uint bits = *(uint*)(warp.Registers + predicate);
        for (int lane = 0; lane < Warp.Lanes; lane += Vector512<T>.Count)
            Vector512.ConditionalSelect(Lanes.Mask<T>(bits >> lane), Vector512.Load(ones + lane), Vector512.Load(others + lane)).Store(results + lane);
        End(warp, lanes);
    }
}

/// <summary>How two values compare.</summary>
internal sealed unsafe class Compare<T, TComparison>(int destination, int left, int right) : PredicateComputation(destination)
    where T : unmanaged
    where TComparison : IBinary<T>
{
    public override void Execute(Warp warp, uint lanes)
    {
        T* lefts = (T*)(warp.Registers + left);
        T* rights = (T*)(warp.Registers + right);
        uint bits = 0;
        for (int lane = 0; lane < Warp.Lanes; lane += Vector512<T>.Count)
            bits |= (uint)TComparison.Apply(Vector512.Load(lefts + lane), Vector512.Load(rights + lane)).ExtractMostSignificantBits() << lane;
        Keep(warp, lanes, bits);
    }
}

/// <summary>What becomes of two predicates.</summary>
internal sealed unsafe class PredicateLogic(int destination, int left, int right, Func<uint, uint, uint> operation) : PredicateComputation(destination)
{
    public override void Execute(Warp warp, uint lanes) => Keep(warp, lanes, operation(*(uint*)(warp.Registers + left), *(uint*)(warp.Registers + right)));
}

/// <summary>A shift by the same number of bits in all lanes.</summary>
internal sealed unsafe class UniformShift<T, TOperation>(int destination, int source, int count) : Computation<T>(destination)
    where T : unmanaged
    where TOperation : IShift<T>
{
    public override void Execute(Warp warp, uint lanes)
    {
        T* results = Begin(warp, lanes);
        T* values = (T*)(warp.Registers + source);
        for (int lane = 0; lane < Warp.Lanes; lane += Vector512<T>.Count)
            TOperation.Apply(Vector512.Load(values + lane), count).Store(results + lane);
        End(warp, lanes);
    }
}

/// <summary>The product of two integers of 32 bits, in 64.</summary>
internal sealed unsafe class WideProduct<TNarrow, TWide, TOperation>(int destination, int left, int right) : Computation<TWide>(destination)
    where TNarrow : unmanaged
    where TWide : unmanaged
    where TOperation : IWiden<TNarrow, TWide>
{
    public override void Execute(Warp warp, uint lanes)
    {
        TWide* results = Begin(warp, lanes);
        TNarrow* lefts = (TNarrow*)(warp.Registers + left);
        TNarrow* rights = (TNarrow*)(warp.Registers + right);
        for (int lane = 0; lane < Warp.Lanes; lane += Vector512<TWide>.Count)
            (TOperation.Apply(Vector256.Load(lefts + lane)) * TOperation.Apply(Vector256.Load(rights + lane))).Store(results + lane);
        End(warp, lanes);
    }
}
