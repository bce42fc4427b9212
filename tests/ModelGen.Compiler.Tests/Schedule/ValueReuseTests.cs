using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Tests.Schedule;

/// <summary>What is held in registers: what is read or computed twice, in any case, and not changed in between.</summary>
public class ValueReuseTests
{
    private static readonly Axis row = new("row", 4);
    private static readonly Buffer x = Memory("x"), y = Memory("y");
    private static readonly Load load = new(x, row);

    [Fact]
    public void What_one_statement_reads_twice_is_loaded_once()
    {
        IReadOnlyList<Statement> shared = ValueReuse.Run([new Store(y, row, Square(load))]);
        var declared = Assert.IsType<Declare>(shared[0]);
        Assert.Equal(load, declared.Value);
        Assert.Equal(new Store(y, row, Square(new Read(declared.Register))), shared[1]);
    }

    [Fact]
    public void What_two_statements_read_is_loaded_before_the_first()
    {
        IReadOnlyList<Statement> shared = ValueReuse.Run([new Store(y, row, load), new Store(y, (Index)row + 4, load)]);
        Assert.Equal([typeof(Declare), typeof(Store), typeof(Store)], shared.Select(statement => statement.GetType()));
    }

    [Fact]
    public void What_is_read_once_stays_where_it_is()
    {
        Statement[] body = [new Store(y, row, new Binary(BinaryFunction.Add, load, new Load(x, (Index)row + 1)))];
        Assert.Equal(body, ValueReuse.Run(body));
    }

    [Fact]
    public void What_is_written_in_between_is_read_again()
    {
        Statement[] body = [new Store(x, row, Square(load)), new Store(y, row, load)];
        Assert.Equal(body, ValueReuse.Run(body));
    }

    [Fact]
    public void What_lies_behind_a_condition_may_not_be_there()
    {
        Statement[] body = [new Store(y, row, new Guard(new([new InRange((Index)row + -1, 4)]), Square(load), new Number(0)))];
        Assert.Equal(body, ValueReuse.Run(body));
    }

    [Fact]
    public void What_two_statements_compute_is_computed_before_the_first()
    {
        var product = new Binary(BinaryFunction.Multiply, load, new Load(x, (Index)row + 1));
        IReadOnlyList<Statement> shared = ValueReuse.Run([new Store(y, row, product), new Store(y, (Index)row + 4, new Unary(UnaryFunction.Exp, product))]);
        var declared = Assert.IsType<Declare>(shared[0]);
        Assert.Equal(product, declared.Value);
        Assert.Equal([declared, new Store(y, row, new Read(declared.Register)), new Store(y, (Index)row + 4, new Unary(UnaryFunction.Exp, new Read(declared.Register)))], shared);
    }

    [Fact]
    public void What_is_needed_beside_what_it_is_a_part_of_is_held_too()
    {
        Binary square = Square(load);
        IReadOnlyList<Statement> shared = ValueReuse.Run([new Store(y, row, square), new Store(y, (Index)row + 4, square), new Store(y, (Index)row + 5, load)]);
        Register loaded = Assert.IsType<Declare>(shared[0]).Register, squared = Assert.IsType<Declare>(shared[1]).Register;
        Assert.Equal(
            [new Declare(loaded, load), new Declare(squared, Square(new Read(loaded))), new Store(y, row, new Read(squared)), new Store(y, (Index)row + 4, new Read(squared)), new Store(y, (Index)row + 5, new Read(loaded))],
            shared);
    }

    [Fact]
    public void What_is_computed_from_a_register_that_changes_is_computed_again()
    {
        var sum = new Register("sum", IsInteger: false, Lane: null);
        Binary square = Square(new Read(sum));
        Statement[] body = [new Store(y, row, square), new Assign(sum, square), new Store(y, (Index)row + 4, square)];
        Assert.Equal(body, ValueReuse.Run(body));
    }

    [Fact]
    public void A_condition_is_one_value_with_what_lies_behind_it()
    {
        var guard = new Guard(new([new InRange((Index)row + -1, 4)]), Square(load), new Number(0));
        IReadOnlyList<Statement> shared = ValueReuse.Run([new Store(y, row, guard), new Store(y, (Index)row + 4, guard)]);
        Assert.Equal(guard, Assert.IsType<Declare>(shared[0]).Value);
        Assert.Equal([typeof(Declare), typeof(Store), typeof(Store)], shared.Select(statement => statement.GetType()));
    }

    [Fact]
    public void A_number_and_the_vector_of_it_are_two_values()
    {
        var lane = new Axis("lane", 4);
        var only = new Load(x, Index.Zero);
        var number = new Register("number", IsInteger: false, Lane: null);
        var scope = new VectorScope(lane, [new Declare(number, Square(only)), new Store(y, lane, Square(only))]);
        Declare[] declared = [.. Assert.IsType<VectorScope>(Assert.Single(ValueReuse.Run([scope]))).Body.OfType<Declare>()];
        Assert.Equal([null, null, lane], declared.Select(declare => declare.Register.Lane));
    }

    [Fact]
    public void No_name_hides_one_of_a_body_around_it()
    {
        var inner = new Axis("inner", 4);
        Load moved = new(x, (Index)row + inner);
        IReadOnlyList<Statement> shared = ValueReuse.Run([new Store(y, row, Square(load)), Loop.Over(inner, [new Store(y, (Index)row + inner, Square(moved))]), new Store(y, row, Square(new Load(x, (Index)row + 5)))]);
        string[] around = [.. shared.OfType<Declare>().Select(declare => declare.Register.Name)];
        string inside = shared.OfType<Loop>().Single().Segments[0].Body.OfType<Declare>().Single().Register.Name;
        Assert.Equal(3, around.Append(inside).Distinct().Count());
    }

    private static Binary Square(Expression value) => new(BinaryFunction.Multiply, value, value);

    private static Buffer Memory(string name) => new(name, BufferPlace.Arena, ElementType.Float32, new Shape(8), new([1]), -1);
}
