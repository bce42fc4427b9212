using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>The inside of a tile: sums in registers over the whole reduction, then the outputs made from them.</summary>
internal sealed class TileBody(Nest nest, Axis? vector, Axis? row, IReadOnlyList<Axis> unrolled)
{
    private readonly Reduction _inner = nest.Inner!;
    private readonly Reduction[] _reductions = nest.Innermost.ToArray();

    // Sums in registers: their place in the window, and the position of the tile they belong to.
    private sealed class Cell(Dictionary<Axis, Index> place, Index row, Index column, Axis? lane, string suffix)
    {
        public Dictionary<Axis, Index> Place => place;

        public Axis? Lane => lane;

        public string Suffix => suffix;

        // One register for each of the reductions.
        public Register[] Sums { get; set; } = [];

        public Register? Winner { get; set; }

        public Cell InWindow(Dictionary<Axis, Index> window, string windowSuffix) => new(window, row, column, lane, windowSuffix);

        public Func<Axis, Index?> Replacement(Axis? vector, Axis? rows) => axis =>
            axis == vector ? column : axis == rows ? row : place.TryGetValue(axis, out Index? at) ? at : null;
    }

    /// <summary>The statements of one tile.</summary>
    public IReadOnlyList<Statement> Build(TileColumns columns, Index firstRow, int rows)
    {
        Axis? lane = columns.Lanes > 1 ? new Axis("lane", columns.Lanes) : null;
        var statements = new List<Statement>();
        (Cell Position, Cell[] Windows)[] positions = Positions(columns, firstRow, rows, lane).Select(position => (position, Windows(position))).ToArray();
        Cell[] cells = positions.SelectMany(position => position.Windows).ToArray();
        foreach (Cell cell in cells)
            DeclareSums(cell, statements);
        var body = new List<Statement>();
        foreach (Cell cell in FactorByFactor(positions, columns.Vectors))
        {
            Func<Axis, Index?> replacement = cell.Replacement(vector, row);
            for (int number = 0; number < _reductions.Length; number++)
                Accumulate(_reductions[number].Body.Substitute(replacement), cell.Sums[number], cell.Winner, body);
        }

        statements.AddRange(ReductionLoops(body));
        foreach ((Cell position, Cell[] windows) in positions)
            Finish(position, windows, statements);
        return [new VectorScope(lane, statements)];
    }

    // Every vector of a row takes a factor before the next is loaded, so that beside the sums registers hold the vectors and one factor, whatever the window's size.
    private static IEnumerable<Cell> FactorByFactor((Cell Position, Cell[] Windows)[] positions, int vectors)
    {
        for (int first = 0; first < positions.Length; first += vectors)
        {
            for (int place = 0; place < positions[first].Windows.Length; place++)
            {
                for (int v = 0; v < vectors; v++)
                    yield return positions[first + v].Windows[place];
            }
        }
    }

    private void DeclareSums(Cell cell, List<Statement> statements)
    {
        bool isSum = _inner.Kind == ReductionKind.Sum;
        cell.Sums = new Register[_reductions.Length];
        for (int number = 0; number < _reductions.Length; number++)
        {
            cell.Sums[number] = new Register((isSum ? "sum" : "largest") + (number == 0 ? "" : $"Of{number}_") + cell.Suffix, false, cell.Lane);
            statements.Add(new Declare(cell.Sums[number], new Number(isSum ? 0 : double.NegativeInfinity)));
        }

        if (!nest.WantsWinner || nest.Window is not null)
            return;
        cell.Winner = new Register("winner" + cell.Suffix, true, cell.Lane);
        statements.Add(new Declare(cell.Winner, new IndexValue(Index.Zero)));
    }

    private IEnumerable<Cell> Positions(TileColumns columns, Index firstRow, int rows, Axis? lane)
    {
        foreach (Dictionary<Axis, Index> place in Places.Of(unrolled))
        {
            for (int y = 0; y < rows; y++)
            {
                for (int v = 0; v < columns.Vectors; v++)
                {
                    Index column = columns.Begin + (v * columns.Lanes);
                    string suffix = string.Concat(unrolled.Select(axis => place[axis] + "_")) + (rows > 1 ? y + "_" : "") + v;
                    yield return new Cell(place, firstRow + y, lane is null ? column : column + lane, lane, suffix);
                }
            }
        }
    }

