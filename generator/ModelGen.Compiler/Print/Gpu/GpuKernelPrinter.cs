using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Print.Cpu;

namespace ModelGen.Compiler.Print.Gpu;

/// <summary>A GPU kernel as it is launched: its method's name and parameters.</summary>
/// <param name="Kernel">The kernel.</param>
/// <param name="Name">The method's name.</param>
/// <param name="Parameters">Its parameters: random numbers' key, buffers, sizes, and where the groups of each but the last of several kernels end.</param>
/// <param name="Symbols">The sizes that vary at run time and that it is handed.</param>
/// <param name="Body">What it does, as text.</param>
public sealed record GpuKernelMethod(GroupKernel Kernel, string Name, string Parameters, IReadOnlyList<string> Symbols, string Body)
{
    /// <summary>The index, among the spec's values, of a call that it serves; −1 where it serves none.</summary>
    public int Call { get; init; } = -1;
}

/// <summary>Prints kernels as ILGPU's C#: static methods over array views, explicitly grouped, every size that is known a literal.</summary>
internal static class GpuKernelPrinter
{
    private static readonly string[] GridAxes = ["Grid.IdxX", "Grid.IdxY", "Grid.IdxZ"];

    /// <summary>The method of a kernel.</summary>
    /// <param name="kernel">The kernel.</param>
    /// <param name="symbols">All sizes of the network that vary; it is handed those that it uses.</param>
    public static GpuKernelMethod Of(GroupKernel kernel, IReadOnlyList<string> symbols)
    {
        var writer = new CodeWriter();
        var names = new GpuNames();
        names.Keep(["random", .. symbols]);
        string[] buffers = kernel.Buffers.Select(buffer => $"ArrayView<{StatementPrinter.TypeOf(buffer)}> {names.Of(buffer, Identifiers.Safe(buffer.Name))}").ToArray();
        for (int axis = 0; axis < kernel.Group.Count; axis++)
            writer.Write($"int {names.Of(kernel.Group[axis], kernel.Group[axis].Name)} = {GridAxes[axis]};");
        writer.Write($"int {names.Of(kernel.Thread, kernel.Thread.Name)} = Group.IdxX;");
        foreach (Buffer shared in kernel.Shared)
            writer.Write($"ArrayView<{StatementPrinter.TypeOf(shared)}> {names.Of(shared, shared.Name)} = SharedMemory.Allocate<{StatementPrinter.TypeOf(shared)}>({CodeWriter.Literal(shared.Shape.Elements.Constant)});");
        string[] ends = kernel.Parts.Take(kernel.Parts.Count - 1).Select(part => names.Of(part.End, part.End.Name)).ToArray();
        var expressions = new GpuExpressionPrinter(names);
        new GpuStatementPrinter(writer, names, expressions).Print(kernel.Body);
        string[] used = symbols.Where(expressions.Symbols.Contains).ToArray();
        IEnumerable<string> parameters = (kernel.Draws ? ["ArrayView<int> random"] : Array.Empty<string>())
            .Concat(buffers)
            .Concat(used.Select(symbol => "int " + Identifiers.Safe(symbol)))
            .Concat(ends.Select(end => "int " + end));
        return new GpuKernelMethod(kernel, kernel.Name, string.Join(", ", parameters), used, writer.Take().TrimEnd('\n'));
    }

    /// <summary>Writes a method.</summary>
    public static void Print(CodeWriter writer, GpuKernelMethod method)
    {
        writer.Summary(method.Kernel.Summary);
        writer.Write("[GpuKernel]");
        using (writer.Block($"public static void {method.Name}({method.Parameters})"))
            writer.Write(method.Body);
    }
}
