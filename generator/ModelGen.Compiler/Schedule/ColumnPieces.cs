using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Cuts kernels whose neighbouring elements are told by different expressions, as values put side by side are, into one for each run of columns that one expression tells: each then has
/// vectors, where a condition on the column would have each element by itself.
/// </summary>
public static class ColumnPieces
{
    // More would be more code than what they save is worth.
    private const int MostPieces = 16;

    /// <summary>Cuts the kernels that gain by it.</summary>
    /// <param name="kernels">The kernels in their order.</param>
    public static IReadOnlyList<KernelDefinition> Run(IEnumerable<KernelDefinition> kernels) => kernels.SelectMany(Of).ToArray();

    private static IEnumerable<KernelDefinition> Of(KernelDefinition kernel)
    {
        if (kernel.Draws || kernel.Additions is not null || kernel.Outputs is not [var output] || output.Value.Descendants().Any(part => part is Reduction))
            return [kernel];
        Axis? column = kernel.Domain.FirstOrDefault(axis => axis.Extent.IsConstant && output.Offset.CoefficientOf(axis).IsOne);
        if (column is null || output.Offset.HidesAxis(column) || Cuts(output.Value, column) is not { Count: > 0 and < MostPieces } cuts)
            return [kernel];
        long[] ends = [.. cuts, column.Extent.Constant];
        return ends.Select((end, piece) => Piece(kernel, output, column, piece == 0 ? 0 : ends[piece - 1], end));
    }

    // Where conditions on the column begin or cease to hold; null where one is no matter of where the column lies.
    private static SortedSet<long>? Cuts(Expression value, Axis column)
    {
        var cuts = new SortedSet<long>();
        foreach (InRange condition in value.Descendants().OfType<Guard>().SelectMany(guard => guard.Conditions).Where(condition => condition.Index.DependsOn(column)))
        {
            if (condition.Index.Terms is not [{ Atom: Axis, Coefficient.IsOne: true }] || !condition.Extent.IsConstant)
                return null;
            cuts.Add(-condition.Index.Constant);
            cuts.Add(condition.Extent.Constant - condition.Index.Constant);
        }

        cuts.RemoveWhere(cut => cut <= 0 || cut >= column.Extent.Constant);
        return cuts;
    }

    private static KernelDefinition Piece(KernelDefinition kernel, OutputDefinition output, Axis column, long begin, long end)
    {
        var inside = new Axis(column.Name, end - begin);
        Index? Place(Axis axis) => axis == column ? inside + (Index)begin : null;
        long length = column.Extent.Constant;
        return kernel with
        {
            Identity = $"{kernel.Identity} of columns {begin} to {end}",
            Summary = $"{kernel.Summary}, {column.Name}s {begin} to {end - 1}",
            Domain = kernel.Domain.Select(axis => axis == column ? inside : axis).ToArray(),
            Outputs = new[] { output with { Offset = output.Offset.Substitute(Place), Value = Decided(output.Value.Substitute(Place)) } },
            // Rounded so that the pieces' are together the whole's.
            Work = kernel.Work.Select(work => work with { Factor = (work.Factor * end / length) - (work.Factor * begin / length) }).ToArray(),
        };
    }

    private static Expression Decided(Expression value) => Simplification.Of(value.Map(Decided, index => index));
}