    private Cell[] Windows(Cell position)
    {
        if (nest.Window is null)
            return [position];
        return Places.Of(nest.Window.Axes).Select(place =>
        {
            string suffix = string.Concat(place.Values) + "_" + position.Suffix;
            foreach (KeyValuePair<Axis, Index> at in position.Place)
                place.Add(at.Key, at.Value);
            return position.InWindow(place, suffix);
        }).ToArray();
    }

    private void Accumulate(Expression value, Register sum, Register? winner, List<Statement> body)
    {
        if (_inner.Kind == ReductionKind.Sum)
        {
            body.Add(new Assign(sum, value is Binary { Function: BinaryFunction.Multiply } product
                ? new MultiplyAdd(product.Left, product.Right, new Read(sum))
                : new Binary(BinaryFunction.Add, new Read(sum), value)));
            return;
        }

        if (winner is not null)
        {
            Index place = _inner.Axes.Aggregate(Index.Zero, (index, axis) => (index * axis.Extent) + axis);
            body.Add(new Assign(winner, new Select(Comparison.Greater, value, new Read(sum), new IndexValue(place), new Read(winner))));
        }

        body.Add(new Assign(sum, new Binary(BinaryFunction.Max, new Read(sum), value)));
    }

    // Loops over the reduction, the axis with the longest strides outermost.
    private IReadOnlyList<Statement> ReductionLoops(IReadOnlyList<Statement> body)
    {
        Load[] loads = nest.Innermost.SelectMany(reduction => reduction.Body.Descendants()).OfType<Load>().ToArray();
        long Stride(Axis axis) => loads.Select(load => load.Offset.HidesAxis(axis) ? 1 : Math.Abs(Nest.Typical(load.Offset.CoefficientOf(axis)))).DefaultIfEmpty().Max();
        IEnumerable<Axis> inwards = nest.WantsWinner && nest.Window is null
            ? _inner.Axes.Reverse()
            : _inner.Axes.OrderBy(axis => axis.Extent.IsConstant ? 0 : 1).ThenBy(Stride);
        foreach (Axis axis in inwards)
            body = [Loop.Over(axis, body)];
        return body;
    }

    private void Finish(Cell position, Cell[] windows, List<Statement> statements)
    {
        Register? winner = position.Winner;
        Register? best = null;
        if (nest.Window is not null)
            (best, winner) = FinishWindow(position, windows, statements);

        Func<Axis, Index?> replacement = position.Replacement(vector, row);
        Func<Expression, Expression?> sums = expression => expression switch
        {
            Winner => new Read(winner!),
            Reduction reduction => new Read(best ?? SumOf(windows[0], reduction)),
            _ => null,
        };
        foreach (OutputDefinition output in nest.Outputs)
            statements.Add(new Store(output.Buffer, output.Offset.Substitute(replacement), output.Value.Replace(sums, replacement)));
    }

    private Register SumOf(Cell cell, Reduction reduction) => cell.Sums[Array.IndexOf(_reductions, reduction)];

    // The largest of a window's sums, and which it was.
    private (Register Best, Register? Winner) FinishWindow(Cell position, Cell[] windows, List<Statement> statements)
    {
        Expression ValueAt(Cell cell) =>
            nest.Window!.Body.Replace(expression => expression is Reduction reduction ? new Read(SumOf(cell, reduction)) : null, cell.Replacement(vector, row));

        var best = new Register("best" + position.Suffix, false, position.Lane);
        statements.Add(new Declare(best, ValueAt(windows[0])));
        Register? winner = nest.WantsWinner ? new Register("winner" + position.Suffix, true, position.Lane) : null;
        if (winner is not null)
            statements.Add(new Declare(winner, new IndexValue(Index.Zero)));
        for (int place = 1; place < windows.Length; place++)
        {
            Expression value = ValueAt(windows[place]);
            if (winner is not null)
                statements.Add(new Assign(winner, new Select(Comparison.Greater, value, new Read(best), new IndexValue(place), new Read(winner))));
            statements.Add(new Assign(best, new Binary(BinaryFunction.Max, new Read(best), value)));
        }

        return (best, winner);
    }
}
