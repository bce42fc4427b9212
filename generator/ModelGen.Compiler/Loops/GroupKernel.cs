using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Loops;

/// <summary>A loop nest for a GPU: what one thread of one group does. Groups run in any order and share nothing but the buffers.</summary>
/// <param name="Name">The method's name in the emitted code.</param>
/// <param name="Summary">What it computes, in the user's terms, with shapes.</param>
/// <param name="Groups">How many groups there are along each axis of <paramref name="Group"/>.</param>
/// <param name="Group">A group's place: three axes, of which the first may count furthest.</param>
/// <param name="Thread">A thread's number in its group.</param>
/// <param name="Buffers">The buffers that it reads and writes.</param>
/// <param name="Shared">What a group's threads share.</param>
/// <param name="Body">What a thread does.</param>
/// <param name="Draws">Whether it draws random numbers.</param>
/// <param name="Parts">Where it is several kernels side by side, their groups one after the other: then <paramref name="Groups"/> is empty. Else empty.</param>
public sealed record GroupKernel(
    string Name,
    string Summary,
    IReadOnlyList<GroupCount> Groups,
    IReadOnlyList<Axis> Group,
    Axis Thread,
    IReadOnlyList<Buffer> Buffers,
    IReadOnlyList<Buffer> Shared,
    IReadOnlyList<Statement> Body,
    bool Draws,
    IReadOnlyList<GroupPart> Parts)
{
    /// <summary>The threads of a group.</summary>
    public int Threads => (int)Thread.Extent.Constant;
}

/// <summary>Enough groups for a number of positions.</summary>
/// <param name="Positions">The positions.</param>
/// <param name="PerGroup">How many of them a group takes.</param>
public sealed record GroupCount(Size Positions, long PerGroup);

/// <summary>One of several kernels side by side.</summary>
/// <param name="End">A number that is handed over: the first group behind this kernel's.</param>
/// <param name="Groups">Its groups along each axis of its own.</param>
public sealed record GroupPart(Axis End, IReadOnlyList<GroupCount> Groups);

/// <summary>Does what the kernel does whose groups the group is one of.</summary>
/// <param name="Group">The group's number among all.</param>
/// <param name="Bodies">What each kernel does, in the order of their groups; the last one's end is not asked for.</param>
public sealed record ByGroup(Axis Group, IReadOnlyList<(Axis End, IReadOnlyList<Statement> Body)> Bodies) : Statement;

/// <summary>Runs the statements where all conditions hold.</summary>
public sealed record WhenInRange(IReadOnlyList<InRange> Conditions, IReadOnlyList<Statement> Body) : Statement;

/// <summary>Waits until all threads of the group are here; what they wrote before, to whatever memory, is then visible to all of the group.</summary>
public sealed record GroupBarrier : Statement;
