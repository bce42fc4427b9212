namespace ModelGen.Runtime.Tests;

/// <summary>Takes floats and tokens, a label of which −1 counts for nothing, tags and a target; keeps the rows that it is trained on and answers class 1 whatever they are.</summary>
public sealed class BatchRecorder() : CompiledNetwork(Layout, seed: 1, threads: 1)
{
    private static readonly NetworkPlan Layout = new(
        nameof(BatchRecorder),
        ["batch"],
        [
            new InputPlan("place", false, [-1, 2]),
            new InputPlan("tokens", true, [-1, 3], Indices: 7),
            new InputPlan("label", true, [-1], ForLoss: true, Indices: 4, Ignored: -1),
            new InputPlan("tags", true, [-1, 3], ForLoss: true),
            new InputPlan("target", false, [-1, 1], ForLoss: true),
        ],
        [new InputPlan("logits", false, [-1, 4]), new InputPlan("length", false, [-1, 1])],
        [new ParameterPlan("w", [1], [1], [1], 0, Initializer.Ones, 1, 1)],
        16);

    public override ParameterList Parameters => new(this);

    /// <summary>A line for each row, in the order in which they came.</summary>
    public List<string> Rows { get; } = [];

    protected override float TrainBatch(Batch batch, Optimizer optimizer, Span<float> output) => EvaluateBatch(batch, output);

    protected override float EvaluateBatch(Batch batch, Span<float> output)
    {
        Assert.Equal(batch.Count * 4, output.Length);
        output.Clear();
        for (int row = 0; row < batch.Count; row++)
        {
            output[(row * 4) + 1] = 1;
            Rows.Add(FormattableString.Invariant(
                $"{Text(batch.Floats(0), row, 2)} | {Text(batch.Integers(1), row, 3)} | {batch.Integers(2)[row]} | {Text(batch.Integers(3), row, 3)} | {batch.Floats(4)[row]}"));
        }

        return batch.Count;
    }

    protected override long ArenaBytes(ReadOnlySpan<int> sizes) => 0;

    protected override ProgramKernels KernelsOf(int program, ReadOnlySpan<int> sizes) => throw new NotSupportedException();

    protected override void RunProgram(int program, NetworkMemory memory, Worker worker) => throw new NotSupportedException();

    private static string Text<T>(ReadOnlySpan<T> values, int row, int perRow) => string.Join(' ', values.Slice(row * perRow, perRow).ToArray());
}
