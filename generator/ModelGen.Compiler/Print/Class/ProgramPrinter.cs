using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Print.Cpu;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Print.Class;

/// <summary>Prints the programs: which kernels run over which memory, in which order.</summary>
internal sealed class ProgramPrinter(NetworkModel model, Func<FusedKernel, KernelMethod> methodOf)
{
    /// <summary>What it prints.</summary>
    public IReadOnlyList<(string Name, string What)> Contents =>
    [
        ("RunProgram", "runs a program with the widest vectors that the machine has"),
        .. model.Programs.Select(program => (program.Name, $"the {program.Kernels.Count} kernels of this program, each with the shapes that it reads and writes")),
        ("KernelsOf", "what each kernel computes and moves, for a profile"),
        ("IKernels", "the kernels, which a file for each kind of vectors implements"),
    ];

    /// <summary>Prints the dispatch to the machine's vector width, the programs and the kernels' interface.</summary>
    public void Print(CodeWriter writer, IReadOnlyList<KernelMethod> kernels)
    {
        writer.Write("/// <inheritdoc/>");
        using (writer.Block("protected override void RunProgram(int program, NetworkMemory memory, Worker worker)"))
        {
            Target narrowest = Target.All[Target.All.Count - 1];
            foreach (Target target in Target.All)
            {
                string run = $"Run<{KernelPrinter.StructName(target)}>(program, memory, worker);";
                string condition = target == Target.Neon ? "AdvSimd.IsSupported" : $"{target.Name}.IsHardwareAccelerated";
                writer.Write(target == narrowest ? $"else\n    {run}" : $"{(target == Target.All[0] ? "if" : "else if")} ({condition})\n    {run}");
            }
        }

        writer.Line();
        using (writer.Block("private static void Run<TKernels>(int program, NetworkMemory memory, Worker worker)\n    where TKernels : struct, IKernels"))
        {
            using (writer.Block("switch (program)"))
            {
                foreach (NetworkProgram program in model.Programs)
                    writer.Write($"case {program.Name}Program:\n    {program.Name}<TKernels>(memory, worker);\n    break;");
            }
        }

        foreach (NetworkProgram program in model.Programs)
        {
            writer.Line();
            PrintProgram(writer, program);
        }

        writer.Line();
        new WorkPrinter(model, methodOf).Print(writer);
        writer.Line();
        writer.Summary("The kernels of the network, in the order in which they first run.");
        using (writer.Block("private interface IKernels"))
        {
            for (int i = 0; i < kernels.Count; i++)
            {
                if (i > 0)
                    writer.Line();
                writer.Summary(kernels[i].Kernel.Summary);
                writer.Write($"static abstract void {kernels[i].Name}({kernels[i].Parameters});");
            }
        }
    }

    private string Place(Buffer buffer) => buffer.Sum is { } sum ? $"ref ({SizeText.Int(buffer.Shape[0])} == 1 ? ref {sum.Name} : {Address(buffer)})" : Address(buffer);

    private string Address(Buffer buffer) => buffer.Place switch
    {
        BufferPlace.Input => $"ref Unsafe.AsRef(in memory.Input<{StatementPrinter.TypeOf(buffer)}>({buffer.Slot}))",
        BufferPlace.Parameter => $"ref memory.Parameter({CodeWriter.Literal(model.Parameters[buffer.Slot].Offset)})",
        BufferPlace.Gradient => $"ref memory.Gradient({CodeWriter.Literal(model.Parameters[buffer.Slot].Offset)})",
        _ => $"ref memory.Activation<{StatementPrinter.TypeOf(buffer)}>({SizeText.Sum(model.Arena.OffsetOf(buffer))})",
    };

    private void PrintProgram(CodeWriter writer, NetworkProgram program)
    {
        using (writer.Block($"private static void {program.Name}<TKernels>(NetworkMemory memory, Worker worker)\n    where TKernels : struct, IKernels"))
        {
            Buffer[] buffers = program.Kernels.SelectMany(kernel => kernel.Buffers).Distinct().ToArray();
            for (int symbol = 0; symbol < model.Symbols.Count; symbol++)
            {
                if (NeedsSymbol(program, buffers, model.Symbols[symbol]))
                    writer.Write($"int {Identifiers.Safe(model.Symbols[symbol])} = memory.Size({symbol});");
            }

            foreach (Buffer buffer in WholeBuffers(buffers).SelectMany(buffer => buffer.Sum is { } sum ? [sum, buffer] : new[] { buffer }).Distinct())
                writer.Write($"ref {StatementPrinter.TypeOf(buffer)} {buffer.Name} = {Place(buffer)};");
            for (int i = 0; i < program.Kernels.Count; i++)
            {
                writer.Line();
                if (program.Loops.FirstOrDefault(loop => loop.First == i) is { } loop)
                    i = PrintLoop(writer, program, loop);
                else
                    PrintKernel(writer, program, i, "");
            }
        }
    }

