using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>Loads what several statements in a row read once, into a register: the rows of a tile share a vector, its vectors share a factor.</summary>
public static class LoadReuse
{
    /// <summary>Runs the pass.</summary>
    public static IReadOnlyList<Statement> Run(IReadOnlyList<Statement> body) => Run(body, null);

    /// <summary>Replaces the loads that registers hold, except behind conditions.</summary>
    internal static Func<Expression, Expression?> From(IReadOnlyDictionary<Load, Register> registers) => expression =>
        expression is Load load ? (registers.TryGetValue(load, out Register? register) ? new Read(register) : load)
        : expression is Guard ? expression
        : null;

    private static IReadOnlyList<Statement> Run(IReadOnlyList<Statement> body, Axis? lane)
    {
        var result = new List<Statement>();
        var straight = new List<Statement>();
        foreach (Statement statement in body)
        {
            switch (statement)
            {
                case Loop loop:
                    Flush();
                    result.Add(loop with { Segments = loop.Segments.Select(segment => segment with { Body = Run(segment.Body, lane) }).ToArray() });
                    break;
                case VectorScope scope:
                    Flush();
                    result.Add(scope with { Body = Run(scope.Body, scope.Lane) });
                    break;
                case WhenNonZero nonZero:
                    Flush();
                    result.Add(nonZero with { Body = Run(nonZero.Body, lane) });
                    break;
                case WhenInShare inShare:
                    Flush();
                    result.Add(inShare with { Body = Run(inShare.Body, lane) });
                    break;
                case WhenAtLeast choice:
                    Flush();
                    result.Add(choice with { Body = Run(choice.Body, lane), Otherwise = Run(choice.Otherwise, lane) });
                    break;
                default:
                    straight.Add(statement);
                    break;
            }
        }

        Flush();
        return result;

        void Flush()
        {
            result.AddRange(Share(straight, lane));
            straight.Clear();
        }
    }

    private static IReadOnlyList<Statement> Share(IReadOnlyList<Statement> statements, Axis? lane)
    {
        HashSet<Load> shared = SharedBy(statements);
        if (shared.Count == 0)
            return [.. statements];

        var result = new List<Statement>();
        var registers = new Dictionary<Load, Register>();
        var counts = new Dictionary<string, int>();
        Func<Expression, Expression?> reads = From(registers);
        var loads = new List<Load>();
        foreach (Statement statement in statements)
        {
            loads.Clear();
            Collect(statement, loads);
            foreach (Load load in loads)
            {
                if (registers.ContainsKey(load) || !shared.Contains(load))
                    continue;
                counts.TryGetValue(load.Buffer.Name, out int count);
                counts[load.Buffer.Name] = count + 1;
                registers[load] = new Register($"{load.Buffer.Name}_{count}", load.IsInteger, lane);
                result.Add(new Declare(registers[load], load));
            }

            result.Add(loads.Count == 0 ? statement : statement switch
            {
                Declare declare => declare with { Value = declare.Value.Replace(reads) },
                Assign assign => assign with { Value = assign.Value.Replace(reads) },
                Store store => store with { Value = store.Value.Replace(reads) },
                var other => other,
            });
        }

        return result;
    }

    // What the statements read more than once and none of them writes.
    private static HashSet<Load> SharedBy(IReadOnlyList<Statement> statements)
    {
        var once = new HashSet<Load>();
        var shared = new HashSet<Load>();
        var written = new HashSet<Buffer>();
        var loads = new List<Load>();
        foreach (Statement statement in statements)
        {
            loads.Clear();
            Collect(statement, loads);
            foreach (Load load in loads)
            {
                if (!once.Add(load))
                    shared.Add(load);
            }

            if (statement is Store store)
                written.Add(store.Buffer);
        }

        shared.RemoveWhere(load => written.Contains(load.Buffer));
        return shared;
    }

    // The loads that happen in any case, in order: behind a condition they may lie outside their buffer.
    private static void Collect(Statement statement, List<Load> loads)
    {
        Expression? value = statement switch
        {
            Declare declare => declare.Value,
            Assign assign => assign.Value,
            Store store => store.Value,
            _ => null,
        };
        if (value is not null)
            Collect(value, loads);
    }

    private static void Collect(Expression expression, List<Load> loads)
    {
        if (expression is Load load)
            loads.Add(load);
        if (expression is Load or Guard)
            return;
        foreach (Expression part in expression.Parts)
            Collect(part, loads);
    }
}
