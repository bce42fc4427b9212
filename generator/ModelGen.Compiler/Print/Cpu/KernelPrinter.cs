using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Print.Cpu;

/// <summary>A kernel as it is called: its method's name and parameters.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Name">The method's name.</param>
/// <param name="Buffers">The buffers it is handed.</param>
/// <param name="Symbols">The sizes it is handed.</param>
/// <param name="Body">What it does, as text.</param>
internal sealed record KernelMethod(Kernel Kernel, string Name, IReadOnlyList<Buffer> Buffers, IReadOnlyList<string> Symbols, string Body)
{
    /// <summary>The target whose method of this name has the same body, so that it is called instead; null where this one has its own.</summary>
    public Target? SameAs { get; init; }

    /// <summary>The names of other kernels that it serves, which differ in their buffers alone.</summary>
    public IReadOnlyList<string> AlsoServes { get; init; } = [];

    /// <summary>The method of a kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="symbols">All sizes of the network that vary; it is handed those that it uses.</param>
    public static KernelMethod Of(Kernel kernel, IReadOnlyList<string> symbols)
    {
        string body = KernelPrinter.Body(kernel);
        return new KernelMethod(kernel, kernel.Name, kernel.Buffers, symbols.Where(symbol => Mentions(body, Identifiers.Safe(symbol))).ToArray(), body);
    }

    /// <summary>Its parameter list.</summary>
    public string Parameters => string.Join(
        ", ",
        new[] { "Worker worker" }
            .Concat(Kernel.Draws ? ["RandomKey random"] : [])
            .Concat(Buffers.Select(buffer => $"ref {StatementPrinter.TypeOf(buffer)} {buffer.Name}"))
            .Concat(Symbols.Select(symbol => "nint " + Identifiers.Safe(symbol))));

    /// <summary>A call of it with the buffers of a kernel that it serves, for a share of its items.</summary>
    public string Call(string kernels, FusedKernel served) => $"{kernels}.{Name}({string.Join(", ", Arguments("memory.Random", served.Buffers))});";

    /// <summary>A call of it from the method of the same kernel in another struct.</summary>
    public string Forward(string kernels) => $"{kernels}.{Name}({string.Join(", ", Arguments("random", Buffers))});";

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

    private IEnumerable<string> Arguments(string random, IReadOnlyList<Buffer> buffers) =>
        new[] { "worker" }.Concat(Kernel.Draws ? [random] : []).Concat(buffers.Select(buffer => $"ref {buffer.Name}")).Concat(Symbols.Select(Identifiers.Safe));
}

/// <summary>Prints the kernels for one vector width.</summary>
internal static class KernelPrinter
{
    /// <summary>What a kernel does, as text.</summary>
    public static string Body(Kernel kernel)
    {
        var writer = new CodeWriter();
        string granularity = kernel.Granularity == 1 ? "" : $", granularity: {kernel.Granularity}";
        writer.Write($"WorkRange share = worker.Share({Shared(kernel.Items)}{granularity});");
        writer.Write("nint begin = share.Begin, end = share.End;");
        new StatementPrinter(writer).Print(kernel.Body, null);
        return writer.ToString().TrimEnd('\n');
    }

    // The count of items is an int, as the worker's shares are; sizes arrive as native integers.
    private static string Shared(Size items) => items.IsConstant ? ExpressionPrinter.Print(items) : $"(int)({ExpressionPrinter.Print(items)})";

    /// <summary>The struct that holds the kernels of a target.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="target">The target.</param>
    /// <param name="methods">The kernels.</param>
    /// <param name="withSchedules">Whether each says how it was scheduled.</param>
    public static void Print(CodeWriter writer, Target target, IReadOnlyList<KernelMethod> methods, bool withSchedules)
    {
        writer.Summary($"The kernels for {target.Lanes * 32}-bit vectors in {target.Registers} registers.");
        using (writer.Block($"private readonly struct {StructName(target)} : IKernels"))
        {
            for (int i = 0; i < methods.Count; i++)
            {
                if (i > 0)
                    writer.Line();
                PrintMethod(writer, target, methods[i], withSchedules);
            }
        }
    }

    private static void PrintMethod(CodeWriter writer, Target target, KernelMethod method, bool withSchedule)
    {
        string header = $"public static void {method.Name}({method.Parameters})";
        if (method.SameAs is { } other)
        {
            writer.Summary(method.Kernel.Summary);
            writer.Write("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
            writer.Write($"{header} => {method.Forward(StructName(other))}");
            return;
        }

        if (withSchedule)
            writer.Write(string.Join("\n", ScheduleComment.Lines(method.Kernel, target).Select(line => "// " + line)));
        writer.Summary(method.Kernel.Summary);
        string[] others = method.AlsoServes.Where(name => name != method.Kernel.Name).Distinct().ToArray();
        if (others.Length > 0)
            writer.Write($"/// <remarks>Serves {string.Join(", ", others)} too.</remarks>");
        writer.Write("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block(header))
            writer.Write(method.Body);
    }

    /// <summary>The name of a target's struct.</summary>
    public static string StructName(Target target) => target.Name + "Kernels";
}
