using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>Loads what several statements in a row read once, into a register: the rows of a tile share a vector, its vectors share a factor.</summary>
public static class LoadReuse
{
    /// <summary>Runs the pass.</summary>
    public static IReadOnlyList<Statement> Run(IReadOnlyList<Statement> body) => Run(body, null);

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

    private static IEnumerable<Statement> Share(IReadOnlyList<Statement> statements, Axis? lane)
    {
        var written = new HashSet<Buffer>(statements.OfType<Store>().Select(store => store.Buffer));
        var shared = new HashSet<Load>(statements
            .SelectMany(statement => Values(statement).SelectMany(Evaluated).Distinct())
            .GroupBy(load => load)
            .Where(group => group.Count() > 1 && !written.Contains(group.Key.Buffer))
            .Select(group => group.Key));
        var registers = new Dictionary<Load, Register>();
        var counts = new Dictionary<string, int>();
        foreach (Statement statement in statements)
        {
            foreach (Load load in Values(statement).SelectMany(Evaluated).Where(load => shared.Contains(load) && !registers.ContainsKey(load)).Distinct())
            {
                counts.TryGetValue(load.Buffer.Name, out int count);
                counts[load.Buffer.Name] = count + 1;
                registers[load] = new Register($"{load.Buffer.Name}_{count}", load.IsInteger, lane);
                yield return new Declare(registers[load], load);
            }

            Expression Swap(Expression expression) =>
                expression is Load load && registers.TryGetValue(load, out Register? register) ? new Read(register)
                : expression is Guard ? expression
                : expression.Map(Swap, index => index);
            yield return statement switch
            {
                Declare declare => declare with { Value = Swap(declare.Value) },
                Assign assign => assign with { Value = Swap(assign.Value) },
                Store store => store with { Value = Swap(store.Value) },
                _ => statement,
            };
        }
    }

    // The loads that happen in any case: behind a condition they may lie outside their buffer.
    private static IEnumerable<Load> Evaluated(Expression expression) => expression switch
    {
        Load load => [load],
        Guard => [],
        _ => expression.Parts.SelectMany(Evaluated),
    };

    private static IEnumerable<Expression> Values(Statement statement) => statement switch
    {
        Declare declare => [declare.Value],
        Assign assign => [assign.Value],
        Store store => [store.Value],
        _ => [],
    };
}
