using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Schedule;

/// <summary>Writes the kernels around an item's tables as stages of one kernel, which takes the rows block by block.</summary>
internal sealed class BlockStages
{
    // Rows of a block: as many as the widest vector has lanes, so that the columns up to the diagonal are whole vectors.
    private const long MostRows = 16;

    // What every block of an item reads is kept where it is not longer.
    private const long MostCopied = 64 * 1024 / sizeof(float);

    // A block of all tables stays in the second-level cache.
    private const long MostFloats = 512 * 1024 / sizeof(float);

    private readonly ItemTables _tables;
    private readonly ProgramReads _reads;
    private readonly HashSet<Loops.Buffer> _written;
    private readonly HashSet<KernelDefinition> _members;
    private readonly IReadOnlyList<(KernelDefinition Kernel, IReadOnlyList<Axis> Items)> _copies;
    private readonly IReadOnlyList<Axis> _items;
    private readonly Axis _block;
    private readonly long _rows;
    private readonly long _blockRows;
    private readonly Dictionary<Loops.Buffer, Loops.Buffer> _kept = [];

    private BlockStages(ItemTables tables, ProgramReads reads)
    {
        (_tables, _reads) = (tables, reads);
        _written = [.. tables.Written];
        _members = [.. tables.Members.Select(member => member.Kernel)];
        TableAxes axes = tables.Members[0].Axes;
        _rows = axes.Row.Extent.Constant;
        _blockRows = Math.Min(MostRows, _rows);
        _copies = reads.WritersOf(_members.SelectMany(member => member.Reads))
            .SelectMany(kernel => CopiedItems(kernel) is { } items ? [(kernel, items)] : Array.Empty<(KernelDefinition, IReadOnlyList<Axis>)>())
            .ToArray();
        string[] taken = [.. All.SelectMany(kernel => kernel.Axes).Except(AllItems).Select(axis => axis.Name)];
        var names = new HashSet<string>(taken);
        _items = axes.Items.Select(item => new Axis(Free(item.Name, names), item.Extent)).ToArray();
        _block = new Axis(Free(axes.Row.Name + "Block", names), _rows / _blockRows);
        foreach (Loops.Buffer table in tables.Tables)
            _kept[table] = Kept(table, [_blockRows, .. table.Shape.Sizes.Skip(table.Shape.Rank - 1)]);
        foreach (Loops.Buffer value in tables.RowValues.Where(value => IsReadInside(value) && value.Strides[value.Shape.Rank - 1].IsOne))
            _kept[value] = Kept(value, [_blockRows]);
        foreach ((KernelDefinition kernel, IReadOnlyList<Axis> items) in _copies)
            _kept[kernel.Outputs[0].Buffer] = Kept(kernel.Outputs[0].Buffer, [.. kernel.Domain.Except(items).Select(axis => axis.Extent)]);
    }

    private IEnumerable<KernelDefinition> All => _copies.Select(copy => copy.Kernel).Concat(_tables.Members.Select(member => member.Kernel));

    private IEnumerable<Axis> AllItems => _copies.SelectMany(copy => copy.Items).Concat(_tables.Members.SelectMany(member => member.Axes.Items));

    /// <summary>The kernels that become stages, in their order, and the blocks that they run in; null where a block would not fit into a worker's memory.</summary>
    /// <param name="tables">The kernels around the tables.</param>
    /// <param name="reads">Who needs which memory in the program.</param>
    public static (IReadOnlyList<KernelDefinition> Kernels, RowBlocks Blocks)? Of(ItemTables tables, ProgramReads reads)
    {
        var stages = new BlockStages(tables, reads);
        return RowBlocks.FloatsOf(stages._kept.Values) > MostFloats ? null : (stages.All.ToArray(), stages.Build());
    }

    private RowBlocks Build()
    {
        long whole = _rows / _blockRows, rest = _rows % _blockRows;
        bool isLower = whole > 1 && Triangle.IsLower(_tables);
        Size? seen = isLower ? new SoFar(_block.Name).Turns * _blockRows : null;
        KernelDefinition[] first =
        [
            .. _copies.Select(copy => Inside(copy.Kernel, copy.Items, null, Index.Zero, 1, null)),
            .. _tables.Members.Where(member => ItemTables.SumsRows(member.Kernel, member.Axes)).Select(Cleared),
        ];
        Index begin = whole > 1 ? Index.Of(_block, _blockRows) : Index.Zero;
        return new RowBlocks(_items, _block, first, Stages(begin, _blockRows, seen), rest == 0 ? [] : Stages(whole * _blockRows, rest, null), _kept);
    }

    private KernelDefinition[] Stages(Index begin, long rows, Size? columns) =>
        _tables.Members.Select(member => Inside(member.Kernel, member.Axes.Items, member.Axes, begin, rows, columns)).ToArray();

