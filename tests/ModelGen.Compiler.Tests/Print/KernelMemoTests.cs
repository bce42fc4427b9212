using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Print;
using ModelGen.Compiler.Print.Cpu;
using ModelGen.Compiler.Spec;
using ModelGen.Compiler.Tests.Harness;

namespace ModelGen.Compiler.Tests.Print;

public class KernelMemoTests
{
    [Fact]
    public void An_edit_gives_the_same_files_with_and_without_what_is_remembered()
    {
        var memo = new KernelMemo(int.MaxValue);
        Print(Network(units: 10), memo);
        Assert.Equal(Print(Network(units: 11), Forgetful), Print(Network(units: 11), memo));
        Assert.Equal(Print(Network(units: 10), Forgetful), Print(Network(units: 10), memo));
    }

    [Fact]
    public void What_an_edit_leaves_as_it_was_is_not_printed_again()
    {
        var memo = new KernelMemo(int.MaxValue);
        Print(Network(units: 10), memo);
        int first = memo.Count;
        Print(Network(units: 11), memo);
        // The last layer's own kernels are new; those of the layers before it are known.
        Assert.InRange(memo.Count - first, 1, first / 2);
    }

    [Fact]
    public void It_keeps_no_more_than_its_bound()
    {
        int all = Remembered(int.MaxValue);
        Assert.Equal(0, Remembered(0));
        Assert.InRange(Remembered(100_000), 1, all - 1);

        static int Remembered(int mostCharacters)
        {
            var memo = new KernelMemo(mostCharacters);
            Print(Network(units: 10), memo);
            return memo.Count;
        }
    }

    [Fact]
    public void How_a_kernel_was_scheduled_is_remembered_where_it_is_asked_for()
    {
        var memo = new KernelMemo(int.MaxValue);
        NetworkModel model = NetworkCompiler.Plan(Network(units: 10));
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        EquatableArray<EmittedFile> plain = NetworkPrinter.Print(model, new CompilerOptions(), memo, cancellation);
        EquatableArray<EmittedFile> told = NetworkPrinter.Print(model, new CompilerOptions(PrintsSchedules: true), memo, cancellation);
        Assert.NotEqual(plain, told);
        Assert.Equal(told, NetworkPrinter.Print(model, new CompilerOptions(PrintsSchedules: true), Forgetful, cancellation));
    }

    private static KernelMemo Forgetful => new(0);

    private static EquatableArray<EmittedFile> Print(NetworkSpec spec, KernelMemo memo) =>
        NetworkPrinter.Print(NetworkCompiler.Plan(spec), new CompilerOptions(), memo, TestContext.Current.CancellationToken);

    private static NetworkSpec Network(int units)
    {
        var source = new NetworkSource();
        int x = source.MaxPool2D(source.Unary("Relu", source.Conv2D(source.Input("x", "batch", 1, 10, 10), 8, 3)), 2);
        x = source.Unary("Relu", source.Conv2D(x, 16, 3));
        int logits = source.Dense(source.Flatten(x), units);
        return source.Returns(logits, source.Call("CrossEntropy", [logits, source.Target("label", ElementType.Int32, "batch")])).Build();
    }
}
