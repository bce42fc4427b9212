using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Plan;

/// <summary>A place in the arena: a number of bytes times symbols.</summary>
/// <param name="Bytes">The bytes for each combination of the symbols.</param>
/// <param name="Symbols">The symbols that all sizes of this region contain.</param>
public readonly record struct ArenaPlace(long Bytes, string Symbols);

/// <summary>
/// Where each buffer of a network's programs lies in its arena. Buffers whose sizes have the same symbols lie in one region, so that offsets stay
/// exact for any value of the symbols; buffers that are never needed at the same time share their bytes.
/// </summary>
public sealed class ArenaPlan
{
    private const long Alignment = 64;

    private readonly Dictionary<Buffer, ArenaPlace> _places = [];
    private readonly SortedDictionary<string, long> _regions = new(StringComparer.Ordinal);

    /// <summary>Plans the arena for some programs, of which one runs at a time.</summary>
    public ArenaPlan(IEnumerable<NetworkProgram> programs)
    {
        foreach (NetworkProgram program in programs)
        {
            foreach (IGrouping<string, (Buffer Buffer, int First, int Last)> region in program.Lifetimes().GroupBy(life => life.Buffer.Shape.Elements.Symbols))
                PlaceRegion(region.Key, region.ToArray());
        }
    }

    /// <summary>The bytes of each region, constants first.</summary>
    public IReadOnlyList<Size> Regions => _regions.Select(region => new Size(region.Value, region.Key)).ToArray();

    /// <summary>The offset of a buffer, as a sum of bytes times symbols.</summary>
    public IReadOnlyList<Size> OffsetOf(Buffer buffer)
    {
        ArenaPlace place = _places[buffer.Base];
        return Regions.TakeWhile(region => region.Symbols != place.Symbols)
            .Append(new Size(place.Bytes, place.Symbols))
            .Where(size => size.Factor != 0)
            .ToArray();
    }

    /// <summary>The bytes of a buffer for each combination of its symbols, rounded up so that its successor is aligned.</summary>
    public static long BytesOf(Buffer buffer)
    {
        long bytes = buffer.Shape.Elements.Factor * (buffer.Type == ElementType.UInt8 ? 1 : 4);
        return (bytes + Alignment - 1) / Alignment * Alignment;
    }

    // The largest first, each at the lowest offset where nothing that lives at the same time is.
    private void PlaceRegion(string symbols, IReadOnlyList<(Buffer Buffer, int First, int Last)> lifetimes)
    {
        var placed = new List<(long Begin, long End, int First, int Last)>();
        foreach ((Buffer buffer, int first, int last) in lifetimes.OrderByDescending(life => BytesOf(life.Buffer)).ThenBy(life => life.First))
        {
            long begin = 0, bytes = BytesOf(buffer);
            foreach ((long otherBegin, long otherEnd, int otherFirst, int otherLast) in placed.OrderBy(other => other.Begin))
            {
                bool together = first <= otherLast && otherFirst <= last;
                if (together && otherBegin < begin + bytes && begin < otherEnd)
                    begin = otherEnd;
            }

            placed.Add((begin, begin + bytes, first, last));
            _places[buffer] = new ArenaPlace(begin, symbols);
            _regions[symbols] = Math.Max(_regions.TryGetValue(symbols, out long known) ? known : 0, begin + bytes);
        }
    }
}
