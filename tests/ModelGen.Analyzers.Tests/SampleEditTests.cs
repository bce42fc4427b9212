using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.Analyzers.Tests;

/// <summary>
/// The samples' networks while they are edited, through the generator and the analyzer: no state ends in an exception (CS8785, AD0001), in our word for one (MG0999), or does not end.
/// A share of the edits runs by default, drawn by a seed; with <c>MODELGEN_ALL_EDITS=1</c> in the environment all of them do, and none may take longer than an editor may wait.
/// </summary>
[Collection(nameof(Waiting))]
public class SampleEditTests
{
    private const int AllEdits = 5000;
    private const int ShareOfEdits = 600;
    private const int ShareOfCharacters = 40;

    public static TheoryData<string> Files => [.. SampleSources.Networks];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Tokens_deleted_doubled_exchanged_and_numbers_replaced(string file)
    {
        string text = SampleSources.Read(file);
        int edits = (Waiting.IsTimed ? AllEdits : ShareOfEdits) / SampleSources.Networks.Count;
        var random = new Random(7);
        var editor = new Editor(text);
        for (int edit = 0; edit <= edits; edit++)
            await editor.TypeAsync(Edited(text, random));
        TestContext.Current.TestOutputHelper?.WriteLine($"{file}: {edits + 1} edits, {editor}");
    }

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Typed_character_by_character(string file)
    {
        string text = SampleSources.Read(file);
        int start = text.IndexOf("[Network", StringComparison.Ordinal), step = Waiting.IsTimed ? 1 : ShareOfCharacters;
        var editor = new Editor(text);
        for (int length = start; length <= text.Length; length += step)
        {
            // Nothing behind the cursor, or what an editor closes by itself.
            await editor.TypeAsync(text[..length]);
            await editor.TypeAsync(text[..length] + Closing(text[..length]));
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{file}: {editor}");
    }

    private static string Edited(string text, Random random)
    {
        int changes = 1 + random.Next(2);
        for (int change = 0; change < changes; change++)
        {
            SyntaxToken[] tokens = [.. CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().First().DescendantTokens().Where(token => token.Span.Length > 0)];
            SyntaxToken token = tokens[random.Next(tokens.Length)], other = tokens[random.Next(tokens.Length)];
            SyntaxToken[] numbers = [.. tokens.Where(candidate => candidate.IsKind(SyntaxKind.NumericLiteralToken))];
            text = random.Next(numbers.Length > 0 ? 4 : 3) switch
            {
                0 => Replace(text, token, ""),
                1 => Replace(text, token, $"{token.Text} {token.Text}"),
                2 => token.SpanStart < other.SpanStart ? Replace(Replace(text, other, token.Text), token, other.Text) : Replace(Replace(text, token, other.Text), other, token.Text),
                _ => Replace(text, numbers[random.Next(numbers.Length)], Numbers[random.Next(Numbers.Length)]),
            };
            if (CSharpSyntaxTree.ParseText(text).GetRoot().DescendantNodes().OfType<ClassDeclarationSyntax>().FirstOrDefault() is null)
                break;
        }

        return text;
    }

    private static readonly string[] Numbers = ["0", "1", "2", "3", "7", "64", "1000", "2147483647", "-1", "0.5", "1e300", "\"3\""];

    private static string Replace(string text, SyntaxToken token, string replacement) => text.Remove(token.SpanStart, token.Span.Length).Insert(token.SpanStart, replacement);

    private static string Closing(string text)
    {
        var open = new Stack<char>();
        foreach (SyntaxToken token in CSharpSyntaxTree.ParseText(text).GetRoot().DescendantTokens())
        {
            if (token.IsMissing)
                continue;
            if (token.Text is "(" or "[" or "{")
                open.Push(token.Text switch { "(" => ')', "[" => ']', _ => '}' });
            else if (token.Text is ")" or "]" or "}" && open.Count > 0 && open.Peek() == token.Text[0])
                open.Pop();
        }

        return string.Concat(open.Select(bracket => bracket == '}' ? "; }" : bracket.ToString()));
    }

    // One compilation and one driver for all states of a file, as an editor has.
    private sealed class Editor(string text)
    {
        private GeneratorDriver _driver = Workbench.Driver();
        private CSharpCompilation _compilation = Workbench.Compilation(text);
        private TimeSpan _slowest;
        private TimeSpan _all;

        public async Task TypeAsync(string changed)
        {
            SyntaxTree tree = _compilation.SyntaxTrees[0];
            _compilation = _compilation.ReplaceSyntaxTree(tree, tree.WithChangedText(SourceText.From(changed)));
            GeneratorDriver before = _driver;
            (_, TimeSpan taken) = await Waiting.SeeAsync(
                async () =>
                {
                    _driver = before.RunGenerators(_compilation);
                    // Without the files that come out, which the C# compiler would bind as well: its time is not ours.
                    return _driver.GetRunResult().Diagnostics.AddRange(await _compilation.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync());
                },
                changed);
            _slowest = taken > _slowest ? taken : _slowest;
            _all += taken;
        }

        public override string ToString() => $"{_all.TotalSeconds:0.0} s, the slowest {_slowest.TotalMilliseconds:0} ms";
    }
}
