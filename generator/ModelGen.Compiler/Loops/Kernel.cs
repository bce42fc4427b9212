using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Loops;

/// <summary>Where a buffer lives.</summary>
public enum BufferPlace
{
    /// <summary>An input of the network, as the user passed it.</summary>
    Input,

    /// <summary>The parameters' block.</summary>
    Parameter,

    /// <summary>The gradients' block, laid out as the parameters'.</summary>
    Gradient,

    /// <summary>The arena.</summary>
    Arena,

    /// <summary>The memory that a group of a GPU's threads shares while it runs.</summary>
    Shared,

    /// <summary>A worker's own scratch memory.</summary>
    Scratch,
}

/// <summary>Memory that kernels read and write: a tensor with a stride for each axis. Equal only to itself.</summary>
/// <param name="Name">Its name in the emitted code.</param>
/// <param name="Place">Where it lives.</param>
/// <param name="Type">The type of its elements.</param>
/// <param name="Shape">Its sizes, in the order of the network's axes.</param>
/// <param name="Strides">The distance in elements between neighbours along each axis.</param>
/// <param name="Slot">The number of the input or parameter; −1 in the arena and in scratch memory.</param>
public sealed record Buffer(string Name, BufferPlace Place, ElementType Type, Shape Shape, EquatableArray<Size> Strides, int Slot)
{
    /// <summary>The buffer whose memory this is, seen under another shape; itself for most.</summary>
    public Buffer Base => Viewed ?? this;

    /// <summary>The buffer that this one shows under another shape; null where it is memory of its own.</summary>
    public Buffer? Viewed { get; init; }

    /// <summary>Where in the memory of <see cref="Base"/> it begins, in elements.</summary>
    public Size Start { get; init; } = 0;

    /// <summary>For what belongs to the step at hand of a loop: what it is the part of; else null.</summary>
    public StepPart? Part { get; init; }

    /// <summary>For a sum taken in parts, along the first axis, the sum, where it has memory of its own for good: a single part is the sum, and lies there. Else null.</summary>
    public Buffer? Sum { get; init; }

    /// <summary>The buffer as whose memory a kernel sees it: to a step, its parts of buffers are memory of their own.</summary>
    public Buffer Memory => Part is null ? Base : this;

    /// <summary>Whether an element may be both this buffer's and another's. The states before and behind a step are never the same memory.</summary>
    public bool MayOverlap(Buffer other) =>
        Base == other.Base && !(Part is { } part && other.Part is { } otherPart && part.Stride == otherPart.Stride && part.Whole.Start != otherPart.Whole.Start);

    /// <summary>The memory that its elements take.</summary>
    public Size Bytes => Shape.Elements * ElementBytes;

    /// <summary>The bytes of an element.</summary>
    public long ElementBytes => Type == ElementType.UInt8 ? 1 : 4;

    /// <summary>The offset in elements of a position.</summary>
    public Index Offset(IReadOnlyList<Index> position)
    {
        Index offset = Index.Zero;
        for (int axis = 0; axis < position.Count; axis++)
        {
            if (!Shape[axis].IsOne)
                offset += position[axis] * Strides[axis];
        }

        return offset;
    }

    /// <inheritdoc/>
    public bool Equals(Buffer? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override string ToString() => $"{Name} {Shape}";

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>The part of a buffer that belongs to one step of a loop.</summary>
/// <param name="Whole">The buffer.</param>
/// <param name="Stride">The distance in elements from a step's part to the next one's.</param>
public sealed record StepPart(Buffer Whole, Size Stride);

/// <summary>A loop nest over buffers, whose items a team of threads shares out.</summary>
/// <param name="Name">The method's name in the emitted code.</param>
/// <param name="Summary">What it computes, in the user's terms, with shapes.</param>
/// <param name="Items">How many items there are to share out.</param>
/// <param name="Granularity">Shares begin at multiples of this.</param>
/// <param name="Buffers">The buffers that it reads and writes.</param>
/// <param name="Body">What a worker does for its share.</param>
/// <param name="Draws">Whether it draws random numbers.</param>
/// <param name="Notes">How it came by its loops.</param>
public sealed record Kernel(
    string Name,
    string Summary,
    Size Items,
    int Granularity,
    IReadOnlyList<Buffer> Buffers,
    IReadOnlyList<Statement> Body,
    bool Draws,
    ScheduleNotes Notes)
{
    /// <summary>The bytes of scratch memory that each worker needs for it.</summary>
    public long ScratchBytes => ScratchIn(Body);

    private static long ScratchIn(IReadOnlyList<Statement> statements) => statements.Select(statement => statement switch
    {
        TakeScratch scratch => scratch.Buffer.Bytes.Constant,
        WhenAtLeast choice => Math.Max(ScratchIn(choice.Body), ScratchIn(choice.Otherwise)),
        _ => 0,
    }).DefaultIfEmpty().Max();
}
