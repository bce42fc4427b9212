using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Gpu;

/// <summary>A thread for each element of the result, neighbours in memory side by side; what is reduced for it the thread goes through alone. Any kernel can be run like this.</summary>
internal sealed class ElementThreads(Nest nest, GpuTarget target)
{
    public GroupPlan Build()
    {
        var domain = new FlatAxes(nest.StorageOrder());
        var plan = new GroupPlan(GroupShapes.Threads(domain.Count, target), new GroupCount(domain.Count, GroupShapes.Threads(domain.Count, target)));
        Index position = plan.Position();
        plan.Body.Add(new WhenInRange(
            [new InRange(position, domain.Count)],
            [.. domain.Name(position), .. domain.AroundLooped(ThreadValues.Stores(nest.Outputs))]));
        return plan;
    }
}

/// <summary>The sizes of groups.</summary>
internal static class GroupShapes
{
    // A warp of most devices: a smaller group would leave part of one idle.
    private const int FewestThreads = 32;

    /// <summary>As many threads as a group has for work of one thread each: no more than there is work for.</summary>
    public static int Threads(ModelGen.Compiler.Shapes.Size work, GpuTarget target) =>
        work.IsConstant ? (int)Math.Min(target.Threads, Math.Max(FewestThreads, PowerOfTwo(work.Constant))) : target.Threads;

    /// <summary>The smallest power of two that is not below a number.</summary>
    public static long PowerOfTwo(long number)
    {
        long power = 1;
        while (power < number)
            power *= 2;
        return power;
    }
}
