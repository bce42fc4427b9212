using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Plan;

/// <summary>A place in the arena: a number of bytes times symbols.</summary>
/// <param name="Bytes">The bytes for each combination of the symbols.</param>
/// <param name="Symbols">The symbols that all sizes of this region contain.</param>
public sealed record ArenaPlace(long Bytes, string Symbols);

/// <summary>
/// Where each buffer of a network's programs lies in its arena. Buffers whose sizes have the same symbols lie in one region, so that offsets stay
/// exact for any value of the symbols; buffers that are never needed at the same time share their bytes.
/// </summary>
public sealed class ArenaPlan
{
    private const long Alignment = 64;

    // Memory that another thread wrote last costs a store half a microsecond a line where the two share no cache. What has a number or a few for each sample is shared out at other places than what
    // has thousands: in the memory of a large result its lines would go back and forth, and hold up whoever comes to them, while it saves next to nothing.
    private const long LargestOfItsOwn = 256;

    private readonly Dictionary<Buffer, ArenaPlace> _places = [];
    private readonly Dictionary<string, Size> _regions = [];

    /// <summary>Plans the arena for some programs, of which one runs at a time.</summary>
    public ArenaPlan(IEnumerable<NetworkProgram> programs)
    {
        foreach (NetworkProgram program in programs)
        {
            ILookup<int, Overwrite> overwrites = program.Overwrites().ToLookup(overwrite => overwrite.Step);
            foreach (IGrouping<string, Lifetime> region in program.Lifetimes().GroupBy(life => life.Buffer.Shape.Elements.Symbols))
                PlaceRegion(overwrites, region.Key, region);
        }

        Regions = _regions.Values.OrderBy(size => size.Symbols, StringComparer.Ordinal).ToArray();
    }

    /// <summary>The bytes of each region, constants first.</summary>
    public IReadOnlyList<Size> Regions { get; }

    /// <summary>The offset of a buffer, as a sum of bytes times symbols.</summary>
    public IReadOnlyList<Size> OffsetOf(Buffer buffer)
    {
        ArenaPlace place = _places[buffer.Base];
        return Regions.TakeWhile(region => region.Symbols != place.Symbols)
            .Append(new Size(place.Bytes, place.Symbols))
            .Append(buffer.Start * buffer.ElementBytes)
            .Where(size => size.Factor != 0)
            .ToArray();
    }

    /// <summary>The bytes of a buffer for each combination of its symbols, rounded up so that its successor is aligned.</summary>
    public static long BytesOf(Buffer buffer) => (buffer.Bytes.Factor + Alignment - 1) / Alignment * Alignment;

    private sealed record Placement(Buffer Buffer, long Begin, long End, int First, int Last);

    // The largest first, each at the lowest offset where nothing that lives at the same time is.
    private void PlaceRegion(ILookup<int, Overwrite> overwrites, string symbols, IEnumerable<Lifetime> lifetimes)
    {
        // By their beginning.
        var placed = new List<Placement>();
        foreach ((Buffer buffer, int first, int last) in lifetimes.OrderByDescending(life => BytesOf(life.Buffer)).ThenBy(life => life.First))
        {
            long bytes = BytesOf(buffer);
            var wanted = new Placement(buffer, 0, bytes, first, last);
            foreach (Placement other in placed)
            {
                if (Collide(overwrites, wanted, other))
                    wanted = wanted with { Begin = other.End, End = other.End + bytes };
            }

            int behind = placed.FindIndex(other => other.Begin > wanted.Begin);
            placed.Insert(behind < 0 ? placed.Count : behind, wanted);
            _places[buffer] = new ArenaPlace(wanted.Begin, symbols);
            if (!_regions.TryGetValue(symbols, out Size? known) || known.Factor < wanted.End)
                _regions[symbols] = new Size(wanted.End, symbols);
        }
    }

    private static bool Collide(ILookup<int, Overwrite> overwrites, Placement one, Placement other)
    {
        bool together = (one.First <= other.Last && other.First <= one.Last) || HasItsOwn(one.Buffer) || HasItsOwn(other.Buffer);
        if (!together || other.Begin >= one.End || one.Begin >= other.End)
            return false;
        // A result may lie exactly where what it is computed from lay, element by element.
        bool same = one.Begin == other.Begin && one.End == other.End;
        return !(same && (TakesOver(overwrites, one, other) || TakesOver(overwrites, other, one)));
    }

    private static bool HasItsOwn(Buffer buffer) => !buffer.Bytes.IsConstant && buffer.Bytes.Factor <= LargestOfItsOwn;

    private static bool TakesOver(ILookup<int, Overwrite> overwrites, Placement later, Placement earlier) =>
        later.First == earlier.Last && overwrites[later.First].Any(overwrite => overwrite.Written == later.Buffer && overwrite.Read.Contains(earlier.Buffer));
}
