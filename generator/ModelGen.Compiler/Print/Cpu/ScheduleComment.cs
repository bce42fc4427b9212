using System.Globalization;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Print.Cpu;

/// <summary>Says in words how a kernel was scheduled and why, for the comment above it.</summary>
internal static class ScheduleComment
{
    private const int MostRivals = 3;

    /// <summary>The comment's lines, without the slashes.</summary>
    public static IEnumerable<string> Lines(Kernel kernel, Target target)
    {
        foreach (string line in Lines(kernel.Notes, $", {target.Lanes * 32}-bit vectors, {target.Registers} registers"))
            yield return line;
        yield return "loops: " + LoopOutline.Order(kernel.Body);
        string portions = kernel.Granularity == 1 ? "" : $", in portions of {kernel.Granularity}";
        yield return kernel.Items.IsOne ? "shared out: nothing, one thread does it" : $"shared out: {kernel.Items} items{portions}";
        (IReadOnlyList<RegisterGroup> held, IReadOnlyList<RegisterGroup> loaded) = LoopOutline.Registers(kernel.Body);
        if (held.Count > 0)
            yield return $"held in registers: {Text(held)}{(loaded.Count > 0 ? $"; {Text(loaded)} in each turn" : "")}";
    }

    private static IEnumerable<string> Lines(ScheduleNotes notes, string machine)
    {
        yield return $"{notes.Schedule}{machine}: {notes.Because}";
        foreach (Decision decision in notes.Decisions)
            yield return Text(decision);
        foreach (string line in notes.Stages.SelectMany(stage => Lines(stage, "")))
            yield return "    " + line;
    }

    private static string Text(Decision decision) => decision switch
    {
        VectorDecision vector => Text(vector),
        TileDecision tile => Text(tile),
        OperandDecision operands => "operands: " + string.Join(", ", operands.Operands.Select(Text)),
        BlockDecision { Block: { } length } block => $"blocks: {block.Summed.Name} by {length}, since a tile's columns read {Kilobytes(block.PanelBytes)} over all of it, more than {Kilobytes(block.MostPanelBytes)}",
        BlockDecision block => $"blocks: none, since a tile's columns read {Kilobytes(block.PanelBytes)} over all of {block.Summed.Name}, not more than {Kilobytes(block.MostPanelBytes)}",
        PanelDecision panel => $"panels: {panel.Length} steps of {panel.Summed.Name} × {Count(panel.Columns, "column")}, {Kilobytes(panel.Length * panel.Columns * sizeof(float))}{(panel.Rows == 0 ? "" : $", and × {Count(panel.Rows, "row")}, {Kilobytes(panel.Length * panel.Rows * sizeof(float))}")}, copied from {Count(panel.FewestRows, "row")} on; workers share the {(panel.SharesColumns ? "columns" : "rows")}",
        DotTileDecision tile => $"tile: {tile.Rows} of {tile.Row.Name} × {tile.Columns} of {tile.Column.Name}, each a sum of its own",
        InFlightDecision flight => $"in flight: {Count(flight.Vectors, "vector")} of each sum",
        VisitDecision visit => $"visits: {(visit.Held.Count > 0 ? "all of " + Names(visit.Held) : "a part of " + Names(visit.Walked.Skip(visit.Walked.Count - 1)))} in {Count(visit.Vectors, "register")} of {visit.Registers}{(visit.Walked.Count > 0 ? ", walked along " + Names(visit.Walked) : "")}",
        TurnsDecision turns => $"blocks: {Count(turns.Turns, "turn")} of {turns.Axis.Name} of {Count(turns.Visits, "visit")} between a sum's ways from and to memory",
        SquareDecision square => $"tiles: squares with edges of {string.Join(", ", square.Edges)} over {square.Across.Name} × {square.Along.Name}, turned in registers",
        DrawDecision draw => $"draws: {(draw.Sample is null ? "one sample" : $"{draw.SamplesPerDraw} samples of {draw.Sample.Name}")} at a time, {(draw.Vector is null ? "element by element" : "vectors along " + Name(draw.Vector))}",
        _ => throw new InvalidOperationException($"Unknown decision {decision}."),
    };

    private static string Text(VectorDecision vector)
    {
        string chosen = vector.Chosen.Axis is { } axis ? $"along {Name(axis)}, {vector.Chosen.Lanes} lanes" : "none";
        IEnumerable<string> rivals = vector.Rivals.OrderBy(rival => rival.Estimate).Take(MostRivals)
            .Select(rival => $"{(rival.Axis is null ? "none" : "along " + rival.Axis.Name)} {Number(rival.Estimate)}");
        return $"vectors: {chosen}, {Number(vector.Chosen.Estimate)} loads and stores for an element{Against(rivals)}";
    }

    private static string Text(TileDecision tile)
    {
        string rows = tile.Row is null ? "" : $" of {tile.Row.Name}";
        string positions = tile.Positions == 1 ? "" : $" × {Count(tile.Positions, "position")}{(tile.Unrolled.Count > 0 ? " of " + Names(tile.Unrolled) : " of the window")}";
        string shape = $"tile: {Count(tile.Chosen.Rows, "row")}{rows} × {Count(tile.Chosen.Vectors, "vector")}{positions}";
        if (tile.Chosen.Estimate == 0)
            return shape;
        IEnumerable<string> rivals = tile.Rivals.OrderBy(rival => rival.Estimate).Take(MostRivals).Select(rival => $"{rival.Rows}×{rival.Vectors} {Number(rival.Estimate)}");
        return $"{shape}, {Number(tile.Chosen.Estimate)} turns of the multiply-add unit for a step of the sum{Against(rivals)}";
    }

    private static string Text(Operand operand) => operand.Buffer.Name + (operand.Stride.Factor == 0 ? " one number for all lanes"
        : operand.Stride.IsOne ? " as it lies"
        : $" {operand.Stride} apart");

    private static string Text(IReadOnlyList<RegisterGroup> groups) => string.Join(", ", groups.Select(group => $"{group.Count} × {group.Name}"));

    private static string Against(IEnumerable<string> rivals) => rivals.Any() ? " against " + string.Join(", ", rivals) : "";

    private static string Names(IEnumerable<Axis> axes) => string.Join(", ", axes.Select(Name));

    private static string Name(Axis axis) => $"{axis.Name} ({axis.Extent})";

    private static string Count(long number, string thing) => number == 1 ? "1 " + thing : $"{number} {thing}s";

    private static string Kilobytes(long bytes) => Number(bytes / 1024.0) + " KB";

    private static string Number(double number) => number.ToString("0.##", CultureInfo.InvariantCulture);
}
