namespace ModelGen.Compiler.Spec;

/// <summary>
/// The beginning of a scan: a step that is gone through for each position of sequences, with states that it hands on. Behind it stand what the step finds
/// (<see cref="StepEntryValue"/>), what it computes, its end (<see cref="ScanEndValue"/>), and what the scan gives (<see cref="ScanResultValue"/>).
/// </summary>
/// <param name="Sequences">The sequences.</param>
/// <param name="Initial">The states before the first step.</param>
/// <param name="Axis">The axis of the sequences that has a position for each step.</param>
/// <param name="AxisSpan">Where it is given.</param>
/// <param name="Reverse">Whether the steps go from the last position to the first.</param>
/// <param name="Span">The method's name.</param>
public sealed record ScanValue(
    EquatableArray<OperandSpec> Sequences, EquatableArray<OperandSpec> Initial, int Axis, SourceSpan AxisSpan, bool Reverse, SourceSpan Span) : ValueSpec(Span);

/// <summary>What a step finds: its part of a sequence, or a state.</summary>
/// <param name="Number">Its number: the sequences first, then the states.</param>
/// <param name="Span">The step's parameter.</param>
public sealed record StepEntryValue(int Number, SourceSpan Span) : ValueSpec(Span);

/// <summary>The end of the step of the scan that began last.</summary>
/// <param name="States">The states after the step, in the order of the initial ones.</param>
/// <param name="Outputs">What else the step gives.</param>
/// <param name="Span">The method's name.</param>
public sealed record ScanEndValue(EquatableArray<OperandSpec> States, EquatableArray<OperandSpec> Outputs, SourceSpan Span) : ValueSpec(Span);

/// <summary>What the scan that ended last gives: a state after each step, or an output of each.</summary>
/// <param name="Number">Its number: the states first, then the outputs.</param>
/// <param name="Span">The method's name.</param>
public sealed record ScanResultValue(int Number, SourceSpan Span) : ValueSpec(Span);

/// <summary>A number at every position of a shape.</summary>
/// <param name="Number">The number.</param>
/// <param name="Shape">The shape.</param>
/// <param name="Span">The method's name.</param>
public sealed record FilledValue(double Number, EquatableArray<SizeSpec> Shape, SourceSpan Span) : ValueSpec(Span);
