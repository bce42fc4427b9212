using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// Loads or computes once, into a register, what statements in a row need several times: the rows of a tile share a vector, its vectors share a factor, the places of a kernel share what its
/// window's winner hands on.
/// </summary>
public static class ValueReuse
{
    /// <summary>Runs the pass.</summary>
    public static IReadOnlyList<Statement> Run(IReadOnlyList<Statement> body) => Run(body, null, []);

    /// <summary>Replaces the loads that registers hold, except behind conditions.</summary>
    internal static Func<Expression, Expression?> From(IReadOnlyDictionary<Load, Register> registers) => expression =>
        expression is Load load ? (registers.TryGetValue(load, out Register? register) ? new Read(register) : load)
        : expression is Guard ? expression
        : null;

    // Names are told apart from those of the bodies around: C# has no local variables that hide others.
    private static IReadOnlyList<Statement> Run(IReadOnlyList<Statement> body, Axis? lane, HashSet<string> around)
    {
        var taken = new HashSet<string>(around);
        foreach (Statement statement in body)
        {
            if (statement is Declare declare)
                taken.Add(declare.Register.Name);
        }

        var result = new List<Statement>();
        var straight = new List<Statement>();
        foreach (Statement statement in body)
        {
            if (IsStraight(statement))
            {
                straight.Add(statement);
                continue;
            }

            Flush();
            result.Add(statement);
        }

        Flush();
        // What lies inside comes last: by then the names of this body are known, those behind it too.
        return [.. result.Select(statement => Inside(statement, lane, taken))];

        void Flush()
        {
            result.AddRange(new StraightRun(straight, lane, taken).Share());
            straight.Clear();
        }
    }

    private static bool IsStraight(Statement statement) => statement is not (Loop or VectorScope or WhenNonZero or WhenInShare or WhenAtLeast);

    private static Statement Inside(Statement statement, Axis? lane, HashSet<string> taken) => statement switch
    {
        Loop loop => loop with { Segments = loop.Segments.Select(segment => segment with { Body = Run(segment.Body, lane, taken) }).ToArray() },
        VectorScope scope => scope with { Body = Run(scope.Body, scope.Lane, taken) },
        WhenNonZero nonZero => nonZero with { Body = Run(nonZero.Body, lane, taken) },
        WhenInShare inShare => inShare with { Body = Run(inShare.Body, lane, taken) },
        WhenAtLeast choice => choice with { Body = Run(choice.Body, lane, taken), Otherwise = Run(choice.Otherwise, lane, taken) },
        _ => statement,
    };
}
