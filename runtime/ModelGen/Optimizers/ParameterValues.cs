using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics.X86;

namespace ModelGen.Runtime;

/// <summary>
/// The parameters as an optimiser's step sees them. All threads have read them and one rewrites them: where each line of memory must first be taken back from the caches of the others, a store takes as long as
/// a line does from one thread to another and back (100 ns on one die, 500 across two), and few of them wait at a time. Stores past the caches wait for none: between dies an update takes a third of the time.
/// </summary>
/// <param name="values">The first of the parameters, at the beginning of a line.</param>
/// <param name="areShared">Whether several threads read them.</param>
internal readonly unsafe struct ParameterValues(float* values, bool areShared)
{
    /// <summary>The parameters from an index on.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public TVector Load<TLanes, TVector>(nint index)
        where TLanes : struct, ILanes<TVector> => TLanes.Load(values + index);

    /// <summary>Writes those from an index on, which is a multiple of the lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Store<TLanes, TVector>(TVector value, nint index)
        where TLanes : struct, ILanes<TVector>
    {
        if (areShared)
            TLanes.StorePastCaches(value, values + index);
        else
            TLanes.Store(value, values + index);
    }

    /// <summary>Whatever this thread stored is in memory before anything that it stores next: stores past the caches are in no order otherwise.</summary>
    public static void Publish()
    {
        if (Sse.IsSupported)
            Sse.StoreFence();
    }
}
