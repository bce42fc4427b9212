using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Gpu;

/// <summary>
/// Kernels side by side in one launch, where none reads what another writes: each has groups of its own. A launch takes microseconds, and small kernels leave most of
/// a device idle.
/// </summary>
internal static class JoinedKernels
{
    /// <summary>Whether a kernel can stand beside others: the place of a group is found from its number, so that along all axes but the first it must be known how many there are.</summary>
    public static bool CanJoin(GroupKernel kernel) => kernel.Groups.Skip(1).All(count => count.Positions.IsConstant);

    /// <summary>Joins kernels of equal groups.</summary>
    public static GroupKernel Join(IReadOnlyList<GroupKernel> kernels)
    {
        var group = new Axis("group", kernels.SelectMany(kernel => kernel.Groups).Select(count => count.Positions).FirstOrDefault(size => !size.IsConstant) ?? int.MaxValue);
        Axis thread = kernels[0].Thread;
        Buffer[] shared = kernels.Any(kernel => kernel.Shared.Count > 0)
            ? [SharedArray.Of("shared", kernels.Max(kernel => kernel.Shared.Sum(buffer => buffer.Shape.Elements.Constant)))]
            : [];
        var parts = kernels.Select((kernel, part) => new GroupPart(new Axis("end" + part, int.MaxValue), kernel.Groups)).ToArray();
        var bodies = new List<(Axis, IReadOnlyList<Statement>)>();
        for (int part = 0; part < kernels.Count; part++)
        {
            Index first = part == 0 ? Index.Zero : parts[part - 1].End;
            bodies.Add((parts[part].End, [.. Place(kernels[part], group, first, thread), .. Carve(kernels[part], shared), .. kernels[part].Body]));
        }

        return new GroupKernel(
            Name(kernels),
            string.Join("\n", kernels.Select(kernel => kernel.Summary)),
            [],
            [group],
            thread,
            kernels.SelectMany(kernel => kernel.Buffers).Distinct().ToArray(),
            shared,
            [new ByGroup(group, bodies)],
            kernels.Any(kernel => kernel.Draws),
            parts);
    }

    private static string Name(IReadOnlyList<GroupKernel> kernels) => kernels.Count == 2
        ? $"{kernels[0].Name}And{kernels[1].Name}"
        : $"{kernels[0].Name}And{kernels.Count - 1}Others";

    // The group's place among the kernel's own; the axis that may count furthest is the outermost.
    private static IEnumerable<Statement> Place(GroupKernel kernel, Axis group, Index first, Axis thread)
    {
        var own = new Axis("groupOf" + kernel.Name, kernel.Group[0].Extent * kernel.Group.Skip(1).Aggregate((Size)1, (product, axis) => product * axis.Extent));
        yield return new LetIndex(own, (Index)group + (first * -1));
        long inner = 1;
        for (int axis = kernel.Group.Count - 1; axis >= 0; axis--)
        {
            Index place = Index.Divide(own, inner);
            yield return new LetIndex(kernel.Group[axis], axis == 0 ? place : Index.Modulo(place, kernel.Group[axis].Extent.Constant));
            if (axis > 0)
                inner *= kernel.Group[axis].Extent.Constant;
        }

        if (kernel.Thread != thread)
            yield return new LetIndex(kernel.Thread, thread);
    }

    // The kernels never run at the same time in a group, so that they use the same memory.
    private static IEnumerable<Statement> Carve(GroupKernel kernel, IReadOnlyList<Buffer> shared)
    {
        long offset = 0;
        foreach (Buffer array in kernel.Shared)
        {
            yield return new Anchor(array, shared[0], offset);
            offset += array.Shape.Elements.Constant;
        }
    }
}
