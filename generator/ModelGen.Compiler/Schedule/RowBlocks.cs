using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// How a kernel goes through its stages: item by item, and in each item block after block of its rows. What a stage leaves for the next is then no more than a block, which the worker
/// keeps in its own scratch memory.
/// </summary>
/// <param name="Items">The axes whose positions are the items.</param>
/// <param name="Block">Counts the whole blocks of an item.</param>
/// <param name="First">What is done once for an item, before its blocks.</param>
/// <param name="Whole">The stages of a whole block.</param>
/// <param name="Rest">The stages of the shorter block behind them; none where all blocks are whole.</param>
/// <param name="Kept">The values that stay in scratch memory, each with its place there.</param>
public sealed record RowBlocks(
    IReadOnlyList<Axis> Items,
    Axis Block,
    IReadOnlyList<KernelDefinition> First,
    IReadOnlyList<KernelDefinition> Whole,
    IReadOnlyList<KernelDefinition> Rest,
    IReadOnlyDictionary<Buffer, Buffer> Kept)
{
    // Each value begins at a cache line.
    private const long Alignment = 16;

    /// <summary>Whether a value that a stage writes has no memory but the worker's scratch.</summary>
    public bool Keeps(Buffer buffer) => Kept.ContainsKey(buffer.Base);

    /// <summary>The scratch memory that a worker needs, with where in it each value lies.</summary>
    public (Buffer Scratch, IReadOnlyList<Anchor> Places) Memory()
    {
        long floats = 0;
        var offsets = new List<(Buffer Buffer, long Offset)>();
        foreach (Buffer kept in Kept.Values)
        {
            offsets.Add((kept, floats));
            floats += Floats(kept);
        }

        var scratch = new Buffer("scratch", BufferPlace.Scratch, Spec.ElementType.Float32, new Shapes.Shape(floats), new([1]), -1);
        return (scratch, offsets.Select(place => new Anchor(place.Buffer, scratch, place.Offset)).ToArray());
    }

    /// <summary>The floats of scratch memory that some values need.</summary>
    public static long FloatsOf(IEnumerable<Buffer> kept) => kept.Sum(Floats);

    private static long Floats(Buffer kept) => (kept.Shape.Elements.Constant + Alignment - 1) / Alignment * Alignment;
}
