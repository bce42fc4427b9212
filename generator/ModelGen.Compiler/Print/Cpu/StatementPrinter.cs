using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Cpu;

/// <summary>Prints a kernel's statements as C#.</summary>
internal sealed class StatementPrinter(CodeWriter writer)
{
    /// <summary>Prints a list of statements.</summary>
    public void Print(IReadOnlyList<Statement> statements, Axis? lane)
    {
        foreach (Statement statement in statements)
            Print(statement, lane, statements.Count == 1);
    }

    private void Print(Statement statement, Axis? lane, bool alone)
    {
        switch (statement)
        {
            case Loop loop:
                PrintLoop(loop, lane, alone);
                break;
            case VectorScope scope when alone:
                Print(scope.Body, scope.Lane);
                break;
            case VectorScope scope:
                using (writer.Block())
                    Print(scope.Body, scope.Lane);
                break;
            case LetIndex let:
                writer.Write($"nint {Identifiers.Safe(let.Axis.Name)} = {ExpressionPrinter.Print(let.Value)};");
                break;
            case Anchor anchor:
                writer.Write($"ref {TypeOf(anchor.Buffer)} {anchor.Place.Name} = ref {ExpressionPrinter.Place(anchor.Buffer, anchor.Offset)};");
                break;
            case TakeScratch { Buffer: var scratch }:
                writer.Write($"ref {TypeOf(scratch)} {scratch.Name} = ref worker.Scratch({ExpressionPrinter.Print(scratch.Shape.Elements)});");
                break;
            case Declare declare:
                writer.Write($"{TypeOf(declare.Register)} {declare.Register.Name} = {ExpressionPrinter.Value(declare.Value, declare.Register.Lane)};");
                break;
            case Draw draw:
                IEnumerable<string> words = draw.Words.Select(word => $"out {TypeOf(word)} {word.Name}").Concat(Enumerable.Repeat("out _", 4 - draw.Words.Count));
                writer.Write($"VectorMath.RandomWords({ExpressionPrinter.Counter(draw.First, lane)}, {string.Join(", ", words)});");
                break;
            case Assign assign:
                writer.Write($"{assign.Register.Name} = {ExpressionPrinter.Value(assign.Value, assign.Register.Lane)};");
                break;
            case Transpose tile:
                string source = $"ref {ExpressionPrinter.Place(tile.SourceBuffer, tile.Source)}, {ExpressionPrinter.Print(tile.SourceStride)}";
                string target = $"ref {ExpressionPrinter.Place(tile.TargetBuffer, tile.Target)}, {ExpressionPrinter.Print(tile.TargetStride)}";
                writer.Write($"VectorMath.Transpose({source}, {target}, {tile.Edge});");
                break;
            case WhenNonZero nonZero:
                using (writer.Block($"if ({nonZero.Register.Name} != 0)"))
                    Print(nonZero.Body, lane);
                break;
            case WhenInShare inShare:
                string item = Identifiers.Safe(inShare.Item.Name);
                using (writer.Block($"if ({item} >= begin && {item} < end)"))
                    Print(inShare.Body, lane);
                break;
            case WhenAtLeast choice:
                using (writer.Block($"if ({ExpressionPrinter.Print(choice.Size)} >= {CodeWriter.Literal(choice.Least)})"))
                    Print(choice.Body, lane);
                using (writer.Block("else"))
                    Print(choice.Otherwise, lane);
                break;
            case Store store:
                PrintStore(store, lane);
                break;
            default:
                throw new InvalidOperationException($"Unknown statement {statement}.");
        }
    }

    private void PrintLoop(Loop loop, Axis? lane, bool alone)
    {
        string axis = Identifiers.Safe(loop.Axis.Name), begin = Print(loop.Begin), end = Print(loop.End);
        if (loop.Segments.Count == 1)
        {
            long step = loop.Segments[0].Step;
            string advance = step == 1 ? axis + "++" : $"{axis} += {CodeWriter.Literal(step)}";
            using (writer.Block($"for (nint {axis} = {begin}; {axis} < {end}; {advance})"))
                Print(loop.Segments[0].Body, lane);
            return;
        }

        IDisposable? scope = alone ? null : writer.Block();
        writer.Write($"nint {axis} = {begin};");
        for (int i = 0; i < loop.Segments.Count; i++)
        {
            string step = CodeWriter.Literal(loop.Segments[i].Step);
            bool last = i == loop.Segments.Count - 1;
            string condition = last ? $"{axis} < {end}" : $"{axis} + {step} <= {end}";
            using (writer.Block($"for (; {condition}; {(step == "1" ? axis + "++" : $"{axis} += {step}")})"))
                Print(loop.Segments[i].Body, lane);
        }

        scope?.Dispose();
    }

    private void PrintStore(Store store, Axis? lane)
    {
        bool bytes = store.Buffer.Type == ElementType.UInt8;
        if (lane is null || !store.Offset.DependsOn(lane))
        {
            string value = ExpressionPrinter.Value(store.Value, null);
            writer.Write($"{ExpressionPrinter.Place(store.Buffer, store.Offset)} = {(bytes ? $"(byte){value}" : value)};");
            return;
        }

        string vector = ExpressionPrinter.Value(store.Value, lane);
        Index first = store.Offset.Substitute(axis => axis == lane ? Index.Zero : null);
        string place = ExpressionPrinter.Place(store.Buffer, first);
        if (store.Offset.CoefficientOf(lane).IsOne)
        {
            writer.Write(bytes ? $"VectorMath.Narrow({vector}, ref {place});" : $"{vector}.StoreUnsafe(ref {place});");
            return;
        }

        // Neighbours lie apart: one by one.
        string stride = ExpressionPrinter.Print(store.Offset.CoefficientOf(lane));
        using (writer.Block())
        {
            writer.Write($"{new VectorType(lane.Extent.Constant).Of(store.Value.IsInteger)} spread = {vector};");
            using (writer.Block($"for (int lane = 0; lane < {CodeWriter.Literal(lane.Extent.Constant)}; lane++)"))
                writer.Write($"Unsafe.Add(ref {store.Buffer.Name}, {ExpressionPrinter.Print(first)} + lane * {stride}) = {(bytes ? "(byte)" : "")}spread[lane];");
        }
    }

    private static string Print(Bound bound) => bound switch
    {
        ShareBound { IsBegin: true } => "begin",
        ShareBound => "end",
        SizeBound size => ExpressionPrinter.Print(size.Place),
        PartBound part => $"{(part.IsBegin ? part.Part.Name : $"({part.Part.Name} + 1)")} * {ExpressionPrinter.Print(part.Extent)} / {ExpressionPrinter.Print(part.Part.Extent)}",
        _ => throw new InvalidOperationException($"Unknown bound {bound}."),
    };

    private static string TypeOf(Register register) =>
        register.Lane is { } lane ? new VectorType(lane.Extent.Constant).Of(register.IsInteger) : register.IsInteger ? "int" : "float";

    /// <summary>The C# type of a buffer's elements.</summary>
    public static string TypeOf(Buffer buffer) => buffer.Type switch
    {
        ElementType.Float32 => "float",
        ElementType.Int32 => "int",
        ElementType.UInt8 => "byte",
        _ => throw new InvalidOperationException($"Unknown type {buffer.Type}."),
    };
}
