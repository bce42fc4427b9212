using ModelGen.Compiler.Autodiff;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>Lowers the gradients that the source asks for: one walk from each number gives those with respect to all that the source names beside it.</summary>
/// <param name="lowering">The lowering of the network.</param>
internal sealed class LoweredGradients(NetworkLowering lowering)
{
    private readonly Dictionary<(Node Of, Node WithRespectTo), Node?> _known = [];

    /// <summary>The gradient that a call asks for; null where none flows.</summary>
    /// <param name="call">The call.</param>
    /// <param name="of">The number.</param>
    /// <param name="withRespectTo">What it is computed from.</param>
    /// <exception cref="NetworkException">An op between the two has no gradient.</exception>
    public Node? Of(CallValue call, Node of, Node withRespectTo)
    {
        if (!_known.ContainsKey((of, withRespectTo)))
            Walk(of, [.. Others(call), withRespectTo], call.Span);
        return _known[(of, withRespectTo)];
    }

    // What the same number is derived by elsewhere in the source; it is computed before the number is.
    private IEnumerable<Node> Others(CallValue call) => lowering.Spec.Values
        .OfType<CallValue>()
        .Where(other => other.Op == call.Op && other.Operands[0].Value == call.Operands[0].Value && other.Operands[1].Value < lowering.Values.Count)
        .Select(other => lowering.Values[other.Operands[1].Value]);

    private void Walk(Node of, IEnumerable<Node> withRespectTo, SourceSpan span)
    {
        Node[] values = withRespectTo.Distinct().ToArray();
        (IReadOnlyList<Node?> gradients, IReadOnlyList<Recurrence> recurrences) = Differentiation.Of(of, lowering.Builder, lowering.Recurrences, values);
        if (recurrences.Count > 0)
            lowering.AddLoops(recurrences, span);
        for (int value = 0; value < values.Length; value++)
            _known[(of, values[value])] = gradients[value];
    }
}
