using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Gpu;

/// <summary>How a schedule lays a kernel out over groups and threads, with the axes that stand for them.</summary>
internal sealed class GroupPlan
{
    private static readonly string[] Names = ["group", "groupRow", "groupLayer"];

    /// <param name="threads">The threads of a group.</param>
    /// <param name="groups">The groups along up to three axes.</param>
    public GroupPlan(int threads, params GroupCount[] groups)
    {
        Groups = groups;
        Thread = new Axis("thread", threads);
        Group = groups.Select((count, axis) => new Axis(Names[axis], count.Positions.IsConstant ? (count.Positions.Constant + count.PerGroup - 1) / count.PerGroup : count.Positions)).ToArray();
    }

    /// <summary>The groups along each axis.</summary>
    public IReadOnlyList<GroupCount> Groups { get; }

    /// <summary>A group's place.</summary>
    public IReadOnlyList<Axis> Group { get; }

    /// <summary>A thread's number.</summary>
    public Axis Thread { get; }

    /// <summary>What the group's threads share.</summary>
    public List<Buffer> Shared { get; } = [];

    /// <summary>What a thread does.</summary>
    public List<Statement> Body { get; } = [];

    /// <summary>The position of a thread where each takes one along an axis of the groups.</summary>
    public Index Position(int axis = 0) => ((Index)Group[axis] * Groups[axis].PerGroup) + Thread;
}
