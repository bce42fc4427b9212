using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.Text;
using ModelGen.CodeFixes;

namespace ModelGen.Analyzers.Tests.CodeFixes;

/// <summary>The shapes that editors show: at members, in comments that a refactoring writes and an analyzer keeps right.</summary>
public class ShapeNoteTests
{
    private const string Chain = """
        using ModelGen;

        [Network]
        partial class Net
        {
            static Tensor Forward([Shape("batch", 1, 28, 28)] Tensor image) => image
                .Conv2D(32, kernel: 3).Relu().MaxPool2D(2)
                .Conv2D(64, kernel: 3).Relu() // the second
                .MaxPool2D(2)
                .Flatten()

                .Dense(10);

            static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
        }
        """;

    [Fact]
    public async Task Shapes_are_written_behind_each_line_that_ends_with_one() => await AssertRefactoringAsync(new WriteShapesRefactoring(), "Forward", "Write shapes as comments", Chain, """
        using ModelGen;

        [Network]
        partial class Net
        {
            static Tensor Forward([Shape("batch", 1, 28, 28)] Tensor image) => image
                .Conv2D(32, kernel: 3).Relu().MaxPool2D(2) // batch × 32 × 13 × 13
                .Conv2D(64, kernel: 3).Relu() // the second
                .MaxPool2D(2) // batch × 64 × 5 × 5
                .Flatten()    // batch × 1600

                .Dense(10); // batch × 10

            static Tensor Loss(Tensor logits, [Shape("batch")] Tensor<int> label) => logits.CrossEntropy(label);
        }
        """);

    [Fact]
    public async Task Statements_loops_and_helpers_have_shapes_and_wrong_comments_are_corrected() => await AssertRefactoringAsync(
        new WriteShapesRefactoring(),
        "Forward",
        "Write shapes as comments",
        """
        using ModelGen;
        [Network]
        partial class Net
        {
            [Parameter(8, 4)] static partial Tensor W { get; }
            static Tensor Forward([Shape("batch", 8)] Tensor x)
            {
                Tensor wide = Block(x); // batch × 7
                for (int i = 0; i < 2; i++)
                    wide = wide.Dense(8).Tanh();
                for (int i = 1; i < 3; i++)
                    x = x.Dense(8 * i);
                (Tensor left, Tensor right) = (wide.Dot(W), wide.Relu());
                return
                    left *
                    wide.Dense(
                        4);
            }
            static Tensor Block(Tensor y) => y.Relu();
        }
        """,
        """
        using ModelGen;
        [Network]
        partial class Net
        {
            [Parameter(8, 4)] static partial Tensor W { get; }
            static Tensor Forward([Shape("batch", 8)] Tensor x)
            {
                Tensor wide = Block(x); // batch × 8
                for (int i = 0; i < 2; i++)
                    wide = wide.Dense(8).Tanh(); // batch × 8
                for (int i = 1; i < 3; i++)
                    x = x.Dense(8 * i);
                (Tensor left, Tensor right) = (wide.Dot(W), wide.Relu());
                return
                    left *
                    wide.Dense(
                        4); // batch × 4
            }
            static Tensor Block(Tensor y) => y.Relu();
        }
        """);

    [Theory]
    [InlineData("label", "using ModelGen; [Network] partial class Net { static Tensor Forward([Shape(8)] Tensor x) => x.Relu(); static Tensor Loss(Tensor y, [Shape(8)] Tensor label) => (y - label).Sum(); }")]
    [InlineData("Forward", "using ModelGen; [Network] partial class Net { static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(0); }")]
    [InlineData("Other", "using ModelGen; class Net { static Tensor Other(Tensor x) => x.Dense(4); }")]
    public async Task Where_there_are_none_to_write_nothing_is_offered(string word, string source)
    {
        using var project = new EditorProject(source);
        Assert.Empty(await project.RefactoringsAsync(new WriteShapesRefactoring(), SpanOf(source, word)));
    }

    [Fact]
    public async Task A_comment_that_says_another_shape_is_noted_and_corrected()
    {
        string[] lines =
        [
            "using ModelGen;",
            "[Network]",
            "partial class Net",
            "{",
            "    static Tensor Forward([Shape(\"batch\", 1, 28, 28)] Tensor image) => image",
            "        .Conv2D(32, kernel: 5) [|// batch × 32 × 26 × 26|]",
            "        .Flatten()             // batch × 18432",
            "        .Dense(10); [|//batch × 3|]",
            "    // batch × 3 is far away",
            "    // batch × 3",
            "}",
        ];
        MarkedSource source = MarkedSource.Parse(string.Join('\n', lines));
        using var project = new EditorProject(source.Text);
        Diagnostic[] notes = [.. (await project.DiagnosticsAsync()).Where(diagnostic => diagnostic.Id == "MG0302").OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)];
        Assert.Equal(source.Marks, notes.Select(note => note.Location.SourceSpan));
        Assert.Equal("What this line computes has the shape batch × 32 × 24 × 24", notes[0].GetMessage(null));
        Assert.All(notes, note => Assert.Equal(DiagnosticSeverity.Info, note.Severity));

