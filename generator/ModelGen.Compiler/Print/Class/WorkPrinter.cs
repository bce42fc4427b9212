using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Print.Cpu;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Print.Class;

/// <summary>Prints what each kernel of the programs computes and moves, for a profile.</summary>
internal sealed class WorkPrinter(NetworkModel model, Func<FusedKernel, KernelMethod> methodOf)
{
    /// <summary>Prints the choice of a program and a method for each.</summary>
    public void Print(CodeWriter writer)
    {
        writer.Write("/// <inheritdoc/>");
        writer.Write("protected override ProgramKernels KernelsOf(int program, global::System.ReadOnlySpan<int> sizes) => program switch\n{");
        for (int i = 0; i < model.Programs.Count; i++)
            writer.Write($"    {(i == model.Programs.Count - 1 ? "_" : model.Programs[i].Name + "Program")} => {model.Programs[i].Name}Kernels(sizes),");
        writer.Write("};");
        foreach (NetworkProgram program in model.Programs)
        {
            writer.Line();
            PrintProgram(writer, program);
        }
    }

    private void PrintProgram(CodeWriter writer, NetworkProgram program)
    {
        using (writer.Block($"private static ProgramKernels {program.Name}Kernels(global::System.ReadOnlySpan<int> sizes)"))
        {
            for (int symbol = 0; symbol < model.Symbols.Count; symbol++)
            {
                if (program.Kernels.Any(kernel => Mentions(kernel, model.Symbols[symbol])))
                    writer.Write($"int {Identifiers.Safe(model.Symbols[symbol])} = sizes[{symbol}];");
            }

            writer.Write($"return new({CodeWriter.Literal(program.Name)},\n[");
            for (int i = 0; i < program.Kernels.Count; i++)
            {
                FusedKernel kernel = program.Kernels[i];
                writer.Write($"    new({CodeWriter.Literal(methodOf(kernel).Name)}, operations: {SizeText.Sum(kernel.Work)}, bytes: {SizeText.Sum(kernel.Traffic)}),");
            }

            writer.Write("]);");
        }
    }

    private static bool Mentions(FusedKernel kernel, string symbol) =>
        kernel.Work.Concat(kernel.Traffic).Any(size => size.Factor != 0 && size.FreeSymbols.Contains(symbol));
}
