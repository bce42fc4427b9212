using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>What runs as one kernel: a definition, or several that follow each other row by row. Equal only to itself.</summary>
/// <param name="Name">A name from the user's layers.</param>
/// <param name="Stages">The definitions in their order.</param>
/// <param name="Blocks">How it goes through them block by block; null where it does not.</param>
public sealed record FusedKernel(string Name, IReadOnlyList<KernelDefinition> Stages, RowBlocks? Blocks = null)
{
    /// <summary>The definitions in their order: what follows from them is found once, so that there is no copy with others.</summary>
    public IReadOnlyList<KernelDefinition> Stages { get; } = Stages;

    /// <summary>How it goes through them block by block, which belongs to these stages alone; null where it does not.</summary>
    public RowBlocks? Blocks { get; } = Blocks;

    /// <summary>For a kernel of a loop in which nobody waits, how it shares out its rows; null for all others.</summary>
    public RowShares? Shares { get; init; }

    /// <summary>Where those of two kernels of a network are equal, they do the same.</summary>
    public string Identity => string.Join("\n", Stages.Select(stage => stage.Identity)) + Shares + (Blocks is null ? "" : $"\nin blocks, keeping {string.Join(" ", Blocks.Kept.Keys.Select(kept => kept.Name))}");

    /// <summary>Whether it holds a contraction.</summary>
    public bool Contracts => Stages.Any(stage => stage.Contracts);

    /// <summary>The buffers that it is handed, in the order of first use.</summary>
    public IReadOnlyList<Buffer> Buffers { get; } = Stages.SelectMany(stage => stage.Reads.Concat(stage.Writes)).Where(buffer => Blocks?.Keeps(buffer) != true).Distinct().ToArray();

    /// <summary>Those of them that it writes.</summary>
    public IEnumerable<Buffer> Writes => Stages.SelectMany(stage => stage.Writes).Intersect(Buffers);

    /// <summary>For a kernel that only adds up parts of sums, the number of parts: where there is one, it has nothing to do. Else null.</summary>
    public Size? Parts => Stages is [var only] && only.Reads.All(read => read.Sum is { } sum && only.Writes.Contains(sum)) ? only.Reads.FirstOrDefault()?.Shape[0] : null;

    /// <summary>Whether it draws random numbers.</summary>
    public bool Draws => Stages.Any(stage => stage.Draws);

    /// <summary>The operations that it takes.</summary>
    public IEnumerable<Size> Work => Stages.SelectMany(stage => stage.Work);

    /// <summary>The bytes that it moves where every element is read once and written once: what it reads of others, and what it writes.</summary>
    public IEnumerable<Size> Traffic
    {
        get
        {
            // Of what has a part for each step of a loop, that part.
            Buffer Moved(Buffer buffer) => buffer.Part is null ? buffer.Base : buffer;
            IEnumerable<Buffer> InMemory(IEnumerable<Buffer> buffers) => buffers.Where(buffer => Blocks?.Keeps(buffer) != true).Select(Moved);
            Buffer[] written = InMemory(Stages.SelectMany(stage => stage.Writes)).Distinct().ToArray();
            return InMemory(Stages.SelectMany(stage => stage.Reads)).Except(written).Select(BytesRead).Concat(written.Select(buffer => buffer.Bytes));
        }
    }

    // Of what it reads only near the beginning, as of a batch's first sample, no more than that.
    private Size BytesRead(Buffer buffer)
    {
        long end = 0;
        foreach (Load load in Stages.SelectMany(stage => stage.Loads).Where(load => load.Buffer.Base == buffer || load.Buffer == buffer))
        {
            if (load.Buffer.Start.Factor != 0 || load.Offset.Bounds() is not { Largest: { } largest })
                return buffer.Bytes;
            end = Math.Max(end, largest + 1);
        }

        return end == 0 || buffer.Bytes.IsConstant ? buffer.Bytes : end * buffer.ElementBytes;
    }

    /// <summary>What it computes, in the user's terms, with shapes.</summary>
    public string Summary
    {
        get
        {
            if (Stages.Count == 1)
                return Stages[0].Summary;
            return $"{KernelNames.Of(Buffers.Except(Writes), Writes)}, {(Blocks is null ? "row by row" : "block by block")}";
        }
    }

