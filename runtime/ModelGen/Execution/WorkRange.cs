using System.ComponentModel;

namespace ModelGen.Runtime;

/// <summary>A worker's share of a loop: <paramref name="Begin"/> up to, not including, <paramref name="End"/>.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public readonly record struct WorkRange(nint Begin, nint End)
{
    /// <summary>
    /// Share <paramref name="index"/> of <paramref name="count"/> of a loop: contiguous, in order, with boundaries at multiples of
    /// <paramref name="granularity"/>, sizes at most one granule apart.
    /// </summary>
    internal static WorkRange Share(nint extent, int granularity, int index, int count)
    {
        long granules = ((long)extent + granularity - 1) / granularity;
        long begin = granules * index / count * granularity;
        long end = granules * (index + 1) / count * granularity;
        return new WorkRange((nint)Math.Min(begin, extent), (nint)Math.Min(end, extent));
    }
}
