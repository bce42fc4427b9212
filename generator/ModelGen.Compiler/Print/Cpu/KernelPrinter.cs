using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Print.Class;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Cpu;

/// <summary>A kernel as it is called: its method's name and parameters.</summary>
/// <param name="Kernel">What it computes.</param>
/// <param name="Name">The method's name.</param>
/// <param name="Text">What it does for a target, as text.</param>
internal sealed record KernelMethod(FusedKernel Kernel, string Name, KernelText Text)
{
    /// <summary>The target whose method of this name has the same body, so that it is called instead; null where this one has its own.</summary>
    public Target? SameAs { get; init; }

    /// <summary>The names of other kernels that it serves, which differ in their buffers alone.</summary>
    public IReadOnlyList<string> AlsoServes { get; init; } = [];

    /// <summary>Its parameter list.</summary>
    public string Parameters => string.Join(
        ", ",
        new[] { "Worker worker" }
            .Concat(Kernel.Draws ? ["RandomKey random"] : [])
            .Concat(Kernel.Buffers.Select(buffer => $"ref {StatementPrinter.TypeOf(buffer)} {buffer.Name}"))
            .Concat(Text.Symbols.Select(symbol => "nint " + Identifiers.Safe(symbol))));

    /// <summary>A call of it with the buffers of a kernel that it serves, for a share of its items.</summary>
    public string Call(string kernels, FusedKernel served) => $"{kernels}.{Name}({string.Join(", ", Arguments("memory.Random", served.Buffers))});";

    /// <summary>A call of it from the method of the same kernel in another struct.</summary>
    public string Forward(string kernels) => $"{kernels}.{Name}({string.Join(", ", Arguments("random", Kernel.Buffers))});";

    private IEnumerable<string> Arguments(string random, IReadOnlyList<Buffer> buffers) =>
        new[] { "worker" }.Concat(Kernel.Draws ? [random] : []).Concat(buffers.Select(buffer => $"ref {buffer.Name}")).Concat(Text.Symbols.Select(Identifiers.Safe));
}

/// <summary>Prints the kernels for one vector width.</summary>
internal static class KernelPrinter
{
    /// <summary>How many blocks a kernel's body lies in: its method, its target's struct, and what its class's members do.</summary>
    public static int BodyDepth(ClassSpec spec) => ClassFrame.Depth(spec) + 2;

    /// <summary>The struct that holds the kernels of a target.</summary>
    /// <param name="writer">Where it goes.</param>
    /// <param name="target">The target.</param>
    /// <param name="methods">The kernels.</param>
    public static void Print(CodeWriter writer, Target target, IReadOnlyList<KernelMethod> methods)
    {
        writer.Summary($"The kernels for {target.Lanes * 32}-bit vectors in {target.Registers} registers.");
        using (writer.Block($"private readonly struct {StructName(target)} : IKernels"))
        {
            for (int i = 0; i < methods.Count; i++)
            {
                if (i > 0)
                    writer.Line();
                PrintMethod(writer, methods[i]);
            }
        }
    }

    private static void PrintMethod(CodeWriter writer, KernelMethod method)
    {
        string header = $"public static void {method.Name}({method.Parameters})";
        if (method.SameAs is { } other)
        {
            writer.Summary(method.Kernel.Summary);
            writer.Write("[MethodImpl(MethodImplOptions.AggressiveInlining)]");
            writer.Write($"{header} => {method.Forward(StructName(other))}");
            return;
        }

        if (method.Text.Schedule.Count > 0)
            writer.Write(string.Join("\n", method.Text.Schedule.Select(line => "// " + line)));
        writer.Summary(method.Kernel.Summary);
        string[] others = method.AlsoServes.Where(name => name != method.Kernel.Name).Distinct().ToArray();
        if (others.Length > 0)
            writer.Write($"/// <remarks>Serves {string.Join(", ", others)} too.</remarks>");
        writer.Write("[MethodImpl(MethodImplOptions.AggressiveOptimization)]");
        using (writer.Block(header))
            writer.Paste(method.Text.Body);
    }

    /// <summary>The name of a target's struct.</summary>
    public static string StructName(Target target) => target.Name + "Kernels";
}
