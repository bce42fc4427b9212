using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace ModelGen.Analyzers.Tests;

/// <summary>
/// Whatever is being typed: the generator and the analyzer see every half-finished state of a network, and none of them may end in an exception
/// (CS8785, AD0001) or in an error of ours that says so (MG0999).
/// </summary>
public class TypingTests
{
    private static readonly string[] Words =
    [
        "(", ")", "{", "}", "[", "]", "<", ">", ";", ",", ".", "=>", "?", ":", "=", "+", "-", "*", "/", "!", "?.", "??", "..", "\"", "$\"{", "'", "@", "#if", "//", "/*",
        "0", "-1", "9999999999", "2147483647", "1e40f", "0.5f", "null", "default", "this", "base", "x", "image", "Forward", "Loss", "Tensor", "Tensor<int>", "Shape", "Network", "Parameter",
        "static", "partial", "class", "record", "abstract", "file", "const", "readonly", "ref", "out", "in", "params", "var", "int", "float", "string", "void", "object", "dynamic",
        "for", "foreach", "while", "if", "else", "switch", "case", "return", "break", "continue", "goto", "throw", "try", "await", "async", "yield", "lock", "using", "namespace", "new", "typeof", "nameof", "is", "as", "with", "stackalloc",
        ".Relu()", ".Dense(3)", ".Conv2D(8, 3)", "<T>", "=> x;", "{ get; }", "[Network]", "[Shape(3)]", "[Parameter(3)]", "for (;;)", "(x) => x", "x = x", "i++",
    ];

    [Theory]
    [InlineData(Networks.MnistCnn)]
    [InlineData(Networks.TanhPerceptron)]
    public async Task Typed_character_by_character(string source)
    {
        CSharpCompilation compilation = Workbench.Compilation("");
        GeneratorDriver driver = Workbench.Driver();
        for (int length = source.IndexOf("[Network]", StringComparison.Ordinal); length <= source.Length; length++)
        {
            compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], Workbench.ParseFile(source[..length], 0));
            driver = await SeeNoFailureAsync(driver, compilation, source[..length]);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Tokens_deleted_and_inserted(int seed)
    {
        string[] sources = [Networks.MnistCnn, Networks.TanhPerceptron, Programs.EveryConstruct];
        var random = new Random(seed);
        CSharpCompilation compilation = Workbench.Compilation("");
        GeneratorDriver driver = Workbench.Driver();
        for (int round = 0; round < 500; round++)
        {
            string source = sources[random.Next(sources.Length)];
            int edits = 1 + random.Next(4);
            for (int edit = 0; edit < edits; edit++)
                source = Edit(source, random);
            compilation = compilation.ReplaceSyntaxTree(compilation.SyntaxTrees[0], Workbench.ParseFile(source, 0));
            driver = await SeeNoFailureAsync(driver, compilation, source);
        }
    }

    [Fact]
    public async Task The_ground_of_the_edits_is_a_network_without_errors() =>
        Assert.Empty(await Expectation.ErrorsAsync(Programs.EveryConstruct));

    [Fact]
    public async Task Deeply_nested_expressions_end_in_an_error_and_not_in_an_overflow()
    {
        foreach (string body in new[]
        {
            $"return {new string('(', 3000)}x{new string(')', 3000)};",
            $"return x{string.Concat(Enumerable.Repeat(".Relu()", 5000))};",
            $"return x{string.Concat(Enumerable.Repeat(" + x", 5000))};",
            $"return {string.Concat(Enumerable.Repeat("-", 5000).Select(minus => minus + " "))}x;",
            string.Concat(Enumerable.Repeat("{", 3000)) + "return x;" + string.Concat(Enumerable.Repeat("}", 3000)),
        })
        {
            await SeeNoFailureAsync(Workbench.Driver(), Workbench.Compilation(Networks.WithBody(body)), body[..60]);
        }
    }

    private static string Edit(string source, Random random)
    {
        SyntaxToken[] tokens = [.. CSharpSyntaxTree.ParseText(source).GetRoot().DescendantTokens()];
        SyntaxToken token = tokens[random.Next(tokens.Length)];
        string word = Words[random.Next(Words.Length)];
        return random.Next(4) switch
        {
            0 => source.Remove(token.SpanStart, token.Span.Length),
            1 => source.Insert(token.SpanStart, word + " "),
            2 => source.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, word),
            _ => source.Insert(token.SpanStart, tokens[random.Next(tokens.Length)].Text + " "),
        };
    }

    // One driver for all states, as an editor has: a stale cache would fail here too.
    private static async Task<GeneratorDriver> SeeNoFailureAsync(GeneratorDriver driver, Compilation compilation, string source)
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        using var bounded = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        bounded.CancelAfter(TimeSpan.FromSeconds(60));
        driver = driver.RunGeneratorsAndUpdateCompilation(compilation, out Compilation completed, out ImmutableArray<Diagnostic> reported, bounded.Token);
        ImmutableArray<Diagnostic> analyzed = await completed
            .WithAnalyzers([new NetworkAnalyzer()], new AnalyzerOptions([]))
            .GetAnalyzerDiagnosticsAsync(bounded.Token);
        foreach (Diagnostic diagnostic in reported.Concat(analyzed))
            Assert.False(diagnostic.Id is "CS8785" or "AD0001" or "MG0999", $"{diagnostic}\n\n{source}");
        return driver;
    }
}
