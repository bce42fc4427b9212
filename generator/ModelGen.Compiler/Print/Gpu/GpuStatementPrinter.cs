using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Print.Cpu;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Gpu;

/// <summary>Prints what a thread of a GPU does as C#.</summary>
internal sealed class GpuStatementPrinter(CodeWriter writer, GpuNames names, GpuExpressionPrinter expressions)
{
    /// <summary>Prints a list of statements.</summary>
    public void Print(IReadOnlyList<Statement> statements)
    {
        foreach (Statement statement in statements)
            Print(statement);
    }

    private void Print(Statement statement)
    {
        switch (statement)
        {
            case Loop { Segments: [var segment] } loop:
                PrintLoop(loop, segment);
                break;
            case WhenInRange inside:
                using (writer.Block($"if ({expressions.Conditions(inside.Conditions)})"))
                    Print(inside.Body);
                break;
            case LetIndex let:
                writer.Write($"int {names.Of(let.Axis, let.Axis.Name)} = {expressions.Print(let.Value)};");
                break;
            case Declare declare:
                writer.Write($"{(declare.Register.IsInteger ? "int" : "float")} {NameOf(declare.Register)} = {expressions.Value(declare.Value)};");
                break;
            case Assign assign:
                writer.Write($"{NameOf(assign.Register)} = {expressions.Value(assign.Value)};");
                break;
            case Draw draw:
                writer.Write($"GpuRandom.Words({expressions.Counter(draw.First)}, {string.Join(", ", draw.Words.Select(word => "out int " + NameOf(word)))});");
                break;
            case Store store:
                string value = store.Buffer.Type == ElementType.UInt8 ? "(byte)" + expressions.Operand(store.Value) : expressions.Value(store.Value);
                writer.Write($"{expressions.Place(store.Buffer, store.Offset)} = {value};");
                break;
            case ByGroup joined:
                PrintJoined(joined);
                break;
            case Anchor anchor:
                writer.Write($"ArrayView<{StatementPrinter.TypeOf(anchor.Buffer)}> {names.Of(anchor.Place, anchor.Place.Name)} = {names.Of(anchor.Buffer, anchor.Buffer.Name)}.SubView({expressions.Print(anchor.Offset)}, {expressions.Print(anchor.Place.Shape.Elements)});");
                break;
            case GroupBarrier:
                writer.Write("MemoryFence.GroupLevel();\nGroup.Barrier();");
                break;
            default:
                throw new InvalidOperationException($"A GPU's threads know no {statement}.");
        }
    }

    private string NameOf(Register register) => names.Of(register, register.Name);

    private void PrintLoop(Loop loop, LoopSegment segment)
    {
        string axis = names.Of(loop.Axis, loop.Axis.Name);
        string advance = segment.Step == 1 ? axis + "++" : $"{axis} += {CodeWriter.Literal(segment.Step)}";
        using (writer.Block($"for (int {axis} = {Print(loop.Begin)}; {axis} < {Print(loop.End)}; {advance})"))
            Print(segment.Body);
    }

    private void PrintJoined(ByGroup joined)
    {
        for (int part = 0; part < joined.Bodies.Count; part++)
        {
            bool last = part == joined.Bodies.Count - 1;
            string condition = last ? "" : $"if ({names.Of(joined.Group, joined.Group.Name)} < {names.Of(joined.Bodies[part].End, joined.Bodies[part].End.Name)})";
            using (writer.Block(part == 0 ? condition : last ? "else" : "else " + condition))
                Print(joined.Bodies[part].Body);
        }
    }

    private string Print(Bound bound) => bound switch
    {
        SizeBound size => expressions.Print(size.Place),
        IndexBound index => expressions.Print(index.Place),
        _ => throw new InvalidOperationException($"A GPU's threads know no {bound}."),
    };
}
