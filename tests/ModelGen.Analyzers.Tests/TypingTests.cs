using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using ModelGen.Compiler.Spec;
using ModelGen.Generator;
using ModelGen.Generator.Parsing;

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

    // The editor has closed every brace already: the class is whole but for what is being typed.
    [Theory]
    [InlineData(Networks.MnistCnn, "=> image", "Dense(10)")]
    [InlineData(Networks.TanhPerceptron, "{\n        Tensor", "MatMul(W2);")]
    [InlineData(Networks.TanhPerceptron, "[Shape", "x)")]
    [InlineData(Networks.TanhPerceptron, "[Network]", "Hidden = 20;")]
    public async Task Typed_character_by_character(string source, string from, string to)
    {
        int start = source.IndexOf(from, StringComparison.Ordinal);
        int end = source.IndexOf(to, start, StringComparison.Ordinal) + to.Length;
        GeneratorDriver driver = Workbench.Driver();
        for (int length = start; length <= end; length++)
            driver = await SeeNoFailureAsync(driver, source[..length] + source[end..]);
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
        GeneratorDriver driver = Workbench.Driver();
        for (int round = 0; round < 250; round++)
        {
            string source = sources[random.Next(sources.Length)];
            int edits = 1 + random.Next(4);
            for (int edit = 0; edit < edits; edit++)
                source = Edit(source, random);
            if (round % 10 == 0)
                driver = await SeeNoFailureAsync(driver, source);
            else
                await SeeNoFailureAsync(source);
        }
    }

    [Fact]
    public async Task The_ground_of_the_edits_is_a_network_without_errors() =>
        Assert.Empty(await Expectation.ErrorsAsync(Programs.EveryConstruct));

    public static TheoryData<string> DeepBodies =>
    [
        $"return {new string('(', 300)}x{new string(')', 300)};",
        $"return x{string.Concat(Enumerable.Repeat(".Relu()", 2000))};",
        $"return x{string.Concat(Enumerable.Repeat(" + x", 2000))};",
        $"return {string.Concat(Enumerable.Repeat("- ", 2000))}x;",
        string.Concat(Enumerable.Repeat("{", 900)) + "return x;" + string.Concat(Enumerable.Repeat("}", 900)),
        $"return {string.Concat(Enumerable.Repeat("Twice(", 300))}x{new string(')', 300)}; Tensor Twice(Tensor y) => y + y;",
    ];

    [Theory]
    [MemberData(nameof(DeepBodies), DisableDiscoveryEnumeration = true)]
    public async Task Deeply_nested_source_ends_in_an_error_at_worst_and_not_in_an_overflow(string body)
    {
        // On a stack as small as the compiler's threads have. Where C#'s own parser gives up, it sees no class, and so do we.
        Task<ParsedNetwork?> reading = Task.Factory.StartNew(() => Reading.TryParse("Net", Networks.WithBody(body)), TestContext.Current.CancellationToken, TaskCreationOptions.LongRunning, TaskScheduler.Default);
        ParsedNetwork? network = await reading;
        Assert.DoesNotContain(network?.Spec.Errors ?? default, error => error.Id == "MG0999");
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

    // The generator and the analyzer. One driver for all states, as an editor has: what its cache does wrong would fail here too.
    private static async Task<GeneratorDriver> SeeNoFailureAsync(GeneratorDriver driver, string source)
    {
        using CancellationTokenSource bounded = Bounded();
        driver = driver.RunGeneratorsAndUpdateCompilation(Workbench.Compilation(source), out Compilation completed, out ImmutableArray<Diagnostic> reported, bounded.Token);
        AssertForeseen(reported, source);
        AssertForeseen(await completed.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync(bounded.Token), source);
        return driver;
    }

    // The analyzer alone: reading and the shape rules, which is nearly all there is to fail, without the time that printing the code takes.
    private static async Task SeeNoFailureAsync(string source)
    {
        using CancellationTokenSource bounded = Bounded();
        CSharpCompilation compilation = Workbench.Compilation(source);
        AssertForeseen(await compilation.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync(bounded.Token), source);
        if (compilation.GetSymbolsWithName(name => name is "MnistCnn" or "TanhPerceptron" or "Everything", SymbolFilter.Type).FirstOrDefault() is INamedTypeSymbol type
            && NetworkParser.NetworkAttributeOf(type) is { } network)
        {
            EquatableArray<SpecError> errors = NetworkPipeline.Check(NetworkParser.Parse(type, network, compilation, bounded.Token), bounded.Token);
            Assert.DoesNotContain(errors, error => error.Id == "MG0999");
        }
    }

    private static void AssertForeseen(ImmutableArray<Diagnostic> diagnostics, string source)
    {
        foreach (Diagnostic diagnostic in diagnostics)
            Assert.False(diagnostic.Id is "CS8785" or "AD0001" or "MG0999", $"{diagnostic}\n\n{source}");
    }

    // A run that does not end is a failure too.
    private static CancellationTokenSource Bounded()
    {
        var bounded = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        bounded.CancelAfter(TimeSpan.FromMinutes(2));
        return bounded;
    }
}
