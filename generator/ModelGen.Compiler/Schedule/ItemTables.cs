using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Schedule;

/// <summary>Kernels around tables that nobody else reads: those that compute them, and those that make of them what is less than a table.</summary>
internal sealed class ItemTables
{
    private readonly Func<Loops.Buffer, bool> _isResult;

    // Kernels that make of values of rows others: they belong here where a kernel that reads tables needs what they write.
    private readonly Dictionary<Loops.Buffer, (KernelDefinition Kernel, TableAxes Axes)> _ofRows = [];

    private readonly Owners _owners;
    private readonly int _number;
    private ItemTables? _absorbedBy;

    private ItemTables(Func<Loops.Buffer, bool> isResult, Owners owners, int number) => (_isResult, _owners, _number) = (isResult, owners, number);

    /// <summary>The kernels in their order, with what their axes are to the tables.</summary>
    public List<(KernelDefinition Kernel, TableAxes Axes)> Members { get; } = [];

    /// <summary>The tables.</summary>
    public HashSet<Loops.Buffer> Tables { get; } = [];

    /// <summary>What the kernels write with one value for each row of an item.</summary>
    public HashSet<Loops.Buffer> RowValues { get; } = [];

    // A kernel that reads of the tables in another way spoils them.
    private bool IsSpoilt { get; set; }

    /// <summary>The groups of kernels around tables.</summary>
    /// <param name="kernels">All kernels of a program, in their order.</param>
    /// <param name="isResult">Whether memory is the program's result.</param>
    public static IReadOnlyList<ItemTables> Find(IReadOnlyList<KernelDefinition> kernels, Func<Loops.Buffer, bool> isResult)
    {
        var groups = new List<ItemTables>();
        var owners = new Owners();
        foreach (KernelDefinition kernel in kernels)
        {
            ItemTables[] read = owners.OfTables(kernel.Reads).ToArray();
            if (read.Length > 0)
            {
                foreach (ItemTables other in read.Skip(1))
                    read[0].Absorb(other);
                read[0].Add(kernel);
            }
            else if (IsProduct(kernel))
            {
                var group = new ItemTables(isResult, owners, groups.Count);
                group.Write(kernel, TableAxes.Of(kernel.Domain, kernel.Outputs[0].Buffer, kernel.Outputs[0].Offset, hasColumns: true));
                groups.Add(group);
            }
            else if (kernel is { Contracts: false, Additions: null, Draws: false, Outputs: { Count: 1, Reductions.Count: 0 } })
            {
                foreach (ItemTables group in owners.OfRows(kernel.Reads).ToArray())
                    group.Consider(kernel);
            }
        }

        return groups.Where(group => group._absorbedBy is null && group.IsWhole).ToArray();
    }

    /// <summary>Whether a kernel sums over the rows of the tables.</summary>
    public static bool SumsRows(KernelDefinition kernel, TableAxes axes) => !kernel.Domain.Contains(axes.Row);

    /// <summary>The memory that the kernels write.</summary>
    public IEnumerable<Loops.Buffer> Written => Members.SelectMany(member => member.Kernel.Writes).Select(buffer => buffer.Base);

    // A product of two matrices for each item, of which the one has the rows and the other the columns.
    private static bool IsProduct(KernelDefinition kernel)
    {
        if (!kernel.Contracts || kernel.Domain.Count < 3 || kernel.Outputs is not [{ Buffer: { } made } output] || made.Shape.Rank != kernel.Domain.Count
            || kernel.Outputs.Reductions is not [{ Kind: ReductionKind.Sum, Body: Binary { Function: BinaryFunction.Multiply, Left: Load left, Right: Load right } }])
        {
            return false;
        }

        if (TableAxes.Of(kernel.Domain, made, output.Offset, hasColumns: true) is not { Column: { } column } axes || !IsTable(made))
            return false;
        return axes.Items.Count > 0 && axes.Items.All(item => left.DependsOn(item) && right.DependsOn(item))
            && ((left.DependsOn(axes.Row) && right.DependsOn(column)) || (left.DependsOn(column) && right.DependsOn(axes.Row)))
            && !(left.DependsOn(axes.Row) && left.DependsOn(column)) && !(right.DependsOn(axes.Row) && right.DependsOn(column));
    }

