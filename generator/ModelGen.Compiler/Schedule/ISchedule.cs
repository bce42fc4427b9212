using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>Makes loops of a kernel's definition.</summary>
internal interface ISchedule
{
    /// <summary>What it decided.</summary>
    IEnumerable<Decision> Decisions { get; }

    /// <summary>The loops.</summary>
    Scheduled Build();
}

/// <summary>What a schedule makes: the loops, how many items they share out, and in which portions.</summary>
internal readonly record struct Scheduled(IReadOnlyList<Statement> Body, Size Items, int Granularity);
