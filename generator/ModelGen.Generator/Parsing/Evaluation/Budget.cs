using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Parsing.Evaluation;

/// <summary>
/// Bounds the work of reading one network: an editor runs it at every key, and a typing mistake in a loop's bound must not freeze it.
/// </summary>
internal sealed class Budget
{
    private int _left = Turns;

    /// <summary>The turns of loops and the calls of methods, all together.</summary>
    public const int Turns = 10_000;

    /// <summary>The most values of a network: several times those of the deepest that are known, and what an unrolled loop of thousands of turns would exceed.</summary>
    public const int Values = 2_000;

    /// <summary>What is wrong with a network of more values.</summary>
    public const string TooManyValues = "it has more than 2,000 operations; loops are unrolled, so give them smaller bounds, or use Tensor.Scan, which is not";

    /// <summary>What is wrong with a network that exceeds the bound.</summary>
    public const string Exceeded = "reading it takes more than 10,000 turns of loops and calls of methods, which are unrolled; give loops smaller bounds";

    /// <summary>The most objects inside one another: several times those of networks that are known, and what a class that makes itself exceeds at once.</summary>
    public const int Nesting = 100;

    /// <summary>What is wrong with a network whose objects exceed that.</summary>
    public const string TooNested = "its layers are made inside one another more than 100 levels deep; a class whose members make another of its own kind does not end";

    // The C# compiler makes its bound tree with a call for each level, and its threads have stacks of a megabyte: 1000 chained calls overflow one.
    private const int Levels = 800;

    /// <summary>Takes an amount off, and says whether it was left.</summary>
    public bool Spend(int amount) => (_left -= amount) >= 0;

    /// <summary>Whether the syntax is nested no deeper than can be bound.</summary>
    public static bool HoldsDepthOf(SyntaxNode syntax)
    {
        var open = new Stack<(SyntaxNode Node, int Level)>();
        open.Push((syntax, 0));
        while (open.Count > 0)
        {
            (SyntaxNode node, int level) = open.Pop();
            if (level > Levels)
                return false;
            foreach (SyntaxNode child in node.ChildNodes())
                open.Push((child, level + 1));
        }

        return true;
    }
}
