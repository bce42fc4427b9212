using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Gpu;

/// <summary>Turns what a kernel computes into what a GPU's threads do, by rules that look at shapes and strides.</summary>
public static class GpuScheduler
{
    /// <summary>Schedules a kernel.</summary>
    public static GroupKernel Schedule(FusedKernel kernel, GpuTarget target)
    {
        GroupPlan plan = kernel.Stages.Count == 1 ? Plan(kernel.Stages[0], target) : new RowTeams(kernel.Stages, target).Build();
        return new GroupKernel(kernel.Name, kernel.Summary, plan.Groups, plan.Group, plan.Thread, kernel.Buffers, plan.Shared, plan.Body, kernel.Draws, []);
    }

    // Every definition says what each element of the result is: where the CPU adds to memory at places that it reads, threads gather instead.
    private static GroupPlan Plan(KernelDefinition definition, GpuTarget target)
    {
        Nest nest = Nest.Of(definition);
        return DrawBlocks.For(nest, target)?.Build()
            ?? TiledContraction.For(nest, target)?.Build()
            ?? SharedSums.For(nest, target)?.Build()
            ?? new ElementThreads(nest, target).Build();
    }
}
