using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Tests.Harness;

/// <summary>Numbers for kernels to work on.</summary>
internal static class LoopMemories
{
    /// <summary>
    /// Memory in which all that a kernel reads is drawn: floats of both signs, integers below what they index, and zeros among what is skipped where it is zero.
    /// What it writes holds NaN.
    /// </summary>
    public static LoopMemory Filled(FusedKernel kernel, Func<string, long> symbols)
    {
        var random = new Random(7);
        var memory = new LoopMemory(symbols);
        IEnumerable<Index> places = kernel.Stages.SelectMany(stage => stage.Loads).Select(load => load.Offset);
        Element[] elements = [.. places.Concat(kernel.Stages.Select(stage => stage.Additions?.Offset).OfType<Index>()).SelectMany(place => place.Elements)];
        foreach (Buffer buffer in kernel.Buffers.Select(buffer => buffer.Memory).Distinct())
        {
            int limit = (int)elements.Where(element => element.Buffer.Memory == buffer).Select(element => element.Limit).DefaultIfEmpty(2).Min();
            memory[buffer] = [.. memory[buffer].Select(_ => buffer.Type != ElementType.Float32 ? random.Next(limit) : random.Next(5) == 0 ? 0 : 0.1 + random.NextDouble())];
        }

        foreach (Buffer written in kernel.Stages.SelectMany(stage => stage.Writes))
            Array.Fill(memory[written.Memory], double.NaN);
        return memory;
    }
}