    /// <summary>The head of a loop over the steps.</summary>
    public static string LoopHead(ProgramLoop loop, string step) => loop.Reverse
        ? $"for (int {step} = {SizeText.Int(loop.Steps)} - 1; {step} >= 0; {step}--)"
        : $"for (int {step} = 0; {step} < {SizeText.Int(loop.Steps)}; {step}++)";

    /// <summary>What a loop's variable is called, beside the sizes of a network.</summary>
    public static string StepName(IReadOnlyList<string> symbols)
    {
        string name = "step";
        while (symbols.Contains(name))
            name += "AtHand";
        return name;
    }

    /// <summary>The parts of buffers that belong to the step at hand.</summary>
    public static IEnumerable<Buffer> StepBuffers(NetworkProgram program, ProgramLoop loop) =>
        program.Kernels.Skip(loop.First).Take(loop.End - loop.First).SelectMany(kernel => kernel.Buffers).Where(buffer => buffer.Part is not null).Distinct();

    /// <summary>The buffers themselves, for those of which kernels get a part.</summary>
    public static IEnumerable<Buffer> WholeBuffers(IEnumerable<Buffer> buffers) => buffers.Select(buffer => buffer.Part?.Whole ?? buffer).Distinct();

    // Returns the loop's last kernel.
    private int PrintLoop(CodeWriter writer, NetworkProgram program, ProgramLoop loop)
    {
        string step = StepName(model.Symbols);
        using (writer.Block(LoopHead(loop, step)))
        {
            foreach (Buffer part in StepBuffers(program, loop))
                writer.Write($"ref {StatementPrinter.TypeOf(part)} {part.Name} = ref Unsafe.Add(ref {part.Part!.Whole.Name}, (nint){step} * {SizeText.Int(part.Part.Stride)});");
            for (int kernel = loop.First; kernel < loop.End; kernel++)
            {
                writer.Line();
                PrintKernel(writer, program, kernel, loop.Reverse ? $"if ({step} > 0)\n    " : $"if ({step} < {SizeText.Int(loop.Steps)} - 1)\n    ");
            }
        }

        if (loop.KeepsToRows && loop.End < program.Kernels.Count)
            writer.Write("worker.Barrier();");

        return loop.End - 1;
    }

    // The end of the last kernel is the program's, which the network itself takes note of.
    private void PrintKernel(CodeWriter writer, NetworkProgram program, int kernel, string unlessLastStep)
    {
        writer.Write("// " + program.Kernels[kernel].Summary);
        string unlessOnePart = program.Kernels[kernel].Parts is { } parts ? $"if ({SizeText.Int(parts)} > 1)\n    " : "";
        writer.Write(unlessOnePart + methodOf(program.Kernels[kernel]).Call("TKernels", program.Kernels[kernel]));
        bool isLast = kernel == program.Kernels.Count - 1;
        bool goesOn = program.LoopOf(kernel) is { KeepsToRows: true } || (!isLast && program.Steps[kernel + 1] == program.Steps[kernel]);
        string end = goesOn ? "EndKernelOfShare" : "EndKernel";
        if (!isLast || unlessLastStep.Length > 0)
            writer.Write($"{(isLast ? unlessLastStep : "")}worker.{end}({CodeWriter.Literal(kernel)});");
    }

    private bool NeedsSymbol(NetworkProgram program, IReadOnlyList<Buffer> buffers, string symbol) =>
        program.Kernels.Select(methodOf).Any(method => method.Text.Symbols.Contains(symbol))
        || buffers.Where(buffer => buffer.Place == BufferPlace.Arena).SelectMany(model.Arena.OffsetOf)
            .Concat(buffers.Select(buffer => buffer.Part?.Stride).OfType<Size>())
            .Concat(program.Loops.Select(loop => loop.Steps))
            .Any(size => size.FreeSymbols.Contains(symbol));
}
