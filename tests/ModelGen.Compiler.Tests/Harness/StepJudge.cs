using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Tests.Harness;

/// <summary>
/// Judges by where buffers lie whether the kernels of a step may run side by side: no byte that one of them writes may be touched by another. It asks neither how the steps were found nor how
/// long buffers are needed.
/// </summary>
internal static class StepJudge
{
    /// <summary>What is wrong with the steps of all programs of a network; empty where nothing is.</summary>
    /// <param name="model">The network.</param>
    /// <param name="symbols">What its symbols stand for.</param>
    /// <param name="judged">How many pairs of kernels were judged.</param>
    public static IReadOnlyList<string> Complaints(NetworkModel model, Func<string, long> symbols, out int judged)
    {
        var complaints = new List<string>();
        judged = 0;
        foreach (NetworkProgram program in model.Programs)
        {
            foreach (IGrouping<int, int> step in Enumerable.Range(0, program.Kernels.Count).GroupBy(kernel => program.Steps[kernel]))
            {
                foreach ((int one, int other) in from one in step from other in step where one < other select (one, other))
                {
                    judged++;
                    if (Complaint(model, program.Kernels[one], program.Kernels[other], symbols) is { } complaint)
                        complaints.Add($"{program.Name}, step {step.Key}: {complaint}");
                }
            }
        }

        return complaints;
    }

    private static string? Complaint(NetworkModel model, FusedKernel one, FusedKernel other, Func<string, long> symbols)
    {
        foreach ((FusedKernel writer, FusedKernel beside) in new[] { (one, other), (other, one) })
        {
            foreach ((Buffer written, Buffer touched) in from written in writer.Writes from touched in beside.Buffers select (written, touched))
            {
                (BufferPlace place, long begin, long end) = Memory(model, written, symbols);
                (BufferPlace otherPlace, long otherBegin, long otherEnd) = Memory(model, touched, symbols);
                if (place == otherPlace && begin < otherEnd && otherBegin < end)
                    return $"{writer.Name} writes {written.Name}, and {beside.Name} touches {touched.Name}, which lies there too";
            }
        }

        return null;
    }

    // All of the memory that a buffer is a view of: more than it touches. A single part of a sum lies where the sum does.
    private static (BufferPlace Place, long Begin, long End) Memory(NetworkModel model, Buffer buffer, Func<string, long> symbols)
    {
        Buffer memory = buffer.Sum is { } sum && buffer.Shape[0].Evaluate(symbols) == 1 ? sum : (buffer.Part?.Whole ?? buffer).Base;
        long begin = memory.Place switch
        {
            BufferPlace.Parameter or BufferPlace.Gradient => model.Parameters[memory.Slot].Offset * sizeof(float),
            BufferPlace.Input => (long)memory.Slot << 40,
            _ => model.Arena.OffsetOf(memory).Sum(size => size.Evaluate(symbols)),
        };
        return (memory.Place, begin, begin + memory.Bytes.Evaluate(symbols));
    }
}