    // Rows and columns of known number that lie side by side.
    private static bool IsTable(Loops.Buffer buffer)
    {
        int rank = buffer.Shape.Rank;
        return buffer.Type == ElementType.Float32 && buffer.Shape[rank - 2] is { IsConstant: true, IsOne: false } && buffer.Shape[rank - 1] is { IsConstant: true, IsOne: false }
            && buffer.Strides[rank - 1].IsOne && buffer.Strides[rank - 2] == buffer.Shape[rank - 1];
    }

    private bool IsWhole
    {
        get
        {
            if (IsSpoilt || !Members.Any(member => member.Kernel.Contracts && member.Kernel.Reads.Any(Tables.Contains)))
                return false;
            HashSet<Loops.Buffer> written = [.. Written];
            return Members.All(member => member.Kernel.Loads.All(load => ReadsWell(load, member, written)));
        }
    }

    private ItemTables Group => _absorbedBy?.Group ?? this;

    private void Absorb(ItemTables other)
    {
        other._absorbedBy = this;
        Members.AddRange(other.Members);
        Tables.UnionWith(other.Tables);
        RowValues.UnionWith(other.RowValues);
        foreach (Loops.Buffer value in other._ofRows.Keys)
            _ofRows[value] = other._ofRows[value];
        IsSpoilt |= other.IsSpoilt;
    }

    private bool IsOfRows(Loops.Buffer buffer) => RowValues.Contains(buffer) || _ofRows.ContainsKey(buffer);

    // Remembers a kernel with one output that reads values of rows, element by element.
    private void Consider(KernelDefinition kernel)
    {
        OutputDefinition output = kernel.Outputs[0];
        TableAxes?[] read = kernel.Loads.Where(load => IsOfRows(load.Buffer)).Select(load => TableAxes.Of(kernel.Domain, load.Buffer, load.Offset, hasColumns: false)).ToArray();
        if (read.Length > 0 && TableAxes.Of(kernel.Domain, output.Buffer, output.Offset, hasColumns: false) is { } axes
            && Array.TrueForAll(read, found => found is not null && found.Fits(axes))
            && kernel.Domain.Count(axis => !axis.Extent.IsOne) == axes.Items.Count + 1)
        {
            _ofRows[output.Buffer] = (kernel, axes);
            _owners.AddRowValue(output.Buffer, this);
        }
    }

    // Takes in what a kernel of the group needs of them.
    private void TakeNeeded(KernelDefinition kernel)
    {
        foreach (Loops.Buffer value in kernel.Reads.Where(_ofRows.ContainsKey).ToArray())
        {
            if (!_ofRows.TryGetValue(value, out (KernelDefinition Kernel, TableAxes Axes) needed))
                continue;
            _ofRows.Remove(value);
            TakeNeeded(needed.Kernel);
            Members.Add(needed);
            RowValues.Add(value);
        }
    }

    private void Add(KernelDefinition kernel)
    {
        Axis[] axes = [.. kernel.Axes];
        TableAxes?[] read = kernel.Loads.Where(load => Tables.Contains(load.Buffer)).Select(load => TableAxes.Of(axes, load.Buffer, load.Offset, hasColumns: true)).ToArray();
        bool isPlain = kernel is { Additions: null, Draws: false } && !kernel.Outputs.Any(output => output.Value.Descendants().Any(part => part is Winner));
        if (!isPlain || read.Length == 0 || read.Any(found => found is null || !found.Fits(read[0]!)))
            IsSpoilt = true;
        else
            Write(kernel, read[0]);
    }

