using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>What is loaded into registers: what is read twice, in any case, and not written in between.</summary>
public class LoadReuseTests
{
    private static readonly Axis row = new("row", 4);
    private static readonly Buffer x = Memory("x"), y = Memory("y");
    private static readonly Load load = new(x, row);

    [Fact]
    public void What_one_statement_reads_twice_is_loaded_once()
    {
        IReadOnlyList<Statement> shared = LoadReuse.Run([new Store(y, row, Square(load))]);
        var declared = Assert.IsType<Declare>(shared[0]);
        Assert.Equal(load, declared.Value);
        Assert.Equal(new Store(y, row, Square(new Read(declared.Register))), shared[1]);
    }

    [Fact]
    public void What_two_statements_read_is_loaded_before_the_first()
    {
        IReadOnlyList<Statement> shared = LoadReuse.Run([new Store(y, row, load), new Store(y, (Index)row + 4, load)]);
        Assert.Equal([typeof(Declare), typeof(Store), typeof(Store)], shared.Select(statement => statement.GetType()));
    }

    [Fact]
    public void What_is_read_once_stays_where_it_is()
    {
        Statement[] body = [new Store(y, row, new Binary(BinaryFunction.Add, load, new Load(x, (Index)row + 1)))];
        Assert.Equal(body, LoadReuse.Run(body));
    }

    [Fact]
    public void What_is_written_in_between_is_read_again()
    {
        Statement[] body = [new Store(x, row, Square(load)), new Store(y, row, load)];
        Assert.Equal(body, LoadReuse.Run(body));
    }

    [Fact]
    public void What_lies_behind_a_condition_may_not_be_there()
    {
        Statement[] body = [new Store(y, row, new Guard(new([new InRange((Index)row + -1, 4)]), Square(load), new Number(0)))];
        Assert.Equal(body, LoadReuse.Run(body));
    }

    private static Binary Square(Expression value) => new(BinaryFunction.Multiply, value, value);

    private static Buffer Memory(string name) => new(name, BufferPlace.Arena, ElementType.Float32, new Shape(8), new([1]), -1);
}
