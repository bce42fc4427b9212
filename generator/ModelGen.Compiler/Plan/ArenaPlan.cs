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

    private readonly Dictionary<Buffer, ArenaPlace> _places = [];
    private readonly Dictionary<string, Size> _regions = [];

    /// <summary>Plans the arena for some programs, of which one runs at a time.</summary>
    public ArenaPlan(IEnumerable<NetworkProgram> programs)
    {
        foreach (NetworkProgram program in programs)
        {
            IReadOnlyDictionary<int, (Buffer Written, IReadOnlyCollection<Buffer> Read)> overwrites = program.Overwrites();
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
    private void PlaceRegion(IReadOnlyDictionary<int, (Buffer Written, IReadOnlyCollection<Buffer> Read)> overwrites, string symbols, IEnumerable<Lifetime> lifetimes)
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

    private static bool Collide(IReadOnlyDictionary<int, (Buffer Written, IReadOnlyCollection<Buffer> Read)> overwrites, Placement one, Placement other)
    {
        bool together = one.First <= other.Last && other.First <= one.Last;
        if (!together || other.Begin >= one.End || one.Begin >= other.End)
            return false;
        // A result may lie exactly where what it is computed from lay, element by element.
        bool same = one.Begin == other.Begin && one.End == other.End;
        return !(same && (TakesOver(overwrites, one, other) || TakesOver(overwrites, other, one)));
    }

    private static bool TakesOver(IReadOnlyDictionary<int, (Buffer Written, IReadOnlyCollection<Buffer> Read)> overwrites, Placement later, Placement earlier) =>
        later.First == earlier.Last && overwrites.TryGetValue(later.First, out (Buffer Written, IReadOnlyCollection<Buffer> Read) step)
            && step.Written == later.Buffer && step.Read.Contains(earlier.Buffer);
}
