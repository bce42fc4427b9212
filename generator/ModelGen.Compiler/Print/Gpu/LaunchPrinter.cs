using ModelGen.Compiler.Gpu;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Print.Class;
using ModelGen.Compiler.Print.Cpu;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Gpu;

/// <summary>Prints the part of the class that says which kernels a GPU runs, over which memory, in which order.</summary>
internal sealed class LaunchPrinter(GpuModel model)
{
    private readonly NetworkModel _network = model.Model;

    /// <summary>The file.</summary>
    public EmittedFile Print() => ClassFrame.File(
        _network.Spec.Class,
        ".Gpu",
        [
            ("DeviceKernels", "the class of the kernels"),
            ("Launch", "lists the launches of a program"),
            .. model.Programs.Select(program => ($"Launch{program.Program.Name}", $"the {program.Launches.Count} launches of this program, and the memory that they use")),
        ],
        ["ModelGen.Runtime"],
        isNullable: false,
        ("", ""),
        PrintMembers);

    private void PrintMembers(CodeWriter writer)
    {
        writer.Write("/// <inheritdoc/>");
        writer.Write($"protected override string DeviceKernels => {CodeWriter.Literal(GpuModelPrinter.FullClassName(_network.Spec.Class))};");
        writer.Line();
        writer.Write("/// <inheritdoc/>");
        using (writer.Block("protected override void Launch(int program, LaunchList launches)"))
        {
            using (writer.Block("switch (program)"))
            {
                foreach (GpuProgram program in model.Programs)
                    writer.Write($"case {program.Program.Name}Program:\n    Launch{program.Program.Name}(launches);\n    break;");
            }
        }

        foreach (GpuProgram program in model.Programs)
        {
            writer.Line();
            PrintProgram(writer, program);
        }
    }

    private void PrintProgram(CodeWriter writer, GpuProgram program)
    {
        using (writer.Block($"private static void Launch{program.Program.Name}(LaunchList launches)"))
        {
            Buffer[] parts = program.Launches.SelectMany(launch => launch.Buffers).Distinct().ToArray();
            Buffer[] buffers = ProgramPrinter.WholeBuffers(parts).ToArray();
            for (int symbol = 0; symbol < _network.Symbols.Count; symbol++)
            {
                if (Sizes(program, buffers).Concat(LoopSizes(program, parts)).Any(size => size.Factor != 0 && size.FreeSymbols.Contains(_network.Symbols[symbol])))
                    writer.Write($"int {Identifiers.Safe(_network.Symbols[symbol])} = launches.Size({symbol});");
            }

            writer.Write($"launches.Begin({CodeWriter.Literal(program.Program.Name)}, arenaBytes: {SizeText.Sum(model.Arena.Regions)});");
            foreach (Buffer buffer in buffers)
                writer.Write($"DeviceBuffer {Identifiers.Safe(buffer.Name)} = {Place(buffer)};");
            foreach ((Buffer host, Buffer result) in Results(program))
                writer.Write($"launches.Result({SizeText.Sum(_network.Arena.OffsetOf(host))}, {Identifiers.Safe(Declared(result, buffers).Name)});");
            for (int i = 0; i < program.Launches.Count; i++)
            {
                writer.Line();
                if (program.Launches[i].Loop is { } loop)
                    i = PrintLoop(writer, program, loop, i);
                else
                    PrintLaunch(writer, program.Launches[i]);
            }
        }
    }

    // Returns the loop's last launch.
    private int PrintLoop(CodeWriter writer, GpuProgram program, ProgramLoop loop, int first)
    {
        string step = ProgramPrinter.StepName(_network.Symbols);
        GpuLaunch[] launches = program.Launches.Skip(first).TakeWhile(launch => launch.Loop == loop).ToArray();
        using (writer.Block(ProgramPrinter.LoopHead(loop, step)))
        {
            foreach (Buffer part in launches.SelectMany(launch => launch.Buffers).Where(buffer => buffer.Part is not null).Distinct())
                writer.Write($"DeviceBuffer {Identifiers.Safe(part.Name)} = {Identifiers.Safe(part.Part!.Whole.Name)}.From({step} * {SizeText.Long(part.Part.Stride)});");
            foreach (GpuLaunch launch in launches)
            {
                writer.Line();
                PrintLaunch(writer, launch);
            }
        }

        return first + launches.Length - 1;
    }

