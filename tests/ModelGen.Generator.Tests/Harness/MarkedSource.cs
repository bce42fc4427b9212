using Microsoft.CodeAnalysis.Text;

namespace ModelGen.Generator.Tests.Harness;

/// <summary>Source code with the places of the expected errors between <c>[|</c> and <c>|]</c>.</summary>
internal sealed record MarkedSource(string Text, IReadOnlyList<TextSpan> Marks)
{
    public static MarkedSource Parse(string source)
    {
        var marks = new List<TextSpan>();
        while (true)
        {
            int start = source.IndexOf("[|", StringComparison.Ordinal);
            if (start < 0)
                return new MarkedSource(source, marks);
            int end = source.IndexOf("|]", start, StringComparison.Ordinal);
            marks.Add(TextSpan.FromBounds(start, end - 2));
            source = source.Remove(end, 2).Remove(start, 2);
        }
    }
}