    /// <inheritdoc/>
    public bool Equals(FusedKernel? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>
/// Fuses kernels that go through the same rows, each reading of the others only what they wrote for the row at hand, as softmax and
/// cross-entropy do: a row then stays in the first-level cache from one to the next.
/// </summary>
public static class RowFusion
{
    // Longer rows would leave the cache anyway, and deserve vectors and threads of their own.
    private const long LongestRow = 4096;

    // A row of more stages has left the first cache before the last of them.
    private const int MostStages = 32;

    /// <summary>Fuses what can be, keeping the order of everything that depends on each other.</summary>
    public static IReadOnlyList<FusedKernel> Run(IReadOnlyList<FusedKernel> kernels)
    {
        var groups = new List<(RowGroup Rows, FusedKernel? Blocks)>();
        var writers = new Dictionary<Buffer, List<(Buffer Written, int Group)>>();
        foreach (FusedKernel kernel in kernels)
        {
            // A kernel can join any group behind which nothing that it reads is written.
            int last = kernel.Stages.SelectMany(stage => stage.Reads)
                .SelectMany(read => writers.TryGetValue(read.Base, out var known) ? known.Where(writer => read.MayOverlap(writer.Written)) : [])
                .Select(writer => writer.Group)
                .DefaultIfEmpty()
                .Max();
            RowGroup alone = kernel.Stages is [var only]
                ? new RowGroup([new RowMember(only)], MayHaveRows(only) ? LeadingAxes(only) : null, [only])
                : new RowGroup([], null, []);
            int joined = alone.RowAxes is null ? groups.Count : last;
            RowGroup? both = null;
            while (joined < groups.Count && (both = groups[joined].Rows is { Members.Count: < MostStages } rows ? rows.With(alone) : null) is null)
                joined++;
            if (both is null)
                groups.Add((alone, kernel.Blocks is null ? null : kernel));
            else
                groups[joined] = (both, null);

            foreach (Buffer written in kernel.Stages.SelectMany(stage => stage.Writes))
            {
                if (!writers.TryGetValue(written.Base, out var known))
                    writers[written.Base] = known = [];
                known.Add((written, joined));
            }
        }

        return groups.Select(group => group.Blocks ?? new FusedKernel(NameOf(group.Rows.Members.Select(member => member.Kernel).ToArray()), group.Rows.Stages)).ToArray();
    }

    // A kernel, and what it is over rows of so many axes: groups ask for that again and again.
    private sealed class RowMember(KernelDefinition kernel)
    {
        private readonly Dictionary<(int RowAxes, string Name), KernelDefinition?> _rows = [];
        private readonly Dictionary<int, IReadOnlyList<string>> _names = [];

        public KernelDefinition Kernel => kernel;

        // The kernel with its leading axes as one of that name; null where that does not make rows.
        public KernelDefinition? OverRows(int rowAxes, string name)
        {
            if (!_rows.TryGetValue((rowAxes, name), out KernelDefinition? rows))
                _rows[(rowAxes, name)] = rows = MergedRows.Of(kernel, rowAxes, name) is { } merged && HasRows(merged) && WritesRows(merged, rowAxes) ? merged : null;
            return rows;
        }

        // The names of the axes inside its rows.
        public IReadOnlyList<string> NamesInside(int rowAxes)
        {
            if (!_names.TryGetValue(rowAxes, out IReadOnlyList<string>? names))
                _names[rowAxes] = names = [.. kernel.Domain.Skip(rowAxes).Concat(kernel.Outputs.Reductions.SelectMany(reduction => reduction.Axes)).Select(axis => axis.Name)];
            return names;
        }

        public bool GoesThroughRowsOf(RowMember other, int rowAxes)
        {
            for (int axis = 0; axis < rowAxes; axis++)
            {
                if (kernel.Domain.Count <= axis || other.Kernel.Domain.Count <= axis || kernel.Domain[axis].Extent != other.Kernel.Domain[axis].Extent)
                    return false;
            }

            return true;
        }
    }

    // Kernels that run row by row, with as many leading axes counted as one as make rows of all of them: null where they have no rows.
    private sealed record RowGroup(IReadOnlyList<RowMember> Members, int? RowAxes, IReadOnlyList<KernelDefinition> Stages)
    {
        // What that one axis is called; null for a kernel alone, which has its own axes still.
        private string? RowName { get; init; }

        // With a kernel more, if each stays in the row at hand; else null.
        public RowGroup? With(RowGroup other)
        {
            if (RowAxes is not { } own || other.RowAxes is not { } others)
                return null;
            int rowAxes = Math.Max(own, others);
            RowMember first = Members[0], member = other.Members[0];
            // The group's own kernels are alike along the axes that it counts; a kernel that counts more asks more of them.
            if (!member.GoesThroughRowsOf(first, rowAxes) || (others > own && !AllGoThroughRowsOf(first, rowAxes)))
                return null;
            RowMember[] all = [.. Members, member];
            string name = NameOfRows(all, rowAxes);
            // A group under the same name has been looked through.
            IReadOnlyList<KernelDefinition> known = own == rowAxes && RowName == name ? Stages : [];
            return InSameRows(all, rowAxes, name, known) is { } stages ? new RowGroup(all, rowAxes, stages) { RowName = name } : null;
        }

        // By itself: a lambda among the rest would be allocated for every two that are held against each other.
        private bool AllGoThroughRowsOf(RowMember first, int rowAxes) => Members.All(known => known.GoesThroughRowsOf(first, rowAxes));
    }

    private static IReadOnlyList<KernelDefinition>? InSameRows(IReadOnlyList<RowMember> members, int rowAxes, string name, IReadOnlyList<KernelDefinition> known)
    {
        List<KernelDefinition> merged = [.. known];
        foreach (RowMember member in members.Skip(known.Count))
        {
            if (member.OverRows(rowAxes, name) is not { } rows || !StaysInRow(rows, merged, rowAxes))
                return null;
            merged.Add(rows);
        }

        return merged;
    }

    private static bool MayHaveRows(KernelDefinition kernel) => !kernel.Contracts && !kernel.Draws && kernel.Domain.Count > 0 && kernel.Outputs.Reductions
        .SelectMany(reduction => reduction.Axes)
        .All(axis => axis.Extent.IsConstant && axis.Extent.Constant <= LongestRow);

    // A name that no axis inside a row has.
    private static string NameOfRows(IReadOnlyList<RowMember> members, int rowAxes)
    {
        string name = "row";
        for (int number = 2; members.Any(member => member.NamesInside(rowAxes).Contains(name)); number++)
            name = "row" + number;
        return name;
    }

    // How many axes must be counted as one for a row to be short enough.
    private static int LeadingAxes(KernelDefinition kernel)
    {
        int count = 1;
        while (count < kernel.Domain.Count && !IsShort(kernel.Domain.Skip(count)))
            count++;
        return count;
    }

    private static bool HasRows(KernelDefinition kernel) => !kernel.Domain[0].Extent.IsConstant && IsShort(kernel.Domain.Skip(1));

    private static bool IsShort(IEnumerable<Axis> row) =>
        row.Aggregate((Size)1, (product, axis) => product * axis.Extent) is { IsConstant: true, Constant: <= LongestRow };

    // Copies into another order of the axes are turned in tiles, by themselves.
    private static bool WritesRows(KernelDefinition kernel, int rowAxes) => kernel.Outputs.All(output =>
        output.Buffer.Shape.Rank >= rowAxes
        && !output.Offset.HidesAxis(kernel.Domain[0])
        && output.Offset.CoefficientOf(kernel.Domain[0]) == output.Buffer.Strides[rowAxes - 1]);

    // Whether of what the kernels before it write a kernel reads only what belongs to its own row.
    private static bool StaysInRow(KernelDefinition kernel, IReadOnlyList<KernelDefinition> before, int rowAxes) =>
        kernel.Loads.All(load => before.SelectMany(other => other.Writes).All(written => !written.MayOverlap(load.Buffer) || (written == load.Buffer && StaysInRow(load, kernel.Domain[0], rowAxes))));

    private static bool StaysInRow(Load load, Axis row, int rowAxes)
    {
        if (load.Buffer.Shape.Rank < rowAxes)
            return false;
        Size stride = load.Buffer.Strides[rowAxes - 1];
        Index inside = load.Offset.Substitute(axis => axis == row ? Index.Zero : null);
        return stride.IsConstant
            && load.Offset.CoefficientOf(row) == stride
            && !load.Offset.HidesAxis(row)
            && inside.Bounds() is var (smallest, largest) && smallest >= 0 && largest < stride.Constant;
    }

    /// <summary>What kernels are called together: after their layers.</summary>
    public static string NameOf(IReadOnlyList<KernelDefinition> group)
    {
        if (group.Count == 1)
            return group[0].Name;
        string forward = string.Concat(group.Where(stage => !stage.IsGradient).Select(stage => KernelNames.Pascal(stage.Label)).Distinct());
        string backward = string.Concat(group.Where(stage => stage.IsGradient).Select(stage => KernelNames.Pascal(stage.Label)).Distinct());
        return backward.Length == 0 ? forward : forward.Length == 0 ? backward + "Gradient" : forward == backward ? backward + "WithGradient" : $"{forward}With{backward}Gradient";
    }
}