        EditorProject corrected = await project.AfterAllAsync(new UpdateShapeCommentFix(), "MG0302", "Correct the shape");
        Assert.Equal(source.Text.Replace("// batch × 32 × 26 × 26", "// batch × 32 × 24 × 24", StringComparison.Ordinal).Replace("//batch × 3", "// batch × 10", StringComparison.Ordinal), await corrected.TextAsync());
        Assert.DoesNotContain(await corrected.DiagnosticsAsync(), diagnostic => diagnostic.Id == "MG0302");
    }

    [Fact]
    public async Task Members_say_what_they_give()
    {
        string source = """
            using ModelGen;
            [Network]
            partial class Net
            {
                [Layer] readonly Conv2D conv = new(4, kernel: 3);
                [Layer] readonly Dense _head = new(10);
                [Layer] readonly Gate[] gates = [new(8), new(8)];
                Tensor Forward([Shape("batch", 1, 6, 6)] Tensor x)
                {
                    x = Half(conv.Apply(x)).Flatten().Dense(8);
                    foreach (Gate gate in gates)
                        x = gate.Apply(x);
                    return _head.Apply(Half(x));
                }
                static Tensor Half(Tensor x) => 0.5f * x;
            }
            public sealed class Gate(int width)
            {
                [Layer] readonly Dense inner = new(width);
                public Tensor Apply(Tensor x) => inner.Apply(x).Sigmoid() * x;
            }
            """;
        using var project = new EditorProject(source);
        string[] notes = [.. (await project.DiagnosticsAsync())
            .Where(diagnostic => diagnostic.Id == "MG0301")
            .OrderBy(diagnostic => diagnostic.Location.SourceSpan.Start)
            .Select(diagnostic => $"{source.Substring(diagnostic.Location.SourceSpan.Start, diagnostic.Location.SourceSpan.Length)}: {diagnostic.GetMessage(null)}, {diagnostic.Severity}")];
        Assert.Equal(
            [
                "conv: 'conv' gives batch × 4 × 4 × 4 from 40 parameters, Hidden",
                "_head: '_head' gives batch × 10 from 90 parameters, Hidden",
                "gates: 'gates' gives batch × 8 in 2 uses from 144 parameters, Hidden",
                "Half: 'Half' gives batch × 4 × 4 × 4, then batch × 8 in 2 uses, Hidden",
            ],
            notes);
    }

    [Theory]
    [InlineData("Add a Loss over class indices", "static Tensor Loss(Tensor logits, [Shape(\"batch\")] Tensor<int> label) => logits.CrossEntropy(label);")]
    [InlineData("Add a Loss over targets", "static Tensor Loss(Tensor output, [Shape(\"batch\", 10)] Tensor target) => output.MeanSquaredError(target);")]
    public async Task A_Loss_is_added(string title, string loss)
    {
        string Source(string end) => $$"""
            using ModelGen;

            [Network]
            partial class Net
            {
                static Tensor Forward([Shape("batch", 8)] Tensor x) => x.Dense(10);{{end}}
            }
            """;
        await AssertRefactoringAsync(new AddLossRefactoring(), "Net", title, Source(""), Source("\n\n    " + loss));
        await AssertRefactoringAsync(new AddLossRefactoring(), "Forward", title, Source(""), Source("\n\n    " + loss));
    }

    [Theory]
    [InlineData("Add a Loss over class indices", "static Tensor Loss(Tensor scores, Tensor target, [Shape(\"batch\")] Tensor<int> label) => scores.CrossEntropy(label);")]
    [InlineData("Add a Loss over targets", "static Tensor Loss(Tensor scores, Tensor target, [Shape(\"batch\", 10)] Tensor targetValue) => scores.MeanSquaredError(targetValue);")]
    public async Task A_Loss_of_several_outputs_takes_them_all_and_compares_the_first(string title, string loss)
    {
        string Source(string end) => $$"""
            using ModelGen;

            [Network]
            partial class Net
            {
                static (Tensor scores, Tensor target) Forward([Shape("batch", 8)] Tensor x) => (x.Dense(10), x.Exp());{{end}}
            }
            """;
        await AssertRefactoringAsync(new AddLossRefactoring(), "Net", title, Source(""), Source("\n\n    " + loss));
    }

    [Theory]
    [InlineData("Loss", Chain)]
    [InlineData("Net", Chain)]
    [InlineData("Dense", "using ModelGen; [Network] partial class Net { static Tensor Forward([Shape(\"batch\", 8)] Tensor x) => x.Dense(10); }")]
    public async Task No_Loss_is_added_to_one_that_is_there_or_from_elsewhere(string word, string source)
    {
        using var project = new EditorProject(source);
        Assert.Empty(await project.RefactoringsAsync(new AddLossRefactoring(), SpanOf(source, word)));
    }

    private static TextSpan SpanOf(string source, string word) => new(source.IndexOf(word, source.IndexOf("class", StringComparison.Ordinal), StringComparison.Ordinal), 0);

    private static async Task AssertRefactoringAsync(CodeRefactoringProvider provider, string word, string title, string before, string after)
    {
        using var project = new EditorProject(before);
        CodeAction action = (await project.RefactoringsAsync(provider, SpanOf(before, word))).Single(action => action.Title == title);
        EditorProject changed = await project.AfterAsync(action);
        Assert.Equal(after, await changed.TextAsync());
        await Fixing.AssertBuildsAsync(changed);
    }
}