    private void Write(KernelDefinition kernel, TableAxes? axes)
    {
        if (axes is null || axes.Items.Any(item => !kernel.Domain.Contains(item)) || (SumsRows(kernel, axes) && !OnlySums(kernel, axes)))
        {
            IsSpoilt = true;
            return;
        }

        TakeNeeded(kernel);
        Members.Add((kernel, axes));
        Axis[] rest = kernel.Domain.Where(axis => !axis.Extent.IsOne && !axes.Items.Contains(axis) && axis != axes.Row).ToArray();
        bool makesTables = !SumsRows(kernel, axes) && rest is [var only] && only == axes.Column;
        foreach (OutputDefinition output in kernel.Outputs)
        {
            if (makesTables)
            {
                bool isOwn = output.Buffer.Place == BufferPlace.Arena && output.Buffer.Base == output.Buffer && !_isResult(output.Buffer);
                bool isTable = isOwn && output.Buffer.Shape.Rank > 2 && IsTable(output.Buffer)
                    && TableAxes.Of(kernel.Domain, output.Buffer, output.Offset, hasColumns: true) is { } written && written.Fits(axes);
                IsSpoilt |= !isTable;
                Tables.Add(output.Buffer.Base);
                _owners.AddTable(output.Buffer.Base, this);
            }
            else if (rest.Length == 0 && !SumsRows(kernel, axes) && TableAxes.Of(kernel.Domain, output.Buffer, output.Offset, hasColumns: false) is { } written && written.Fits(axes))
            {
                RowValues.Add(output.Buffer);
                _owners.AddRowValue(output.Buffer, this);
            }
        }
    }

    // One sum over rows, which blocks can add up.
    private static bool OnlySums(KernelDefinition kernel, TableAxes axes) =>
        kernel.Outputs is [{ Value: Reduction { Kind: ReductionKind.Sum } sum }] && sum.Axes.Contains(axes.Row) && kernel.Outputs.Reductions.Count == 1;

    // Of what the group writes a kernel reads tables and values of the same row.
    private bool ReadsWell(Load load, (KernelDefinition Kernel, TableAxes Axes) member, HashSet<Loops.Buffer> written)
    {
        if (load.Offset.Elements.Any(element => written.Contains(element.Buffer.Base)))
            return false;
        if (!written.Contains(load.Buffer.Base) || Tables.Contains(load.Buffer))
            return true;
        return RowValues.Contains(load.Buffer) && TableAxes.Of([.. member.Kernel.Axes], load.Buffer, load.Offset, hasColumns: false) is { } read && read.Fits(member.Axes);
    }

    // Whose tables and values of rows lie in which memory: so that a kernel need not be held against every group.
    private sealed class Owners
    {
        private readonly Dictionary<Loops.Buffer, HashSet<ItemTables>> _tables = [];
        private readonly Dictionary<Loops.Buffer, HashSet<ItemTables>> _rowValues = [];

        public void AddTable(Loops.Buffer table, ItemTables group) => Add(_tables, table, group);

        public void AddRowValue(Loops.Buffer value, ItemTables group) => Add(_rowValues, value, group);

        // The groups that have a table among some buffers, in their order.
        public IEnumerable<ItemTables> OfTables(IEnumerable<Loops.Buffer> buffers) => Of(_tables, buffers.Select(buffer => buffer.Base));

        // The groups that have values of rows among some buffers, in their order.
        public IEnumerable<ItemTables> OfRows(IEnumerable<Loops.Buffer> buffers) => Of(_rowValues, buffers);

        private static void Add(Dictionary<Loops.Buffer, HashSet<ItemTables>> owners, Loops.Buffer memory, ItemTables group) =>
            (owners.TryGetValue(memory, out HashSet<ItemTables>? known) ? known : owners[memory] = []).Add(group);

        private static IEnumerable<ItemTables> Of(Dictionary<Loops.Buffer, HashSet<ItemTables>> owners, IEnumerable<Loops.Buffer> memory) => memory
            .SelectMany(buffer => owners.TryGetValue(buffer, out HashSet<ItemTables>? known) ? known : Enumerable.Empty<ItemTables>())
            .Select(owner => owner.Group)
            .Distinct()
            .OrderBy(group => group._number);
    }
}
