using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>Turns what a kernel computes into loops for one target, by rules that look at shapes and strides.</summary>
public static class Scheduler
{
    /// <summary>Schedules a kernel.</summary>
    public static Kernel Schedule(KernelDefinition definition, Target target)
    {
        Nest nest = Nest.Of(definition);
        VectorChoice vector = VectorChoice.For(nest, target);
        (IReadOnlyList<Statement> body, Size items, int granularity) = nest.Inner is null
            ? new ElementwiseSchedule(nest, vector.Axis, target).Build()
            : vector.IsReduced
                ? new DotSchedule(nest, vector.Axis!, target).Build()
                : new TiledSchedule(nest, vector.Axis, target).Build();
        body = LoadReuse.Run(body);
        body = AddressHoisting.Run(body);
        return new Kernel(definition.Name, definition.Summary, items, granularity, definition.Reads, definition.Writes, body);
    }
}

/// <summary>What a schedule makes: the loops, how many items they share out, and in which portions.</summary>
internal readonly record struct Scheduled(IReadOnlyList<Statement> Body, Size Items, int Granularity);
