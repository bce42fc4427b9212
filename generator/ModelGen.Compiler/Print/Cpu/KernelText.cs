using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Print.Cpu;

/// <summary>What a kernel does for one target, as text.</summary>
/// <param name="Body">The body of its method: indented lines.</param>
/// <param name="Symbols">The sizes that vary which the body reads, in the network's order.</param>
/// <param name="ScratchBytes">The bytes of scratch memory that each worker needs for it.</param>
/// <param name="Schedule">How it was scheduled, in lines; empty where nobody asks.</param>
internal sealed record KernelText(string Body, IReadOnlyList<string> Symbols, long ScratchBytes, IReadOnlyList<string> Schedule)
{
    /// <summary>The text of a kernel for each target; the same text for targets between which nothing differs.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="symbols">All sizes of the network that vary.</param>
    /// <param name="depth">How many blocks the body lies in.</param>
    /// <param name="withSchedule">Whether it says how it was scheduled.</param>
    public static IReadOnlyDictionary<Target, KernelText> ForEachTarget(FusedKernel kernel, IReadOnlyList<string> symbols, int depth, bool withSchedule)
    {
        var texts = new Dictionary<Target, KernelText>();
        foreach (Target target in Target.All.Where(target => target != Target.Neon))
        {
            Kernel scheduled = Scheduler.Schedule(kernel, target);
            texts[target] = Of(scheduled, symbols, depth, withSchedule ? ScheduleComment.Lines(scheduled, target).ToArray() : []);
            // NEON's vectors are as wide, and there are more of them: what those leave as it is, is neither scheduled nor emitted twice.
            if (target == Target.Vector128)
                texts[Target.Neon] = scheduled.Notes.DependsOnRegisters || SharesOtherRows(kernel) ? ForNeon(kernel, symbols, depth, withSchedule, texts[target]) : texts[target];
        }

        return texts;
    }

    /// <summary>The text of a scheduled kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="symbols">All sizes of the network that vary.</param>
    /// <param name="depth">How many blocks the body lies in.</param>
    /// <param name="schedule">How it was scheduled, in lines.</param>
    public static KernelText Of(Kernel kernel, IReadOnlyList<string> symbols, int depth, params string[] schedule)
    {
        string body = BodyOf(kernel, depth);
        return new KernelText(body, symbols.Where(symbol => Mentions(body, Identifiers.Safe(symbol))).ToArray(), kernel.ScratchBytes, schedule);
    }

    private static KernelText ForNeon(FusedKernel kernel, IReadOnlyList<string> symbols, int depth, bool withSchedule, KernelText narrow)
    {
        Kernel scheduled = Scheduler.Schedule(kernel, Target.Neon);
        KernelText text = Of(scheduled, symbols, depth, withSchedule ? ScheduleComment.Lines(scheduled, Target.Neon).ToArray() : []);
        return text.Body == narrow.Body ? narrow : text;
    }

    // In a loop whose workers do not wait, a kernel takes the rows that the loop's products do: those have taller tiles where there are more registers.
    private static bool SharesOtherRows(FusedKernel kernel) => kernel.Shares is { } shares && shares.Portion(Target.Neon) != shares.Portion(Target.Vector128);

    private static string BodyOf(Kernel kernel, int depth)
    {
        var writer = new CodeWriter(depth);
        string granularity = kernel.Granularity == 1 ? "" : $", granularity: {kernel.Granularity}";
        writer.Write($"WorkRange share = worker.Share({IndexPrinter.Text(kernel.Items)}{granularity});");
        writer.Write("nint begin = share.Begin, end = share.End;");
        new StatementPrinter(writer).Print(kernel.Body, null);
        return writer.Take();
    }

    private static bool Mentions(string text, string name)
    {
        for (int at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + 1, StringComparison.Ordinal))
        {
            int behind = at + name.Length;
            if ((at == 0 || !IsLetter(text[at - 1])) && (behind == text.Length || !IsLetter(text[behind])))
                return true;
        }

        return false;
    }

    private static bool IsLetter(char letter) => char.IsLetterOrDigit(letter) || letter == '_';
}