    // A kernel for the item at hand, and of it the rows from one on: with as many columns as are seen, or all.
    private KernelDefinition Inside(KernelDefinition kernel, IReadOnlyList<Axis> items, TableAxes? axes, Index begin, long rows, Size? columns)
    {
        Axis? row = axes is null ? null : new Axis(NameIn(kernel, axes, axes.Row, _tables.Members[0].Axes.Row), rows);
        Axis? column = axes?.Column is { } all ? new Axis(NameIn(kernel, axes, all, _tables.Members[0].Axes.Column!), columns ?? all.Extent) : null;
        Axis InBlock(Axis axis) => axes is null ? axis : axis == axes.Row ? row! : axis == axes.Column ? column! : axis;
        Index? Place(Axis axis) => IndexOf(items, axis) is { } item ? item : axes is null ? null : axis == axes.Row ? begin + row! : axis == axes.Column ? (Index)column! : null;
        Index? PlaceKept(Axis axis) => IndexOf(items, axis) is not null ? Index.Zero : axes is null ? null : axis == axes.Row ? row! : axis == axes.Column ? (Index)column! : null;
        Index OffsetIn(Loops.Buffer buffer, Index offset) => offset.Substitute(_kept.ContainsKey(buffer) ? PlaceKept : Place);
        Loops.Buffer MemoryOf(Loops.Buffer buffer) => _kept.TryGetValue(buffer, out Loops.Buffer? kept) ? kept : buffer;
        Expression? Moved(Expression expression) => expression switch
        {
            Load load => new Load(MemoryOf(load.Buffer), OffsetIn(load.Buffer, load.Offset)),
            Reduction reduction => reduction with { Axes = reduction.Axes.Select(InBlock).ToEquatableArray(), Body = reduction.Body.Replace(Moved, Place) },
            _ => null,
        };
        bool adds = axes is not null && ItemTables.SumsRows(kernel, axes);
        OutputDefinition[] outputs = kernel.Outputs.Select(output =>
        {
            (Loops.Buffer buffer, Index offset) = (MemoryOf(output.Buffer), OffsetIn(output.Buffer, output.Offset));
            Expression value = output.Value.Replace(Moved, Place);
            return new OutputDefinition(buffer, offset, adds ? new Binary(BinaryFunction.Add, new Load(buffer, offset), value) : value);
        }).ToArray();
        return kernel with { Domain = kernel.Domain.Except(items).Select(InBlock).ToArray(), Outputs = outputs };
    }

    // Rows and columns are called alike in all stages, after the product that makes the first table.
    private static string NameIn(KernelDefinition kernel, TableAxes axes, Axis own, Axis first)
    {
        IEnumerable<Axis> others = kernel.Axes.Except(axes.Items).Where(axis => axis != axes.Row && axis != axes.Column);
        return others.Any(axis => axis.Name == first.Name) ? own.Name : first.Name;
    }

    // What blocks add up begins with zero.
    private KernelDefinition Cleared((KernelDefinition Kernel, TableAxes Axes) member)
    {
        OutputDefinition output = member.Kernel.Outputs[0];
        KernelDefinition cleared = member.Kernel with { Contracts = false, Outputs = new[] { output with { Value = new Number(0) } } };
        return Inside(cleared, member.Axes.Items, null, Index.Zero, 1, null);
    }

    private Index? IndexOf(IReadOnlyList<Axis> items, Axis axis)
    {
        int place = items.ToList().IndexOf(axis);
        return place < 0 ? null : (Index)_items[place];
    }

    // For a kernel that copies into another order what all blocks read, the axes of its items; null for every other kernel.
    private IReadOnlyList<Axis>? CopiedItems(KernelDefinition kernel)
    {
        if (kernel is not { Additions: null, Outputs: [{ Value: Load { IsInteger: false } source, Buffer: var made } output] } || !IsReadInside(made))
            return null;
        if (_written.Contains(made.Base) || _written.Contains(source.Buffer.Base) || source.Offset.Elements.Any())
            return null;
        IReadOnlyList<Axis>? items = null;
        foreach ((KernelDefinition reader, TableAxes axes) in _tables.Members)
        {
            foreach (Load load in reader.Loads.Where(load => load.Buffer == made))
            {
                Axis? Copied(Axis item) => kernel.Domain.FirstOrDefault(axis => axis.Extent == item.Extent && output.Offset.CoefficientOf(axis) == load.Offset.CoefficientOf(item));
                Axis?[] found = axes.Items.Select(Copied).ToArray();
                if (load.Offset.DependsOn(axes.Row) || found.Any(axis => axis is null) || (items is not null && !items.SequenceEqual(found)))
                    return null;
                items = found.Select(axis => axis!).ToArray();
            }
        }

        if (items is null)
            return null;
        // An item's part must be a whole of its own.
        IReadOnlyList<Size> part = kernel.Domain.Except(items).Select(axis => axis.Extent).ToArray();
        Size floats = part.Aggregate((Size)1, (product, size) => product * size);
        Index inside = output.Offset.Substitute(axis => items.Contains(axis) ? Index.Zero : null);
        return floats is { IsConstant: true, Constant: <= MostCopied } && inside.Bounds() is var (smallest, largest) && smallest == 0 && largest == floats.Constant - 1 ? items : null;
    }

    // Whether nobody but the kernels around the tables reads memory, and they see it as it is.
    private bool IsReadInside(Loops.Buffer buffer) => buffer is { Place: BufferPlace.Arena, Type: ElementType.Float32 } && buffer.Base == buffer && !_reads.IsResult(buffer)
        && _reads.Of(buffer).All(reader => _members.Contains(reader) && reader.Reads.All(read => read.Base != buffer || read == buffer));

    private static string Free(string name, HashSet<string> taken)
    {
        string free = name;
        for (int number = 2; !taken.Add(free); number++)
            free = name + number;
        return free;
    }

    private static Loops.Buffer Kept(Loops.Buffer buffer, Size[] sizes)
    {
        var strides = new Size[sizes.Length];
        Size stride = 1;
        for (int axis = sizes.Length - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= sizes[axis];
        }

        return new Loops.Buffer(buffer.Name, BufferPlace.Scratch, buffer.Type, Shape.From(sizes), new(strides), -1);
    }
}
