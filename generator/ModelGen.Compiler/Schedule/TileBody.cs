using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>The inside of a tile: sums in registers over the whole reduction, then the outputs made from them.</summary>
internal sealed class TileBody(Nest nest, Axis? vector, Axis? row, IReadOnlyList<Axis> unrolled)
{
    private readonly Reduction _inner = nest.Inner!;

    // The register of each sum of each position.
    private sealed class Sums : Dictionary<(Cell Cell, Reduction Reduction), Register>;

    // A sum in a register: its place in the window, and the position of the tile it belongs to.
    private sealed record Cell(Dictionary<Axis, Index> Place, Index Row, Index Column, Axis? Lane, string Suffix)
    {
        public Expression At(Expression expression, Axis? vector, Axis? row) => expression.Substitute(axis => Replace(axis, vector, row));

        public Index At(Index index, Axis? vector, Axis? row) => index.Substitute(axis => Replace(axis, vector, row));

        private Index? Replace(Axis axis, Axis? vector, Axis? row) =>
            axis == vector ? Column : axis == row ? Row : Place.TryGetValue(axis, out Index? place) ? place : null;
    }

    /// <summary>The statements of one tile.</summary>
    public IReadOnlyList<Statement> Build(TileColumns columns, Index firstRow, int rows)
    {
        Axis? lane = columns.Lanes > 1 ? new Axis("lane", columns.Lanes) : null;
        var statements = new List<Statement>();
        Cell[] positions = Positions(columns, firstRow, rows, lane).ToArray();
        Dictionary<Cell, Cell[]> cells = positions.ToDictionary(position => position, position => Windows(position).ToArray());
        var sums = new Sums();
        var winners = new Dictionary<Cell, Register>();
        bool winner = nest.WantsWinner && nest.Window is null;
        foreach (Cell cell in cells.Values.SelectMany(group => group))
        {
            foreach ((Reduction reduction, int number) in nest.Innermost.Select((reduction, number) => (reduction, number)))
            {
                string name = (_inner.Kind == ReductionKind.Sum ? "sum" : "largest") + (number == 0 ? "" : $"Of{number}_");
                Register sum = sums[(cell, reduction)] = new Register(name + cell.Suffix, false, lane);
                statements.Add(new Declare(sum, new Number(_inner.Kind == ReductionKind.Sum ? 0 : double.NegativeInfinity)));
            }

            if (!winner)
                continue;
            winners[cell] = new Register("winner" + cell.Suffix, true, lane);
            statements.Add(new Declare(winners[cell], new IndexValue(Index.Zero)));
        }

        IReadOnlyList<Statement> body = cells.Values.SelectMany(group => group)
            .SelectMany(cell => nest.Innermost.SelectMany(reduction => Accumulate(cell, reduction, sums[(cell, reduction)], winner ? winners[cell] : null)))
            .ToArray();
        statements.AddRange(ReductionLoops(body));
        foreach (Cell position in positions)
            Finish(position, cells[position], sums, winners, statements);
        return [new VectorScope(lane, statements)];
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

    private IEnumerable<Cell> Windows(Cell position)
    {
        if (nest.Window is null)
            return [position];
        return Places.Of(nest.Window.Axes).Select(place =>
        {
            string suffix = string.Concat(place.Values) + "_" + position.Suffix;
            foreach (KeyValuePair<Axis, Index> at in position.Place)
                place.Add(at.Key, at.Value);
            return position with { Place = place, Suffix = suffix };
        });
    }

    private IEnumerable<Statement> Accumulate(Cell cell, Reduction reduction, Register sum, Register? winner)
    {
        Expression value = cell.At(reduction.Body, vector, row);
        if (_inner.Kind == ReductionKind.Sum)
        {
            yield return new Assign(sum, value is Binary { Function: BinaryFunction.Multiply } product
                ? new MultiplyAdd(product.Left, product.Right, new Read(sum))
                : new Binary(BinaryFunction.Add, new Read(sum), value));
            yield break;
        }

        if (winner is not null)
        {
            Index place = _inner.Axes.Aggregate(Index.Zero, (index, axis) => (index * axis.Extent) + axis);
            yield return new Assign(winner, new Select(Comparison.Greater, value, new Read(sum), new IndexValue(place), new Read(winner)));
        }

        yield return new Assign(sum, new Binary(BinaryFunction.Max, new Read(sum), value));
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

    private void Finish(Cell position, Cell[] windows, Sums sums, Dictionary<Cell, Register> winners, List<Statement> statements)
    {
        Register? winner = winners.TryGetValue(position, out Register? known) ? known : null;
        Register? best = null;
        if (nest.Window is not null)
            (best, winner) = FinishWindow(position, windows, sums, statements);

        Expression Swap(Expression expression) => expression switch
        {
            Winner => new Read(winner!),
            Reduction reduction => new Read(best ?? sums[(windows[0], reduction)]),
            _ => expression.Map(Swap, index => index),
        };
        foreach (OutputDefinition output in nest.Outputs)
        {
            statements.Add(new Store(
                output.Buffer,
                position.At(output.Offset, vector, row),
                position.At(Swap(output.Value), vector, row)));
        }
    }

    // The largest of a window's sums, and which it was.
    private (Register Best, Register? Winner) FinishWindow(Cell position, Cell[] windows, Sums sums, List<Statement> statements)
    {
        Expression ValueAt(Cell cell)
        {
            Expression Swap(Expression expression) => expression is Reduction reduction ? new Read(sums[(cell, reduction)]) : expression.Map(Swap, index => index);
            return cell.At(Swap(nest.Window!.Body), vector, row);
        }

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
