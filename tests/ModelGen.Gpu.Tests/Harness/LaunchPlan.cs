using ModelGen.Compiler.Gpu;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Runtime;

namespace ModelGen.Gpu.Tests.Harness;

/// <summary>How kernels are launched and where parameters lie, as the plan says.</summary>
internal static class LaunchPlan
{
    /// <summary>How many groups a kernel has in three directions.</summary>
    public static (int X, int Y, int Z) GridOf(GroupKernel kernel, Func<string, long> sizeOf)
    {
        if (kernel.Parts.Count > 0)
            return (EndsOf(kernel, sizeOf)[^1], 1, 1);
        int[] groups = [.. kernel.Groups.Select(count => Groups(count, sizeOf)), 1, 1];
        return (groups[0], groups[1], groups[2]);
    }

    /// <summary>The groups that end each of the kernels that stand side by side in one.</summary>
    public static int[] EndsOf(GroupKernel kernel, Func<string, long> sizeOf)
    {
        int end = 0;
        return [.. kernel.Parts.Select(part => end += part.Groups.Aggregate(1, (product, count) => product * Groups(count, sizeOf)))];
    }

    /// <summary>Where a parameter's elements lie, in the order of the saved file.</summary>
    public static IEnumerable<long> Places(StoredParameter stored)
    {
        long[] sizes = [.. stored.Shape.Sizes.Select(size => size.Constant)], strides = [.. stored.Strides.Select(stride => stride.Constant)];
        for (long element = 0; element < stored.Shape.Elements.Constant; element++)
        {
            long place = stored.Offset, left = element;
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                place += left % sizes[axis] * strides[axis];
                left /= sizes[axis];
            }

            yield return place;
        }
    }

    /// <summary>A network's parameters as they lie on a device.</summary>
    public static float[] BlockOf(NetworkModel model, CompiledNetwork network)
    {
        var block = new float[model.ParameterFloats];
        foreach (StoredParameter stored in model.Parameters)
        {
            Parameter parameter = network.Parameters[stored.Parameter.Name];
            var values = new float[parameter.Count];
            parameter.CopyTo(values);
            foreach ((long place, int element) in Places(stored).Select((place, element) => (place, element)))
                block[place] = values[element];
        }

        return block;
    }

    /// <summary>Each launch with the step of its loop; 0 for those that are in none.</summary>
    public static IEnumerable<(GpuLaunch Launch, long Step)> InOrder(IReadOnlyList<GpuLaunch> launches, Func<string, long> sizeOf)
    {
        for (int i = 0; i < launches.Count; i++)
        {
            if (launches[i].Loop is not { } loop)
            {
                yield return (launches[i], 0);
                continue;
            }

            GpuLaunch[] turn = [.. launches.Skip(i).TakeWhile(launch => launch.Loop == loop)];
            long steps = loop.Steps.Evaluate(sizeOf);
            for (long step = 0; step < steps; step++)
            {
                foreach (GpuLaunch launch in turn)
                    yield return (launch, loop.Reverse ? steps - 1 - step : step);
            }

            i += turn.Length - 1;
        }
    }

    private static int Groups(GroupCount count, Func<string, long> sizeOf) => (int)((count.Positions.Evaluate(sizeOf) + count.PerGroup - 1) / count.PerGroup);
}
