using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Loops;

/// <summary>A step of a kernel.</summary>
public abstract record Statement;

/// <summary>Where a loop begins or ends: at an index, or at the borders of the worker's share of the kernel's items.</summary>
public abstract record Bound
{
    /// <summary>The first item of the worker's share.</summary>
    public static Bound ShareBegin { get; } = new ShareBound(true);

    /// <summary>The end of the worker's share.</summary>
    public static Bound ShareEnd { get; } = new ShareBound(false);

    /// <summary>A fixed place.</summary>
    public static Bound At(Size place) => new SizeBound(place);

    /// <summary>A place that is computed, such as a thread's first one.</summary>
    public static Bound From(Index place) => new IndexBound(place);
}

/// <summary>A border of the worker's share.</summary>
public sealed record ShareBound(bool IsBegin) : Bound;

/// <summary>A fixed place.</summary>
public sealed record SizeBound(Size Place) : Bound;

/// <summary>A computed place.</summary>
public sealed record IndexBound(Index Place) : Bound;

/// <summary>A border of one of the parts that an extent is divided into, as equal as whole positions allow.</summary>
public sealed record PartBound(Axis Part, Size Extent, bool IsBegin) : Bound;

/// <summary>
/// Walks an axis from begin to end, in steps: the first segment's step as often as it fits, then the next one's on what is left, and so on. The
/// last segment's step divides what is left for it.
/// </summary>
public sealed record Loop(Axis Axis, Bound Begin, Bound End, IReadOnlyList<LoopSegment> Segments) : Statement
{
    /// <summary>Walks the whole of an axis, or the part of it that it stands for.</summary>
    public static Loop Over(Axis axis, IReadOnlyList<LoopSegment> segments) => axis.Part is { } part
        ? new(axis, new PartBound(part, axis.Extent, true), new PartBound(part, axis.Extent, false), segments)
        : new(axis, Bound.At(0), Bound.At(axis.Extent), segments);

    /// <summary>The same, one position after another.</summary>
    public static Loop Over(Axis axis, IReadOnlyList<Statement> body) => Over(axis, [new LoopSegment(1, body)]);
}

/// <summary>What a loop does with each step of one length.</summary>
public sealed record LoopSegment(long Step, IReadOnlyList<Statement> Body);

/// <summary>Runs the statements once for a vector of neighbouring positions, all values of the lane axis at once; without a lane axis, for one position.</summary>
public sealed record VectorScope(Axis? Lane, IReadOnlyList<Statement> Body) : Statement;

/// <summary>Names an index: a loop variable that is computed from others.</summary>
public sealed record LetIndex(Axis Axis, Index Value) : Statement;

/// <summary>Declares a register with its first value.</summary>
public sealed record Declare(Register Register, Expression Value) : Statement;

/// <summary>Declares registers with the words of an element in neighbouring samples, which one draw gives.</summary>
/// <param name="Words">The registers, at most four.</param>
/// <param name="First">The word of the first sample, whose number is a multiple of four.</param>
public sealed record Draw(IReadOnlyList<Register> Words, RandomWord First) : Statement;

/// <summary>Gives a register a new value.</summary>
public sealed record Assign(Register Register, Expression Value) : Statement;

/// <summary>Writes an element, or in a vector scope a vector, to a buffer.</summary>
public sealed record Store(Buffer Buffer, Index Offset, Expression Value) : Statement;

/// <summary>
/// Copies a square tile of floats with its rows as columns: element (i, j), at <paramref name="Source"/> + i·<paramref name="SourceStride"/> + j, goes to
/// <paramref name="Target"/> + j·<paramref name="TargetStride"/> + i.
/// </summary>
public sealed record Transpose(Buffer SourceBuffer, Index Source, Size SourceStride, Buffer TargetBuffer, Index Target, Size TargetStride, int Edge) : Statement
{
    // The rows of such a tile are cache lines.
    private const int Line = 16;

    /// <summary>Whether it writes whole cache lines of what all threads read, as they do a parameter's copy.</summary>
    public bool WritesLinesForAll => Edge == Line && SourceBuffer.Place == BufferPlace.Parameter;
}

/// <summary>Runs the statements where a register holds something else than 0.</summary>
public sealed record WhenNonZero(Register Register, IReadOnlyList<Statement> Body) : Statement;

/// <summary>Runs the statements where an item belongs to the worker's share.</summary>
public sealed record WhenInShare(Axis Item, IReadOnlyList<Statement> Body) : Statement;

/// <summary>Names a place inside a buffer, from which a loop then counts.</summary>
public sealed record Anchor(Buffer Place, Buffer Buffer, Index Offset) : Statement;

/// <summary>Names the worker's scratch memory, which holds what it last wrote there itself.</summary>
public sealed record TakeScratch(Buffer Buffer) : Statement;

/// <summary>Runs one of two lists of statements, by a size.</summary>
public sealed record WhenAtLeast(Size Size, long Least, IReadOnlyList<Statement> Body, IReadOnlyList<Statement> Otherwise) : Statement;