    private static void PrintLaunch(CodeWriter writer, GpuLaunch launch)
    {
        writer.Write("// " + launch.Summary.Replace("\n", "\n// "));
        writer.Write(Launch(launch));
    }

    // A result under another shape is where that of its own shape is.
    private static Buffer Declared(Buffer result, IReadOnlyList<Buffer> declared) => declared.Contains(result) ? result : result.Base;

    private static IEnumerable<Size> LoopSizes(GpuProgram program, IEnumerable<Buffer> parts) =>
        parts.Select(buffer => buffer.Part?.Stride).OfType<Size>().Concat(program.Program.Loops.Select(loop => loop.Steps));

    // Where the runtime, which knows the results by where they lie on the CPU, asks for them, and where they are. Of results that lie in one place there it asks for any.
    private IEnumerable<(Buffer Host, Buffer Device)> Results(GpuProgram program)
    {
        NetworkProgram host = _network.Programs.Single(host => host.Name == program.Program.Name), device = program.Program;
        Buffer[] Of(NetworkProgram program) => [.. program.Outputs, .. program.Loss is { } loss ? [loss] : Array.Empty<Buffer>()];
        return Of(host)
            .Zip(Of(device), (one, other) => (Host: one, Device: other))
            .GroupBy(result => SizeText.Sum(_network.Arena.OffsetOf(result.Host)), (_, results) => results.First());
    }

    private IEnumerable<Size> Sizes(GpuProgram program, IReadOnlyList<Buffer> buffers) => model.Arena.Regions
        .Concat(buffers.Select(buffer => buffer.Shape.Elements))
        .Concat(Results(program).SelectMany(result => _network.Arena.OffsetOf(result.Host)))
        .Concat(buffers.Where(buffer => buffer.Base.Place == BufferPlace.Arena).SelectMany(model.Arena.OffsetOf))
        .Concat(program.Launches.SelectMany(launch => launch.Method.Symbols).Select(Size.Of))
        .Concat(program.Launches.SelectMany(launch => launch.Work.Concat(launch.Traffic)))
        .Concat(program.Launches.SelectMany(launch => launch.Method.Kernel.Groups.Concat(launch.Method.Kernel.Parts.SelectMany(part => part.Groups))).Select(count => count.Positions));

    private string Place(Buffer buffer)
    {
        string elements = SizeText.Long(buffer.Shape.Elements);
        return buffer.Base.Place switch
        {
            BufferPlace.Input => $"launches.Input<{StatementPrinter.TypeOf(buffer)}>({buffer.Base.Slot}, {elements})",
            BufferPlace.Parameter => $"launches.Parameter({CodeWriter.Literal(_network.Parameters[buffer.Base.Slot].Offset)}, {elements})",
            BufferPlace.Gradient => $"launches.Gradient({CodeWriter.Literal(_network.Parameters[buffer.Base.Slot].Offset)}, {elements})",
            _ => $"launches.Activation<{StatementPrinter.TypeOf(buffer)}>({SizeText.Sum(model.Arena.OffsetOf(buffer))}, {elements})",
        };
    }

    private static string Launch(GpuLaunch launch)
    {
        GroupKernel kernel = launch.Method.Kernel;
        string[] ends = kernel.Parts.Select((_, part) => string.Join(" + ", kernel.Parts.Take(part + 1).Select(before => string.Join(" * ", before.Groups.Select(Groups))))).ToArray();
        string groups = ends.Length > 0 ? ends[ends.Length - 1] : string.Join(", ", kernel.Groups.Select(Groups));
        string buffers = string.Join(", ", launch.Buffers.Select(buffer => Identifiers.Safe(buffer.Name)));
        string sizes = string.Join(", ", launch.Method.Symbols.Select(Identifiers.Safe).Concat(ends.Take(ends.Length - 1).Select(end => $"(int)({end})")));
        return $"launches.Add({CodeWriter.Literal(launch.Method.Name)}, [{groups}], threads: {kernel.Threads}, [{buffers}], [{sizes}], operations: {SizeText.Sum(launch.Work)}, bytes: {SizeText.Sum(launch.Traffic)}{(kernel.Draws ? ", draws: true" : "")});";
    }

    private static string Groups(GroupCount count) =>
        count.PerGroup == 1 ? SizeText.Long(count.Positions) : $"LaunchList.Groups({SizeText.Long(count.Positions)}, {CodeWriter.Literal(count.PerGroup)})";
}
