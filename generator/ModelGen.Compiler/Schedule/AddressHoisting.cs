using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>Takes the part of addresses that an innermost loop does not change out of it: the loop then indexes from anchors inside the buffers.</summary>
public static class AddressHoisting
{
    /// <summary>Runs the pass.</summary>
    public static IReadOnlyList<Statement> Run(IReadOnlyList<Statement> body) => Run(body, null);

    private static IReadOnlyList<Statement> Run(IReadOnlyList<Statement> body, Axis? lane)
    {
        var result = new List<Statement>();
        foreach (Statement statement in body)
        {
            switch (statement)
            {
                case Loop loop when !loop.Segments.Any(segment => ContainsLoop(segment.Body)):
                    result.AddRange(Hoist(loop, lane));
                    break;
                case Loop loop:
                    result.Add(loop with { Segments = loop.Segments.Select(segment => segment with { Body = Run(segment.Body, lane) }).ToArray() });
                    break;
                case VectorScope scope:
                    result.Add(scope with { Body = Run(scope.Body, scope.Lane) });
                    break;
                case WhenInShare inShare:
                    result.Add(inShare with { Body = Run(inShare.Body, lane) });
                    break;
                case WhenAtLeast choice:
                    result.Add(choice with { Body = Run(choice.Body, lane), Otherwise = Run(choice.Otherwise, lane) });
                    break;
                default:
                    result.Add(statement);
                    break;
            }
        }

        return result;
    }

    private static bool ContainsLoop(IReadOnlyList<Statement> body) =>
        body.Any(statement => statement is Loop or WhenAtLeast or WhenInShare || (statement is VectorScope scope && ContainsLoop(scope.Body)));

    private static IEnumerable<Statement> Hoist(Loop loop, Axis? lane)
    {
        var inner = new HashSet<Axis> { loop.Axis };
        if (lane is not null)
            inner.Add(lane);
        foreach (LoopSegment segment in loop.Segments)
            Collect(segment.Body, inner);
        var anchors = new List<Anchor>();
        Func<Atom, bool> isOuter = atom => !DependsOnAny(atom, inner);
        (Buffer Buffer, Index Offset) Relative(Buffer buffer, Index offset)
        {
            (Index outer, Index rest) = offset.Partition(isOuter);
            if (outer.IsConstant)
                return (buffer, offset);
            Anchor? anchor = anchors.Find(known => known.Buffer == buffer && known.Offset.Equals(outer));
            if (anchor is null)
            {
                int count = anchors.Count(known => known.Buffer == buffer);
                anchor = new Anchor(buffer with { Name = buffer.Name + "At" + (count == 0 ? "" : count.ToString()) }, buffer, outer);
                anchors.Add(anchor);
            }

            return (anchor.Place, rest);
        }

        LoopSegment[] segments = loop.Segments.Select(segment => segment with { Body = Replace(segment.Body, Relative) }).ToArray();
        foreach (Anchor anchor in anchors)
            yield return anchor;
        yield return loop with { Segments = segments };
    }

    private static bool DependsOnAny(Atom atom, HashSet<Axis> axes)
    {
        if (atom is Axis known)
            return axes.Contains(known);
        foreach (Axis axis in axes)
        {
            if (atom.DependsOn(axis))
                return true;
        }

        return false;
    }

    private static void Collect(IReadOnlyList<Statement> body, HashSet<Axis> axes)
    {
        foreach (Statement statement in body)
        {
            if (statement is LetIndex let)
                axes.Add(let.Axis);
            if ((statement is Declare declare ? declare.Register : (statement as Assign)?.Register) is { Lane: { } held })
                axes.Add(held);
            if (statement is WhenNonZero nonZero)
                Collect(nonZero.Body, axes);
            if (statement is not VectorScope scope)
                continue;
            if (scope.Lane is not null)
                axes.Add(scope.Lane);
            Collect(scope.Body, axes);
        }
    }

    private static IReadOnlyList<Statement> Replace(IReadOnlyList<Statement> body, Func<Buffer, Index, (Buffer, Index)> relative)
    {
        Func<Expression, Expression?> loads = expression =>
        {
            if (expression is not Load load)
                return null;
            (Buffer buffer, Index offset) = relative(load.Buffer, load.Offset);
            return ReferenceEquals(buffer, load.Buffer) ? load : new Load(buffer, offset);
        };

        Index SwapIndex(Index index) => index.Rewrite(atom =>
        {
            if (atom is not Element element)
                return null;
            (Buffer buffer, Index offset) = relative(element.Buffer, element.Offset);
            return Index.Of(element with { Buffer = buffer, Offset = offset }, 1);
        });

        Statement SwapIn(Statement statement)
        {
            switch (statement)
            {
                case Declare declare:
                    return declare with { Value = declare.Value.Replace(loads) };
                case Assign assign:
                    return assign with { Value = assign.Value.Replace(loads) };
                case Store store:
                    (Buffer buffer, Index offset) = relative(store.Buffer, store.Offset);
                    return new Store(buffer, offset, store.Value.Replace(loads));
                case VectorScope scope:
                    return scope with { Body = scope.Body.Select(SwapIn).ToArray() };
                case WhenNonZero nonZero:
                    return nonZero with { Body = nonZero.Body.Select(SwapIn).ToArray() };
                case Transpose tile:
                    (Buffer source, Index from) = relative(tile.SourceBuffer, tile.Source);
                    (Buffer target, Index to) = relative(tile.TargetBuffer, tile.Target);
                    return tile with { SourceBuffer = source, Source = from, TargetBuffer = target, Target = to };
                case LetIndex let:
                    return let with { Value = SwapIndex(let.Value) };
                case Anchor anchor:
                    (Buffer within, Index place) = relative(anchor.Buffer, anchor.Offset);
                    return anchor with { Buffer = within, Offset = place };
                default:
                    return statement;
            }
        }

        return body.Select(SwapIn).ToArray();
    }
}
