using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Plan;

/// <summary>What the judge of overwritten buffers must notice, in kernels written by hand: y over x, both of 10 elements.</summary>
public class OverwriteJudgeTests
{
    private const int Count = 10;

    private static readonly Buffer X = Of("x"), Y = Of("y");

    private static readonly Axis Element = new("element", Count), Lane = new("lane", 4);

    [Fact]
    public void Element_by_element_is_safe() => Assert.Null(Judge(Steps(1, [Copy(Element, Element)])));

    [Fact]
    public void Vectors_and_single_elements_behind_them_are_safe() => Assert.Null(Judge(new Loop(Element, Bound.ShareBegin, Bound.ShareEnd,
    [
        new LoopSegment(4, [new VectorScope(Lane, [Copy((Index)Element + Lane, (Index)Element + Lane)])]),
        new LoopSegment(1, [Copy(Element, Element)]),
    ])));

    [Fact]
    public void A_last_vector_that_overlaps_the_one_before_it_reads_what_was_written()
    {
        Loop vectors = new(Element, Bound.At(0), Bound.At(8), [new LoopSegment(4, [new VectorScope(Lane, [Copy((Index)Element + Lane, (Index)Element + Lane)])])]);
        Assert.Contains("read after", Judge(vectors, new VectorScope(Lane, [Copy((Index)6 + Lane, (Index)6 + Lane)]))!, StringComparison.Ordinal);
    }

    [Fact]
    public void The_element_behind_is_gone() => Assert.Contains("read after", Judge(new Loop(Element, Bound.At(1), Bound.At(Count), [new LoopSegment(1, [Copy((Index)Element + -1, Element)])]))!, StringComparison.Ordinal);

    [Fact]
    public void The_element_ahead_may_belong_to_another_worker()
    {
        // In order and by one worker alone it would do.
        Statement ahead = Steps(1, [new Store(Y, Element, new Guard(new([new InRange((Index)Element + 1, Count)]), new Load(X, (Index)Element + 1), new Number(0)))]);
        Assert.Contains("read by another", Judge(ahead)!, StringComparison.Ordinal);
    }

    [Fact]
    public void A_vector_reads_all_its_lanes_first() => Assert.Null(Judge(new Loop(Element, Bound.At(0), Bound.At(8), [new LoopSegment(4, [new VectorScope(Lane, [Copy((Index)Element + Lane + 1, (Index)Element + Lane)])])])));

    [Fact]
    public void A_result_that_begins_elsewhere_meets_what_is_still_to_be_read() =>
        Assert.NotNull(OverwriteJudge.Complaint(KernelOf(Steps(1, [Copy(Element, Element)])), (X, 0), (Y, 4), new LoopMemory(_ => 1)));

    private static string? Judge(params Statement[] body) => OverwriteJudge.Complaint(KernelOf(body), (X, 0), (Y, 0), new LoopMemory(_ => 1));

    private static Kernel KernelOf(params Statement[] body) => new("Kernel", "", body.Any(statement => statement is Loop { Begin: ShareBound }) ? Count : 1, 1, [X, Y], body, false, new ScheduleNotes("", "", [], []));

    private static Loop Steps(long step, IReadOnlyList<Statement> body) => new(Element, Bound.ShareBegin, Bound.ShareEnd, [new LoopSegment(step, body)]);

    private static Store Copy(Index from, Index to) => new(Y, to, new Load(X, from));

    private static Buffer Of(string name) => new(name, BufferPlace.Arena, ElementType.Float32, new Shape(Count), new([1]), -1);
}
