namespace ModelGen.Compiler.Loops;

/// <summary>What a kernel's loops show of its schedule: their order with their steps, and what stays in registers while the innermost of them turn.</summary>
public static class LoopOutline
{
    /// <summary>
    /// The loops from the outside in, <c>item of sample, row &gt; filter by 16 &gt; channel</c>; loops that follow each other stand in brackets. Steps after the first
    /// are those for what is left.
    /// </summary>
    public static string Order(IReadOnlyList<Statement> body)
    {
        string[] loops = body.Select(OrderOf).Where(text => text.Length > 0).Distinct().ToArray();
        return loops.Length > 1 ? $"({string.Join("; ", loops)})" : string.Concat(loops);
    }

    /// <summary>
    /// The vectors that the fullest innermost loop keeps in registers from turn to turn, and those that it loads once in a turn for several uses, by name and
    /// number.
    /// </summary>
    public static (IReadOnlyList<RegisterGroup> Held, IReadOnlyList<RegisterGroup> Loaded) Registers(IReadOnlyList<Statement> body)
    {
        (Register[] Held, Register[] Loaded) fullest = ([], []);
        foreach (Loop loop in Loops(body).Where(loop => !loop.Segments.SelectMany(segment => Loops(segment.Body)).Any()))
        {
            foreach (LoopSegment segment in loop.Segments)
            {
                Statement[] turn = Flat(segment.Body).ToArray();
                Register[] loaded = turn.OfType<Declare>().Select(declare => declare.Register).Where(IsVector).ToArray();
                Register[] held = turn.SelectMany(Used).Where(IsVector).Distinct().Except(loaded).ToArray();
                if (held.Length > fullest.Held.Length)
                    fullest = (held, loaded);
            }
        }

        // The registers of a tile are told apart by numbers behind their name, loads by one behind that of their buffer.
        return (Groups(fullest.Held, name => name.TrimEnd('_', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9')), Groups(fullest.Loaded, name => name.Substring(0, name.LastIndexOf('_'))));
    }

    private static string OrderOf(Statement statement)
    {
        IReadOnlyList<Statement>? inside = Inside(statement);
        if (statement is not Loop loop)
            return inside is null ? "" : Order(inside);
        string[] parts = loop.Segments[0].Body.OfType<LetIndex>().Select(let => let.Axis.Name).ToArray();
        string of = parts.Length > 0 ? " of " + string.Join(", ", parts) : "";
        string steps = string.Join(", ", loop.Segments.Select(segment => segment.Step));
        string inner = Order(inside!);
        return loop.Axis.Name + of + (steps == "1" ? "" : " by " + steps) + (inner.Length > 0 ? " > " + inner : "");
    }

    // What a statement runs; of a loop what it does with its longest steps.
    private static IReadOnlyList<Statement>? Inside(Statement statement) => statement switch
    {
        Loop loop => loop.Segments[0].Body,
        VectorScope scope => scope.Body,
        WhenNonZero nonZero => nonZero.Body,
        WhenInShare inShare => inShare.Body,
        WhenAtLeast choice => [.. choice.Body, .. choice.Otherwise],
        _ => null,
    };

    private static IEnumerable<Loop> Loops(IReadOnlyList<Statement> body) => body.SelectMany(statement => statement is Loop loop
        ? loop.Segments.SelectMany(segment => Loops(segment.Body)).Prepend(loop)
        : Inside(statement) is { } inside ? Loops(inside) : []);

    // The statements of a body without loops.
    private static IEnumerable<Statement> Flat(IReadOnlyList<Statement> body) =>
        body.SelectMany(statement => Inside(statement) is { } inside ? Flat(inside) : [statement]);

    private static IEnumerable<Register> Used(Statement statement)
    {
        (Register? written, Expression? value) = statement switch
        {
            Declare declare => (null, declare.Value),
            Assign assign => (assign.Register, assign.Value),
            Store store => (null, store.Value),
            _ => ((Register?)null, (Expression?)null),
        };
        IEnumerable<Register> read = value is null ? [] : value.Descendants().OfType<Read>().Select(part => part.Register);
        return written is null ? read : read.Append(written);
    }

    private static bool IsVector(Register register) => register.Lane is not null;

    private static IReadOnlyList<RegisterGroup> Groups(IEnumerable<Register> registers, Func<string, string> stem) => registers
        .GroupBy(register => stem(register.Name))
        .Select(group => new RegisterGroup(group.Key, group.Count()))
        .OrderByDescending(group => group.Count)
        .ToArray();
}

/// <summary>Registers of one kind.</summary>
/// <param name="Name">What they hold.</param>
/// <param name="Count">How many there are.</param>
public sealed record RegisterGroup(string Name, int Count);
