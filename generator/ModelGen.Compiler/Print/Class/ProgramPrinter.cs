using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Print.Cpu;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Print.Class;

/// <summary>Prints the programs: which kernels run over which memory, in which order.</summary>
internal sealed class ProgramPrinter(NetworkModel model, IReadOnlyDictionary<FusedKernel, KernelMethod> methods)
{
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
        new WorkPrinter(model, methods).Print(writer);
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

            foreach (Buffer buffer in buffers)
                writer.Write($"ref {StatementPrinter.TypeOf(buffer)} {buffer.Name} = {Address(buffer)};");
            for (int i = 0; i < program.Kernels.Count; i++)
            {
                KernelMethod method = methods[program.Kernels[i]];
                writer.Line();
                writer.Write("// " + program.Kernels[i].Summary);
                writer.Write(method.Call("TKernels", program.Kernels[i]));
                if (i < program.Kernels.Count - 1)
                    writer.Write($"worker.EndKernel({CodeWriter.Literal(i)});");
            }
        }
    }

    private bool NeedsSymbol(NetworkProgram program, IReadOnlyList<Buffer> buffers, string symbol) =>
        program.Kernels.Select(kernel => methods[kernel]).Any(method => method.Symbols.Contains(symbol))
        || buffers.Where(buffer => buffer.Place == BufferPlace.Arena).SelectMany(model.Arena.OffsetOf).Any(size => size.FreeSymbols.Contains(symbol));
}
