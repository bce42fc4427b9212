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
            result.AddRange(straight.Count > 1 ? Share(straight, lane) : straight);
            straight.Clear();
        }
    }

    private static IEnumerable<Statement> Share(IReadOnlyList<Statement> statements, Axis? lane)
    {
        var seen = new HashSet<Load>();
        var shared = new HashSet<Load>();
        Load[][] loads = statements.Select(LoadsOf).ToArray();
        foreach (Load[] evaluated in loads)
            shared.UnionWith(evaluated.Where(load => !seen.Add(load)));
        var written = new HashSet<Buffer>(statements.OfType<Store>().Select(store => store.Buffer));
        shared.RemoveWhere(load => written.Contains(load.Buffer));

        var registers = new Dictionary<Load, Register>();
        var counts = new Dictionary<string, int>();
        Expression Swap(Expression expression) =>
            expression is Load load ? (registers.TryGetValue(load, out Register? register) ? new Read(register) : load)
            : expression is Guard ? expression
            : expression.Map(Swap, index => index);
        for (int i = 0; i < statements.Count; i++)
        {
            foreach (Load load in loads[i].Where(load => shared.Contains(load) && !registers.ContainsKey(load)))
            {
                counts.TryGetValue(load.Buffer.Name, out int count);
                counts[load.Buffer.Name] = count + 1;
                registers[load] = new Register($"{load.Buffer.Name}_{count}", load.IsInteger, lane);
                yield return new Declare(registers[load], load);
            }

            yield return registers.Count == 0 ? statements[i] : statements[i] switch
            {
                Declare declare => declare with { Value = Swap(declare.Value) },
                Assign assign => assign with { Value = Swap(assign.Value) },
                Store store => store with { Value = Swap(store.Value) },
                var other => other,
            };
        }
    }

    // The loads that happen in any case, in order: behind a condition they may lie outside their buffer.
    private static Load[] LoadsOf(Statement statement)
    {
        var loads = new List<Load>();
        Expression? value = statement switch
        {
            Declare declare => declare.Value,
            Assign assign => assign.Value,
            Store store => store.Value,
            _ => null,
        };
        if (value is not null)
            Collect(value);
        return loads.Distinct().ToArray();

        void Collect(Expression expression)
        {
            if (expression is Load load)
                loads.Add(load);
            if (expression is Load or Guard)
                return;
            foreach (Expression part in expression.Parts)
                Collect(part);
        }
    }
}
