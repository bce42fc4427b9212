using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Gpu;

/// <summary>
/// Sums of products of two operands, such as matrix products, convolutions and their gradients: the result is a matrix whose rows are the axes that only one
/// operand has and whose columns are those that only the other has. A group fetches both operands' part of its tile into shared memory, some products at a
/// time; each thread holds a small tile of sums in registers. All positions of a pool's window lie with one thread, which takes their maximum before anything
/// is stored. Where there are few tiles, threads share sums and add them up in order at the end.
/// </summary>
internal sealed class TiledContraction
{
    private const double FewestOperations = 1 << 12;
    private const long FewestProducts = 4;

    private readonly Nest _nest;
    private readonly ContractionSides _sides;
    private readonly ContractionTile _tile;
    private readonly GroupPlan _plan;
    private readonly Register[,] _sums;
    private readonly Axis _slice;
    private readonly Axis _threadRow;
    private readonly Axis _threadColumn;

    private TiledContraction(Nest nest, ContractionSides sides, ContractionTile tile)
    {
        _nest = nest;
        _sides = sides;
        _tile = tile;
        GroupCount[] layers = sides.Layers.Count.IsOne ? [] : [new GroupCount(sides.Layers.Count, 1)];
        _plan = new GroupPlan(tile.Threads, [new GroupCount(sides.RowsAndWindow.Count, tile.Rows), new GroupCount(sides.Columns.Count, tile.Columns), .. layers]);
        _sums = new Register[tile.RowsEach, tile.ColumnsEach];
        for (int row = 0; row < tile.RowsEach; row++)
        {
            for (int column = 0; column < tile.ColumnsEach; column++)
                _sums[row, column] = new Register($"sum{row}_{column}", false, null);
        }

        _slice = new Axis("slice", tile.Slices);
        _threadRow = new Axis("threadRow", tile.ThreadRows);
        _threadColumn = new Axis("threadColumn", tile.ThreadColumns);
    }

    /// <summary>The schedule for a kernel of such sums; null for others.</summary>
    public static TiledContraction? For(Nest nest, GpuTarget target)
    {
        if (ContractionSides.Of(nest) is not { } sides)
            return null;
        double rows = Nest.Typical(sides.RowsAndWindow.Count), columns = Nest.Typical(sides.Columns.Count), layers = Nest.Typical(sides.Layers.Count);
        long products = Nest.Typical(sides.Products.Count);
        if (products < FewestProducts || rows * columns * layers * products < FewestOperations)
            return null;
        ContractionTile? tile = ContractionTile.For(rows, columns, products, layers, sides.Window, target);
        return tile is null ? null : new TiledContraction(nest, sides, tile);
    }

    public GroupPlan Build()
    {
        Index firstRow = (Index)_plan.Group[0] * _tile.Rows, firstColumn = (Index)_plan.Group[1] * _tile.Columns;
        var left = new OperandTile("left", _sides.Left, _sides.RowsAndWindow, _sides.Products, _plan, firstRow, _tile.Rows, _tile.Depth);
        var right = new OperandTile("right", _sides.Right, _sides.Columns, _sides.Products, _plan, firstColumn, _tile.Columns, _tile.Depth);
        _plan.Shared.AddRange([left.Memory, right.Memory]);
        Index inSlice = Index.Modulo(_plan.Thread, _tile.ThreadsOfSlice);
        if (_plan.Group.Count > 2)
            _plan.Body.AddRange(_sides.Layers.Name(_plan.Group[2]));
        if (_tile.Slices > 1)
            _plan.Body.Add(new LetIndex(_slice, Index.Divide(_plan.Thread, _tile.ThreadsOfSlice)));
        _plan.Body.Add(new LetIndex(_threadRow, Index.Divide(inSlice, _tile.ThreadColumns)));
        _plan.Body.Add(new LetIndex(_threadColumn, Index.Modulo(inSlice, _tile.ThreadColumns)));
        _plan.Body.AddRange(left.Prepare());
        _plan.Body.AddRange(right.Prepare());
        foreach (Register sum in _sums)
            _plan.Body.Add(new Declare(sum, new Number(0)));

        var product = new Axis("product", _sides.Products.Count);
        IReadOnlyList<Statement> turn = [.. left.Fill(product), .. right.Fill(product), new GroupBarrier(), Multiply(left, right), new GroupBarrier()];
        Statement turns = new Loop(product, Bound.At(0), Bound.At(product.Extent), [new LoopSegment(_tile.Depth, turn)]);
        _plan.Body.AddRange(_sides.Products.AroundLooped([turns]));
        if (_tile.Slices > 1)
            AddSlices();
        IReadOnlyList<Statement> stores = Stores(firstRow, firstColumn);
        _plan.Body.AddRange(_tile.Slices > 1 ? [new WhenInRange([new InRange(_slice, 1)], stores)] : stores);
        return _plan;
    }

    private Index Slice => _tile.Slices > 1 ? _slice : Index.Zero;

