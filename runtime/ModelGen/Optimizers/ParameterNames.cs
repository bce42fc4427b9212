namespace ModelGen.Runtime;

/// <summary>Finds parameters by the pattern of their names.</summary>
internal static class ParameterNames
{
    private const int MostSuggestions = 3;

    /// <summary>Refuses a pattern that no parameter fits, with the names that come closest.</summary>
    /// <param name="plan">The network.</param>
    /// <param name="pattern">The pattern, for the message.</param>
    /// <param name="fits">Whether a name fits it.</param>
    /// <exception cref="ArgumentException">None does.</exception>
    public static void RequireMatch(NetworkPlan plan, string pattern, Func<string, bool> fits)
    {
        string[] names = [.. plan.Parameters.ToArray().Select(parameter => parameter.Name)];
        if (names.Any(fits))
            return;
        IEnumerable<string> close = names.OrderBy(name => Distance(pattern, name)).Take(MostSuggestions);
        throw new ArgumentException(names.Length == 0
            ? $"No parameter of {plan.Name} fits the pattern '{pattern}', since it has none."
            : $"No parameter of {plan.Name} fits the pattern '{pattern}'; the closest are {string.Join(", ", close)}.");
    }

    /// <summary>The fewest characters to insert, delete or replace (Levenshtein 1966) until the name fits the pattern, of which * takes any characters and ? any one.</summary>
    internal static int Distance(string pattern, string name)
    {
        var row = new int[name.Length + 1];
        for (int column = 1; column < row.Length; column++)
            row[column] = column;
        foreach (char expected in pattern)
        {
            int diagonal = row[0];
            row[0] += expected == '*' ? 0 : 1;
            for (int column = 1; column < row.Length; column++)
            {
                int above = row[column];
                row[column] = expected == '*'
                    ? Math.Min(above, row[column - 1])
                    : Math.Min(Math.Min(above, row[column - 1]) + 1, diagonal + (expected == '?' || expected == name[column - 1] ? 0 : 1));
                diagonal = above;
            }
        }

        return row[^1];
    }
}
