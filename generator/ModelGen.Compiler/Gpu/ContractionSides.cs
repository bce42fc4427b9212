using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Gpu;

/// <summary>A contraction as a matrix product.</summary>
/// <param name="Left">An element of the operand that has the rows.</param>
/// <param name="Right">An element of the operand that has the columns.</param>
/// <param name="Rows">The result's axes that only the left operand has.</param>
/// <param name="RowsAndWindow">The same with the axes of the window behind them whose maximum is taken.</param>
/// <param name="Columns">The result's axes that only the right operand has.</param>
/// <param name="Layers">The result's axes that both have: a matrix product for each of their positions.</param>
/// <param name="Products">The axes that are summed over.</param>
/// <param name="Window">The positions of the window; 1 where there is none.</param>
internal sealed record ContractionSides(
    Expression Left, Expression Right, FlatAxes Rows, FlatAxes RowsAndWindow, FlatAxes Columns, FlatAxes Layers, FlatAxes Products, long Window)
{
    /// <summary>The sides of a kernel; null where it is no such contraction, or its window lies in both operands.</summary>
    public static ContractionSides? Of(Nest nest)
    {
        if (nest.Inner is not { Kind: ReductionKind.Sum, Body: Binary { Function: BinaryFunction.Multiply } product })
            return null;
        Axis[] window = nest.Window?.Axes.ToArray() ?? [];
        Axis[] positions = [.. nest.StorageOrder(), .. window];
        Axis[] left = positions.Where(axis => product.Left.DependsOn(axis) && !product.Right.DependsOn(axis)).ToArray();
        Axis[] right = positions.Where(axis => product.Right.DependsOn(axis) && !product.Left.DependsOn(axis)).ToArray();
        if (left.Length == 0 || right.Length == 0)
            return null;
        // The window lies in the rows; without one, neighbours of the result are neighbouring columns.
        Axis innermost = positions[positions.Length - 1];
        bool turned = window.Length > 0 ? window.All(right.Contains) : left.Contains(innermost);
        (Axis[] rows, Axis[] columns) = turned ? (right, left) : (left, right);
        if (!window.All(rows.Contains))
            return null;
        var flatRows = new FlatAxes(rows.Except(window));
        var flatColumns = new FlatAxes(columns);
        // What cannot be counted as rows or columns becomes layers.
        Axis[] layers = positions.Except(rows).Except(columns).Concat(flatRows.Looped).Concat(flatColumns.Looped).ToArray();
        var flatLayers = new FlatAxes(layers);
        if (flatLayers.Looped.Count > 0 || window.Any(axis => !axis.Extent.IsConstant))
            return null;
        long inWindow = window.Aggregate(1L, (count, axis) => count * axis.Extent.Constant);
        return new ContractionSides(
            turned ? product.Right : product.Left,
            turned ? product.Left : product.Right,
            flatRows,
            new FlatAxes(rows.Except(flatRows.Looped)),
            flatColumns,
            flatLayers,
            new FlatAxes(FlatAxes.InOrderOfMemory(nest.Inner)),
            inWindow);
    }
}