    // Rows of a thread lie together, as a window's positions must; its columns lie as far apart as there are threads, so that neighbours read neighbours.
    private Statement Multiply(OperandTile left, OperandTile right)
    {
        int each = _tile.Depth / _tile.Slices;
        var at = new Axis("depth", each);
        Index place = (Slice * each) + at;
        Register[] rows = Enumerable.Range(0, _tile.RowsEach).Select(row => new Register("left" + row, false, null)).ToArray();
        Register[] columns = Enumerable.Range(0, _tile.ColumnsEach).Select(column => new Register("right" + column, false, null)).ToArray();
        var body = new List<Statement>();
        for (int row = 0; row < rows.Length; row++)
            body.Add(new Declare(rows[row], new Load(left.Memory, (place * left.Pitch) + ((Index)_threadRow * _tile.RowsEach) + row)));
        for (int column = 0; column < columns.Length; column++)
            body.Add(new Declare(columns[column], new Load(right.Memory, (place * right.Pitch) + _threadColumn + ((long)column * _tile.ThreadColumns))));
        for (int row = 0; row < rows.Length; row++)
        {
            for (int column = 0; column < columns.Length; column++)
                body.Add(new Assign(_sums[row, column], new MultiplyAdd(new Read(rows[row]), new Read(columns[column]), new Read(_sums[row, column]))));
        }

        return GpuLoops.Over(at, body);
    }

    private void AddSlices()
    {
        int sums = _tile.RowsEach * _tile.ColumnsEach;
        Buffer memory = SharedArray.Of("slices", (long)(_tile.Slices - 1) * sums * _tile.ThreadsOfSlice);
        _plan.Shared.Add(memory);
        Index inSlice = ((Index)_threadRow * _tile.ThreadColumns) + _threadColumn;
        Register[] all = _sums.Cast<Register>().ToArray();
        Index Place(Index slice, int sum) => (slice * ((long)sums * _tile.ThreadsOfSlice)) + ((long)sum * _tile.ThreadsOfSlice) + inSlice;
        _plan.Body.Add(new WhenInRange(
            [new InRange((Index)_slice + -1, _tile.Slices)],
            all.Select((register, sum) => new Store(memory, Place((Index)_slice + -1, sum), new Read(register))).ToArray()));
        _plan.Body.Add(new GroupBarrier());
        var other = new Axis("other", _tile.Slices - 1);
        Statement add = GpuLoops.Over(other, all.Select((register, sum) => new Assign(
            register, new Binary(BinaryFunction.Add, new Read(register), new Load(memory, Place(other, sum))))).ToArray());
        _plan.Body.Add(new WhenInRange([new InRange(_slice, 1)], [add]));
    }

    private IReadOnlyList<Statement> Stores(Index firstRow, Index firstColumn)
    {
        var statements = new List<Statement>();
        int windows = _tile.RowsEach / (int)_sides.Window;
        for (int row = 0; row < windows; row++)
        {
            Index place = Index.Divide(firstRow + ((Index)_threadRow * _tile.RowsEach), _sides.Window) + row;
            var named = new Dictionary<Axis, Index>();
            var body = new List<Statement>(_sides.Rows.Name(place, named, "Of" + row));
            for (int column = 0; column < _tile.ColumnsEach; column++)
                body.Add(Store(row, column, firstColumn, named));
            statements.Add(new WhenInRange([new InRange(place, _sides.Rows.Count)], body));
        }

        return statements;
    }

    private Statement Store(int row, int column, Index firstColumn, Dictionary<Axis, Index> named)
    {
        Index place = firstColumn + _threadColumn + ((long)column * _tile.ThreadColumns);
        var all = new Dictionary<Axis, Index>(named);
        var body = new List<Statement>(_sides.Columns.Name(place, all, "Of" + column));
        Index? At(Axis axis) => all.TryGetValue(axis, out Index? index) ? index : null;
        var largest = new Register("largest", false, null);
        var winner = new Register("winner", true, null);
        if (_nest.Window is not null)
            body.AddRange(Compete(row, column, all, largest, winner));
        Func<Expression, Expression?> sums = expression => expression switch
        {
            Winner => new Read(winner),
            Reduction => new Read(_nest.Window is null ? _sums[row, column] : largest),
            _ => null,
        };
        body.AddRange(_nest.Outputs.Select(output => new Store(output.Buffer, output.Offset.Substitute(At), output.Value.Replace(sums, At))));
        return new WhenInRange([new InRange(place, _sides.Columns.Count)], body);
    }

    // The largest of a window's values and where it lies, the first of equals.
    private List<Statement> Compete(int row, int column, Dictionary<Axis, Index> named, Register largest, Register winner)
    {
        var statements = new List<Statement>();
        for (int position = 0; position < _sides.Window; position++)
        {
            Register sum = _sums[(row * (int)_sides.Window) + position, column];
            Dictionary<Axis, Index> inWindow = new FlatAxes(_nest.Window!.Axes).At(position).ToDictionary(place => place.Axis, place => place.Place);
            Expression value = _nest.Window.Body.Replace(
                expression => expression is Reduction ? new Read(sum) : null,
                axis => inWindow.TryGetValue(axis, out Index? place) || named.TryGetValue(axis, out place) ? place : null);
            var candidate = new Register("candidate" + position, false, null);
            statements.Add(new Declare(candidate, value));
            if (position == 0)
            {
                statements.Add(new Declare(largest, new Read(candidate)));
                if (_nest.WantsWinner)
                    statements.Add(new Declare(winner, new IndexValue(0)));
                continue;
            }

            if (_nest.WantsWinner)
                statements.Add(new Assign(winner, new Select(Comparison.Greater, new Read(candidate), new Read(largest), new IndexValue(position), new Read(winner))));
            statements.Add(new Assign(largest, ThreadValues.Combine(ReductionKind.Max, new Read(largest), new Read(candidate))));
        }

        return statements;
    }
}
