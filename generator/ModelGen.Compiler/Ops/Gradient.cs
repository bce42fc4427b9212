using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of a gradient as a value: the reverse walk from a number to what it is computed from, whose nodes are ordinary ones.</summary>
public sealed class GradientCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node of = call.Operand(0), withRespectTo = call.Operand(1);
        if (of.Shape.Rank != 0)
            throw new NetworkException(new SpecError("MG0115", call.Spec.Operands[0].Span, new([of.Shape.ToString()])));
        return call.Gradient() ?? throw call.OperandError(1, "MG0116", call.Named(1), Reason(of, withRespectTo));
    }

    private static string Reason(Node of, Node withRespectTo)
    {
        var seen = new HashSet<Node>();
        var open = new Stack<Node>([of]);
        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (node == withRespectTo)
                return " through which a gradient flows: NoGradient and comparisons end it";
            foreach (Node input in node.Inputs.Where(seen.Add))
                open.Push(input);
        }

        return ", so there is none: compute the one from the other";
    }
}
