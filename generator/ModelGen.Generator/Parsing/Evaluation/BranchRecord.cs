using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parsing.Evaluation;

/// <summary>
/// Which way each <c>if</c> went, to warn of one that goes the same way in every turn of its loop. Only what the C# compiler cannot see and no setting decides is a mistake for sure: a
/// condition on the counters of <c>for</c> loops and on literals.
/// </summary>
internal sealed class BranchRecord(ReadingContext context)
{
    private readonly Dictionary<IConditionalOperation, (int Held, int Failed)> _turns = [];

    /// <summary>Notes a turn.</summary>
    public void Took(IConditionalOperation conditional, bool holds)
    {
        (int held, int failed) = _turns.TryGetValue(conditional, out (int Held, int Failed) known) ? known : default;
        _turns[conditional] = holds ? (held + 1, failed) : (held, failed + 1);
    }

    /// <summary>Warns of the branches that never ran.</summary>
    public void Warn()
    {
        foreach (KeyValuePair<IConditionalOperation, (int Held, int Failed)> turns in _turns)
        {
            (int held, int failed) = turns.Value;
            if (turns.Key.Syntax is not IfStatementSyntax syntax || Math.Min(held, failed) > 0 || held + failed < 2 || !DependsOnCountersAlone(turns.Key.Condition))
                continue;
            SyntaxToken? dead = held == 0 ? syntax.IfKeyword : syntax.Else?.ElseKeyword;
            if (dead is { } token && context.Parts.Find(token.SyntaxTree!, token.Span) is { } span)
                context.Warn(MistakeDiagnostics.BranchNeverRuns, span, syntax.Condition.ToString(), held == 0 ? "false" : "true", (held + failed).ToString(System.Globalization.CultureInfo.InvariantCulture));
        }
    }

    private static bool DependsOnCountersAlone(IOperation condition)
    {
        IOperation[] leaves = [.. condition.DescendantsAndSelf().Where(operation => !operation.ChildOperations.Any() && operation is not ILiteralOperation)];
        return leaves.Length > 0 && leaves.All(leaf => leaf is ILocalReferenceOperation local && IsCounter(local));
    }

    private static bool IsCounter(ILocalReferenceOperation reference)
    {
        for (IOperation? around = reference.Parent; around is not null; around = around.Parent)
        {
            if (around is IForLoopOperation loop && loop.Locals.Contains(reference.Local, SymbolEqualityComparer.Default))
                return true;
        }

        return false;
    }
}
