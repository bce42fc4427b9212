using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Loops;

/// <summary>How a kernel came by its loops: which schedule made them and what that decided, as data. What the loops themselves show is not repeated here.</summary>
/// <param name="Schedule">The schedule's name.</param>
/// <param name="Because">Why it was this one.</param>
/// <param name="Decisions">What was decided, in the order in which it was.</param>
/// <param name="Stages">For a kernel of several stages, how each was scheduled inside a row; else empty.</param>
public sealed record ScheduleNotes(string Schedule, string Because, IReadOnlyList<Decision> Decisions, IReadOnlyList<ScheduleNotes> Stages)
{
    /// <summary>Whether another number of registers could have given other loops.</summary>
    public bool DependsOnRegisters => Decisions.Any(decision => decision.DependsOnRegisters) || Stages.Any(stage => stage.DependsOnRegisters);
}

/// <summary>Something that a schedule decided.</summary>
public abstract record Decision
{
    /// <summary>Whether it could have been another one with more or fewer registers.</summary>
    public virtual bool DependsOnRegisters => false;
}

/// <summary>Which axis the vectors run along.</summary>
/// <param name="Chosen">The one with the lowest estimate.</param>
/// <param name="Rivals">The others that were possible.</param>
public sealed record VectorDecision(VectorCandidate Chosen, IReadOnlyList<VectorCandidate> Rivals) : Decision;

/// <summary>An axis that vectors could run along.</summary>
/// <param name="Axis">The axis; null where all stays scalar.</param>
/// <param name="IsReduced">Whether it is summed over: then lanes are combined at the end.</param>
/// <param name="Lanes">The lanes of its widest vectors.</param>
/// <param name="Estimate">The loads and stores for one element of one step of the reduction; neighbours count together.</param>
public sealed record VectorCandidate(Axis? Axis, bool IsReduced, int Lanes, double Estimate);

/// <summary>How the operands are read: in place, or as the kernel that packed them left them.</summary>
/// <param name="Operands">The operands.</param>
public sealed record OperandDecision(IReadOnlyList<Operand> Operands) : Decision;

/// <summary>An operand of a kernel.</summary>
/// <param name="Buffer">Where it lies.</param>
/// <param name="Stride">How far apart the elements for neighbouring lanes lie; 0 where all lanes take the same one.</param>
public sealed record Operand(Buffer Buffer, Size Stride);

/// <summary>The register tile: how many rows and vectors are summed at once.</summary>
/// <param name="Row">The axis of its rows; null where there is none.</param>
/// <param name="Unrolled">Short axes that are in the tile as a whole.</param>
/// <param name="Positions">The sums that each row and vector keep: the positions of a window, of the unrolled axes.</param>
/// <param name="Chosen">The tile.</param>
/// <param name="Rivals">Other tiles that fit into the registers.</param>
public sealed record TileDecision(Axis? Row, IReadOnlyList<Axis> Unrolled, int Positions, TileCandidate Chosen, IReadOnlyList<TileCandidate> Rivals) : Decision
{
    /// <inheritdoc/>
    public override bool DependsOnRegisters => Chosen.Estimate > 0;
}

/// <summary>A register tile with its estimate.</summary>
/// <param name="Rows">The rows.</param>
/// <param name="Vectors">The vectors of a row.</param>
/// <param name="Estimate">What one step of the sum takes for all tiles, in turns of the multiply-add unit; 0 where it was not estimated.</param>
public sealed record TileCandidate(int Rows, int Vectors, double Estimate);

/// <summary>Whether a sum is taken in blocks, so that what a tile's columns read stays in the second-level cache.</summary>
/// <param name="Summed">The summed axis.</param>
/// <param name="Block">The length of a block; null where the sum is taken in one go.</param>
/// <param name="PanelBytes">What a tile's columns read over the whole sum.</param>
/// <param name="MostPanelBytes">How much of it is left as it is.</param>
public sealed record BlockDecision(Axis Summed, long? Block, long PanelBytes, long MostPanelBytes) : Decision;

/// <summary>That what a tile's columns read is copied into the worker's scratch memory.</summary>
/// <param name="Summed">The summed axis.</param>
/// <param name="Length">The steps of the sum that a panel holds.</param>
/// <param name="Columns">The columns that it holds.</param>
/// <param name="FewestRows">The rows from which on it is done.</param>
/// <param name="SharesColumns">Whether workers share out the columns rather than the rows.</param>
public sealed record PanelDecision(Axis Summed, long Length, int Columns, long FewestRows, bool SharesColumns) : Decision
{
    /// <summary>The rows of the other operand that are copied too.</summary>
    public long Rows { get; init; }

    /// <inheritdoc/>
    public override bool DependsOnRegisters => true;
}

/// <summary>The tile of a product whose vectors run along the sum: how many of its sums are taken at once.</summary>
/// <param name="Row">The axis of the tile's rows.</param>
/// <param name="Rows">The rows.</param>
/// <param name="Column">The axis of its columns.</param>
/// <param name="Columns">The columns.</param>
public sealed record DotTileDecision(Axis Row, int Rows, Axis Column, int Columns) : Decision
{
    /// <inheritdoc/>
    public override bool DependsOnRegisters => true;
}

/// <summary>How many vectors are combined side by side before they are combined with each other.</summary>
/// <param name="Vectors">The vectors.</param>
public sealed record InFlightDecision(int Vectors) : Decision;

/// <summary>What a visit touches, all of it in registers.</summary>
/// <param name="Held">The axes that are held whole.</param>
/// <param name="Walked">The axes that tiles of them are walked along.</param>
/// <param name="Vectors">The vectors of a tile.</param>
/// <param name="Registers">The registers that there are for them.</param>
public sealed record VisitDecision(IReadOnlyList<Axis> Held, IReadOnlyList<Axis> Walked, int Vectors, int Registers) : Decision
{
    /// <inheritdoc/>
    public override bool DependsOnRegisters => true;
}

/// <summary>How many turns of an axis are taken before the sums go back to memory.</summary>
/// <param name="Axis">The axis.</param>
/// <param name="Turns">The turns.</param>
/// <param name="Visits">The visits of one turn.</param>
public sealed record TurnsDecision(Axis Axis, long Turns, long Visits) : Decision;

/// <summary>The square tiles of a copy that exchanges neighbours.</summary>
/// <param name="Across">The axis along which the source's elements are neighbours.</param>
/// <param name="Along">The axis along which the result's are.</param>
/// <param name="Edges">The lengths of the tiles' edges, those for what is left behind the first.</param>
public sealed record SquareDecision(Axis Across, Axis Along, IReadOnlyList<int> Edges) : Decision;

/// <summary>How random numbers are drawn.</summary>
/// <param name="Sample">The axis of the samples; null where there is one alone.</param>
/// <param name="Vector">The axis that vectors run along; null where there is none.</param>
/// <param name="SamplesPerDraw">The neighbouring samples that one draw gives numbers for.</param>
public sealed record DrawDecision(Axis? Sample, Axis? Vector, int SamplesPerDraw) : Decision;
