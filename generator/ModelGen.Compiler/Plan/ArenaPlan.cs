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

    private readonly record struct Placement(Buffer Buffer, long Begin, long End, int First, int Last, bool HasItsOwn)
    {
        public long Length => End - Begin;

        public Placement At(long begin) => this with { Begin = begin, End = begin + Length };

        // Whether it would lie in bytes that are another's at the same time.
        public bool NeedsWhatIs(Placement other) => ((First <= other.Last && other.First <= Last) || HasItsOwn || other.HasItsOwn) && Meets(other);

        public bool Meets(Placement other) => other.Begin < End && Begin < other.End;

        // Of the bytes that are now the one's and now the other's, how many go from thread to thread, where threads share out either from its first byte to its last: how far apart a byte lies in the
        // two, as parts of the whole, added up over the bytes.
        public double Crossing(Placement other)
        {
            if (!Meets(other))
                return 0;
            double from = Math.Max(Begin, other.Begin), to = Math.Min(End, other.End), atFrom = Apart(other, from), atTo = Apart(other, to);
            return (to - from) * (atFrom * atTo >= 0 ? Math.Abs(atFrom + atTo) / 2 : ((atFrom * atFrom) + (atTo * atTo)) / (2 * Math.Abs(atTo - atFrom)));
        }

        private double Apart(Placement other, double place) => ((place - Begin) / Length) - ((place - other.Begin) / other.Length);
    }

    // The largest first, each at the lowest offset where nothing that lives at the same time is.
    private void PlaceRegion(ILookup<int, Overwrite> overwrites, string symbols, IEnumerable<Lifetime> lifetimes)
    {
        // By their beginning.
        var placed = new List<Placement>();
        foreach ((Buffer buffer, int first, int last) in lifetimes.OrderByDescending(life => BytesOf(life.Buffer)).ThenBy(life => life.First))
        {
            var wanted = new Placement(buffer, 0, BytesOf(buffer), first, last, HasItsOwn(buffer));
            int behind = 0;
            for (; behind < placed.Count && placed[behind] is var other && other.Begin < wanted.End; behind++)
            {
                if (wanted.NeedsWhatIs(other) && !SharesPlace(overwrites, wanted, other))
                    wanted = wanted.At(other.End);
            }

            long height = Math.Max(wanted.End, _regions.TryGetValue(symbols, out Size? known) ? known.Factor : 0);
            _regions[symbols] = new Size(height, symbols);
            // What has no symbol has no samples, by which threads share out.
            if (symbols.Length > 0)
                wanted = WhereLeastCrosses(wanted, placed, height);
            behind = placed.Count;
            while (behind > 0 && placed[behind - 1].Begin > wanted.Begin)
                behind--;
            placed.Insert(behind, wanted);
            _places[buffer] = new ArenaPlace(wanted.Begin, symbols);
        }
    }

    // The place, or one in the middle of what else lies there at other times, if that is free and no memory is added: half of the threads have the one half of both then, where at the beginning of a larger
    // buffer all of a smaller one would be memory of the first threads.
    private static Placement WhereLeastCrosses(Placement wanted, List<Placement> placed, long height)
    {
        double least = Crossing(wanted, placed);
        if (least == 0)
            return wanted;
        Placement best = wanted;
        foreach (long begin in placed.Where(wanted.Meets).Select(other => (other.Begin + other.End - wanted.Length) / (2 * Alignment) * Alignment).Distinct())
        {
            Placement candidate = wanted.At(begin);
            if (begin >= 0 && candidate.End <= height && !placed.Exists(candidate.NeedsWhatIs) && Crossing(candidate, placed) is var crossing && crossing < least)
                (best, least) = (candidate, crossing);
        }

        return best;
    }

    private static double Crossing(Placement candidate, List<Placement> placed)
    {
        double sum = 0;
        foreach (Placement other in placed)
        {
            if (other.Begin >= candidate.End)
                break;
            sum += candidate.Crossing(other);
        }

        return sum;
    }

    private static bool HasItsOwn(Buffer buffer) => !buffer.Bytes.IsConstant && buffer.Bytes.Factor <= LargestOfItsOwn;

    // A result may lie exactly where what it is computed from lay, element by element.
    private static bool SharesPlace(ILookup<int, Overwrite> overwrites, Placement one, Placement other) =>
        one.Begin == other.Begin && one.End == other.End
        && ((one.First == other.Last && TakesOver(overwrites[one.First], one.Buffer, other.Buffer)) || (other.First == one.Last && TakesOver(overwrites[other.First], other.Buffer, one.Buffer)));

    private static bool TakesOver(IEnumerable<Overwrite> overwrites, Buffer later, Buffer earlier) =>
        overwrites.Any(overwrite => overwrite.Written == later && overwrite.Read.Contains(earlier));
}
