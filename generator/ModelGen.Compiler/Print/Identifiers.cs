namespace ModelGen.Compiler.Print;

/// <summary>Names in emitted code.</summary>
public static class Identifiers
{
    /// <summary>The words of C# that are no names.</summary>
    public static IReadOnlyCollection<string> Keywords { get; } = new HashSet<string>
    {
        "abstract", "as", "base", "bool", "break", "byte", "case", "catch", "char", "checked", "class", "const", "continue", "decimal", "default",
        "delegate", "do", "double", "else", "enum", "event", "explicit", "extern", "false", "finally", "fixed", "float", "for", "foreach", "goto",
        "if", "implicit", "in", "int", "interface", "internal", "is", "lock", "long", "namespace", "new", "null", "object", "operator", "out",
        "override", "params", "private", "protected", "public", "readonly", "ref", "return", "sbyte", "sealed", "short", "sizeof", "stackalloc",
        "static", "string", "struct", "switch", "this", "throw", "true", "try", "typeof", "uint", "ulong", "unchecked", "unsafe", "ushort", "using",
        "virtual", "void", "volatile", "while",
    };

    /// <summary>Names that loops and the frame of emitted methods use; values of the network are never called so there.</summary>
    public static IReadOnlyCollection<string> Reserved { get; } = new HashSet<string>(Keywords)
    {
        "begin", "end", "item", "lane", "memory", "worker", "share", "sum", "largest", "winner", "best", "spread", "sample", "filter", "row", "row1",
        "row2", "row3", "column", "channel", "kernelRow", "kernelColumn", "unit", "feature", "inner", "element", "windowRow", "windowColumn",
        "part", "group", "channelGroup", "panel", "panelAt", "rowTile", "columnTile", "channelTile", "featureTile", "unitTile", "innerTile", "rowIn", "columnIn", "channelIn",
        "sampleEnd", "rowEnd", "random", "factor", "step", "turn", "turn2", "word0", "word1", "word2", "word3",
    };

    /// <summary>Whether a name is one that loops give to a register or have themselves, such as <c>sum</c>, <c>sum0_1</c> or <c>over2</c>: a number behind it would not make it another.</summary>
    public static bool IsRegister(string name) => name.TrimEnd('0', '1', '2', '3', '4', '5', '6', '7', '8', '9', '_') is var stem
        && (stem is "sum" or "largest" or "winner" or "best" || (stem is "sumOf" or "largestOf" or "weight" or "word" or "over" or "axis" && stem != name));

    /// <summary>A name the user gave, safe to write where a keyword would be read; a number of parts, one more than a size, or the turns of a loop, as what computes it.</summary>
    public static string Safe(string name) =>
        Shapes.SumParts.Of(name) is { } parts ? $"SumParts({Safe(parts.Whole)}, {CodeWriter.Literal(parts.Most)})"
        : Shapes.OneMore.Of(name) is { } more ? $"({Safe(more.Than)} + 1)"
        : Shapes.SoFar.Of(name) is { } turns ? $"({Safe(turns.Loop)} + 1)"
        : Keywords.Contains(name) ? "@" + name : name;
}
