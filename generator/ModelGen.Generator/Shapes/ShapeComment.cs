using System.Text.RegularExpressions;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Generator.Shapes;

/// <summary>A shape as a comment at the end of a line: <c>// batch × 32 × 26 × 26</c>. It has two axes or more, so that no other comment looks like one.</summary>
public static class ShapeComment
{
    private const string Times = " × ";

    private static readonly Regex Pattern = new($@"^//\s*(?<shape>[\w·]+({Times}[\w·]+)+)\s*$", RegexOptions.CultureInvariant);

    /// <summary>What the comment of a shape says; null for a shape of fewer than two axes.</summary>
    public static string? TextOf(Shape shape) => shape.Rank < 2 ? null : Readable(shape);

    /// <summary>A shape in words.</summary>
    public static string Readable(Shape shape) => shape.Rank == 0 ? "one number" : string.Join(Times, shape.Sizes);

    /// <summary>The shape that a comment says; null for a comment that says none.</summary>
    public static string? Read(string comment) => Pattern.Match(comment) is { Success: true } match ? match.Groups["shape"].Value : null;
}
