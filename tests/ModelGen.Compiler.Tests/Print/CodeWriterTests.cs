using ModelGen.Compiler.Print;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Tests.Print;

public class CodeWriterTests
{
    [Fact]
    public void What_another_writer_has_indented_is_pasted_as_it_is()
    {
        string body = new CodeWriter(depth: 1).Write("x = 1;").Take();
        CodeWriter writer = new();
        using (writer.Block("void M()"))
            writer.Paste(body).Write("y = 2;");
        Assert.Equal("void M()\n{\n    x = 1;\n    y = 2;\n}\n", writer.Take());
    }

    [Fact]
    public void What_is_pasted_stays_a_piece_of_its_own_and_is_not_copied()
    {
        string body = new CodeWriter(depth: 1).Write("x = 1;").Take();
        CodeWriter writer = new();
        using (writer.Block("void M()"))
            writer.Paste(body);
        EquatableArray<string> pieces = writer.TakePieces();
        Assert.Equal(["void M()\n{\n", body, "}\n"], pieces);
        Assert.Same(body, pieces[1]);
        Assert.Equal("", writer.Take());
    }

    [Fact]
    public void A_line_in_pieces_is_the_line_in_one()
    {
        string pieces = new CodeWriter(depth: 2).Begin().Add("a[").Add(7).Add(" + ").Add(-12).Add("]").Line().Line().Take();
        Assert.Equal(new CodeWriter(depth: 2).Write("a[7 + -12]\n").Take(), pieces);
    }

    [Fact]
    public void A_text_outgrows_its_memory_and_the_next_one_takes_nothing_from_it()
    {
        string line = new('z', 999);
        CodeWriter first = new();
        for (int i = 0; i < 50; i++)
            first.Write(line);
        Assert.Equal(string.Concat(Enumerable.Repeat(line + "\n", 50)), first.Take());
        Assert.Equal("", first.Take());
        Assert.Equal("a\n", new CodeWriter().Write("a").Take());
        // Two at the same time never share memory.
        CodeWriter left = new(), right = new();
        left.Write("left");
        right.Write("right");
        Assert.Equal(("left\n", "right\n"), (left.Take(), right.Take()));
    }
}
