using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Autodiff;

/// <summary>
/// What the users of values give to their gradients. Shares are added up; those of parts of a value that lie side by side, as of the gates of a recurrent layer, are
/// put side by side.
/// </summary>
/// <param name="builder">Makes the nodes.</param>
internal sealed class GradientShares(GraphBuilder builder)
{
    private readonly Dictionary<Node, List<Node>> _shares = [];
    private readonly Dictionary<Node, Node> _sums = [];

    /// <summary>Gives a value's gradient a share; all are given before the gradient is asked for.</summary>
    public void Add(Node value, Node share)
    {
        (_shares.TryGetValue(value, out List<Node>? known) ? known : _shares[value] = []).Add(share);
        _sums[value] = _sums.TryGetValue(value, out Node? sum) ? builder.Apply(new Add(), sum, share) : share;
    }

    /// <summary>The gradient with respect to a value; null where nobody gave it any.</summary>
    public Node? Of(Node value) => _shares.TryGetValue(value, out List<Node>? shares) ? SideBySide(shares) ?? _sums[value] : null;

    private Node? SideBySide(List<Node> shares)
    {
        if (shares.Count < 2 || shares.Any(share => share.Op is not Pad { Value: 0 }) || shares.Select(share => ((Pad)share.Op).Axis).Distinct().Count() > 1)
            return null;
        Node[] ordered = shares.OrderBy(share => ((Pad)share.Op).Before).ToArray();
        int axis = ((Pad)ordered[0].Op).Axis;
        var parts = new List<Node>();
        long end = 0;
        void FillTo(long begin)
        {
            if (begin > end)
                parts.Add(builder.Filled(0, ordered[0].Shape.With(axis, begin - end)));
        }

        foreach (Node share in ordered)
        {
            long begin = ((Pad)share.Op).Before;
            if (begin < end)
                return null;
            FillTo(begin);
            parts.Add(share.Inputs[0]);
            end = begin + share.Inputs[0].Shape[axis].Constant;
        }

        FillTo(ordered[0].Shape[axis].Constant);
        return builder.Apply(new Concat(axis), parts.ToArray());
    }
}
