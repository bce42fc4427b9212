namespace ModelGen.Generator.Parsing.Evaluation;

/// <summary>
/// Bounds the work of reading one network: an editor runs it at every key, and a typing mistake in a loop's bound must not freeze it.
/// </summary>
internal sealed class Budget
{
    private int _left = Turns;

    /// <summary>The turns of loops and the calls of methods, all together.</summary>
    public const int Turns = 10_000;

    /// <summary>What a network that exceeds the bound takes, in words.</summary>
    public string Limit => "more than 10,000 turns of loops and calls of methods";

    /// <summary>Takes an amount off, and says whether it was left.</summary>
    public bool Spend(int amount) => (_left -= amount) >= 0;
}
