using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Cpu;

/// <summary>Prints a kernel's statements as C#.</summary>
internal sealed class StatementPrinter(CodeWriter writer)
{
    private readonly IndexPrinter _indices = new(writer);
    private readonly ExpressionPrinter _expressions = new(writer);

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
                using (writer.Block($"if ({IndexPrinter.Text(choice.Size)} >= {CodeWriter.Literal(choice.Least)})"))
                    Print(choice.Body, lane);
                using (writer.Block("else"))
                    Print(choice.Otherwise, lane);
                break;
            case Store store:
                PrintStore(store, lane);
                break;
            default:
                writer.Begin();
                PrintSimple(statement, lane);
                writer.Add(";").Line();
                break;
        }
    }

    // What takes one line.
    private void PrintSimple(Statement statement, Axis? lane)
    {
        switch (statement)
        {
            case LetIndex let:
                writer.Add("nint ").Add(Identifiers.Safe(let.Axis.Name)).Add(" = ");
                _indices.Print(let.Value);
                break;
            case Anchor anchor:
                writer.Add("ref ").Add(TypeOf(anchor.Buffer)).Add(" ").Add(anchor.Place.Name).Add(" = ref ");
                _indices.Place(anchor.Buffer, anchor.Offset);
                break;
            case TakeScratch { Buffer: var scratch }:
                writer.Add("ref ").Add(TypeOf(scratch)).Add(" ").Add(scratch.Name).Add(" = ref worker.Scratch(");
                _indices.Print(scratch.Shape.Elements);
                writer.Add(")");
                break;
            case Declare declare:
                writer.Add(TypeOf(declare.Register)).Add(" ").Add(declare.Register.Name).Add(" = ");
                _expressions.Value(declare.Value, declare.Register.Lane);
                break;
            case Assign assign:
                writer.Add(assign.Register.Name);
                _expressions.Assigned(assign.Register, assign.Value);
                break;
            case Draw draw:
                IEnumerable<string> words = draw.Words.Select(word => $"out {TypeOf(word)} {word.Name}").Concat(Enumerable.Repeat("out _", 4 - draw.Words.Count));
                writer.Add("VectorMath.RandomWords(");
                _expressions.Counter(draw.First, lane);
                writer.Add(", ").Add(string.Join(", ", words)).Add(")");
                break;
            case Transpose tile:
                writer.Add("VectorMath.Transpose(ref ");
                _indices.Place(tile.SourceBuffer, tile.Source);
                writer.Add(", ").Add(IndexPrinter.Text(tile.SourceStride)).Add(", ref ");
                _indices.Place(tile.TargetBuffer, tile.Target);
                writer.Add(", ").Add(IndexPrinter.Text(tile.TargetStride)).Add(", ").Add(tile.Edge).Add(tile.WritesLinesForAll ? ", isShared: worker.Count > 1)" : ")");
                break;
            default:
                throw new InvalidOperationException($"Unknown statement {statement}.");
        }
    }

    private void PrintLoop(Loop loop, Axis? lane, bool alone)
    {
        string axis = Identifiers.Safe(loop.Axis.Name), end = Print(loop.End), declared = $"nint {axis} = {Print(loop.Begin)}";
        // Where a part of a batch ends takes a division, which no turn should repeat.
        if (loop.End is PartBound)
        {
            declared += $", {loop.Axis.Name}End = {end}";
            end = loop.Axis.Name + "End";
        }

        if (loop.Segments.Count == 1)
        {
            using (writer.Block($"for ({declared}; {axis} < {end}; {Advance(axis, loop.Segments[0])})"))
                Print(loop.Segments[0].Body, lane);
            return;
        }

        IDisposable? scope = alone ? null : writer.Block();
        writer.Write(declared + ";");
        for (int i = 0; i < loop.Segments.Count; i++)
        {
            bool last = i == loop.Segments.Count - 1;
            string condition = last ? $"{axis} < {end}" : $"{axis} + {CodeWriter.Literal(loop.Segments[i].Step)} <= {end}";
            using (writer.Block($"for (; {condition}; {Advance(axis, loop.Segments[i])})"))
                Print(loop.Segments[i].Body, lane);
        }

        scope?.Dispose();
    }

    private static string Advance(string axis, LoopSegment segment) => segment.Step == 1 ? axis + "++" : $"{axis} += {CodeWriter.Literal(segment.Step)}";

    private void PrintStore(Store store, Axis? lane)
    {
        bool bytes = store.Buffer.Type == ElementType.UInt8;
        if (lane is null || !store.Offset.DependsOn(lane))
        {
            writer.Begin();
            _indices.Place(store.Buffer, store.Offset);
            writer.Add(bytes ? " = (byte)" : " = ");
            if (bytes)
                _expressions.Operand(store.Value, null);
            else
                _expressions.Value(store.Value, null);
            writer.Add(";").Line();
            return;
        }

        Index first = store.Offset.Substitute(axis => axis == lane ? Index.Zero : null);
        Size stride = store.Offset.CoefficientOf(lane);
        if (stride.IsOne)
        {
            // Not as an extension of the vector: the C# compiler would look through every namespace for it.
            writer.Begin().Add(bytes ? "VectorMath.Narrow(" : VectorType.Of(lane.Extent.Constant).Class + ".StoreUnsafe(");
            _expressions.Value(store.Value, lane);
            writer.Add(bytes ? ", ref " : ", ");
            if (bytes)
                _indices.Place(store.Buffer, first);
            else
                _indices.VectorPlace(store.Buffer, first);
            writer.Add(");").Line();
            return;
        }

        // Neighbours lie apart: one by one.
        using (writer.Block())
        {
            writer.Begin().Add(VectorType.Of(lane.Extent.Constant).Of(store.Value.IsInteger)).Add(" spread = ");
            _expressions.Value(store.Value, lane);
            writer.Add(";").Line();
            using (writer.Block($"for (int lane = 0; lane < {CodeWriter.Literal(lane.Extent.Constant)}; lane++)"))
            {
                writer.Begin().Add("Unsafe.Add(ref ").Add(store.Buffer.Name).Add(", ");
                _indices.Print(first);
                writer.Add(" + lane * ").Add(IndexPrinter.Text(stride)).Add(bytes ? ") = (byte)spread[lane];" : ") = spread[lane];").Line();
            }
        }
    }

    private static string Print(Bound bound) => bound switch
    {
        ShareBound { IsBegin: true } => "begin",
        ShareBound => "end",
        SizeBound size => IndexPrinter.Text(size.Place),
        PartBound part => $"{(part.IsBegin ? part.Part.Name : $"({part.Part.Name} + 1)")} * {IndexPrinter.Text(part.Extent)} / {IndexPrinter.Text(part.Part.Extent)}",
        _ => throw new InvalidOperationException($"Unknown bound {bound}."),
    };

    private static string TypeOf(Register register) =>
        register.Lane is { } lane ? VectorType.Of(lane.Extent.Constant).Of(register.IsInteger) : register.IsInteger ? "int" : "float";

    /// <summary>The C# type of a buffer's elements.</summary>
    public static string TypeOf(Buffer buffer) => buffer.Type switch
    {
        ElementType.Float32 => "float",
        ElementType.Int32 => "int",
        ElementType.UInt8 => "byte",
        _ => throw new InvalidOperationException($"Unknown type {buffer.Type}."),
    };
}
