namespace ModelGen.Runtime.Tests;

/// <summary>Two small parameters with gaps around them: elements 0 and 2 of the block, and element 16.</summary>
public sealed class GapNetwork() : CompiledNetwork(Layout, seed: 1, threads: 1)
{
    private static readonly NetworkPlan Layout = new(
        nameof(GapNetwork),
        [],
        [],
        [new InputPlan("y", false, [1])],
        [
            new ParameterPlan("a", [1, 2], [2], [2], 0, Initializer.Ones, 1, 1),
            new ParameterPlan("b", [1], [1], [1], 16, Initializer.Ones, 1, 1),
        ],
        48);

    public override ParameterList Parameters => new(this);

    public RandomKey Random => Memory.Random;

    public void Step(Optimizer optimizer)
    {
        foreach (long offset in new long[] { 0, 2, 16 })
            Memory.Gradient(offset) = 0.25f;
        Update(optimizer);
    }

    public long[] NonZeroOffsets() => [.. Enumerable.Range(0, 48).Select(offset => (long)offset).Where(offset => Memory.Parameter(offset) != 0)];

    protected override long ArenaBytes(ReadOnlySpan<int> sizes) => 0;

    protected override ProgramKernels KernelsOf(int program, ReadOnlySpan<int> sizes) => throw new NotSupportedException();

    protected override void RunProgram(int program, NetworkMemory memory, Worker worker) => throw new NotSupportedException();
}
