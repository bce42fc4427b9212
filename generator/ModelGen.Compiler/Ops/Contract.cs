using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>A loop axis of a contraction.</summary>
/// <param name="Name">Its name in the emitted loops.</param>
/// <param name="Extent">How far it counts.</param>
public sealed record ContractAxis(string Name, Size Extent);

/// <summary>An axis times a number.</summary>
public sealed record AxisTerm(int Axis, long Coefficient);

/// <summary>Where an operand is read along one of its own axes: a sum of loop axes times numbers, plus an offset.</summary>
public sealed record AxisMap(EquatableArray<AxisTerm> Terms, long Offset)
{
    /// <summary>At one loop axis itself.</summary>
    public static AxisMap At(int axis) => new(new EquatableArray<AxisTerm>([new AxisTerm(axis, 1)]), 0);

    /// <summary>At the first element, whatever the loop axes.</summary>
    public static AxisMap First => new(EquatableArray<AxisTerm>.Empty, 0);

    /// <summary>At a window's place: stride·output + dilation·kernel.</summary>
    public static AxisMap Window(int output, long stride, int kernel, long dilation) =>
        new(new EquatableArray<AxisTerm>([new AxisTerm(output, stride), new AxisTerm(kernel, dilation)]), 0);

    /// <summary>The loop axis, where the map is nothing but one.</summary>
    public int? Single => Terms.Count == 1 && Terms[0].Coefficient == 1 && Offset == 0 ? Terms[0].Axis : null;

    /// <summary>The index, for given loop axes.</summary>
    public Index IndexOf(IReadOnlyList<Index> axes) =>
        Terms.Aggregate((Index)Offset, (index, term) => index + (axes[term.Axis] * term.Coefficient));
}

/// <summary>
/// A sum of products of two operands, over any axes and windows: result[o] = Σ_r left[…]·right[…], each operand read at affine functions of the loop
/// axes (o, r). Matrix products, dense layers, convolutions of any dimension, stride and dilation, and all their gradients are contractions.
/// </summary>
/// <param name="Axes">The loop axes: first those of the result, in order, then those summed over.</param>
/// <param name="OutRank">How many belong to the result.</param>
/// <param name="Left">Where the left operand is read, for each of its axes.</param>
/// <param name="Right">Where the right operand is read, for each of its axes.</param>
public sealed record Contract(
    EquatableArray<ContractAxis> Axes,
    int OutRank,
    EquatableArray<AxisMap> Left,
    EquatableArray<AxisMap> Right) : ContractionOp
{
    /// <summary>Whether the backward pass computes again what the forward pass did, rather than keep it: else both would be one value.</summary>
    public bool IsRecomputed { get; init; }

    /// <inheritdoc/>
    public override Shape InferShape(IReadOnlyList<Node> inputs) => Shape.From(Axes.Take(OutRank).Select(axis => axis.Extent));

    /// <inheritdoc/>
    public override Size Products(IReadOnlyList<Node> inputs) => Axes.Aggregate((Size)1, (product, axis) => product * axis.Extent);

    /// <inheritdoc/>
    public override IEnumerable<string> ResultAxisNames => Axes.Take(OutRank).Select(axis => axis.Name);

    /// <inheritdoc/>
    public override Expression Define(Definition definition, IReadOnlyList<Index> position)
    {
        List<Axis> bound = Axes.Skip(OutRank).Select(axis => definition.Bound(axis.Name, axis.Extent)).ToList();
        Index[] all = position.Concat(bound.Select(axis => (Index)axis)).ToArray();
        return new Reduction(
            ReductionKind.Sum,
            bound.ToEquatableArray(),
            new Binary(
                BinaryFunction.Multiply,
                definition.Input(0, Left.Select(map => map.IndexOf(all)).ToArray()),
                definition.Input(1, Right.Select(map => map.IndexOf(all)).ToArray())));
    }

    /// <inheritdoc/>
    public override Node OverSteps(GraphBuilder graph, Node node, IReadOnlyList<StepInput> inputs, Size steps)
    {
        // An operand that is the same in all steps is read by all of them: a product of more rows, not more products.
        EquatableArray<AxisMap> Moved(EquatableArray<AxisMap> maps, bool isStacked)
        {
            IEnumerable<AxisMap> moved = maps.Select(map => map with { Terms = map.Terms.Select(term => term with { Axis = term.Axis + 1 }).ToEquatableArray() });
            return new(isStacked ? moved.Prepend(AxisMap.At(0)) : moved);
        }

        string name = "turn";
        for (int number = 2; Axes.Any(axis => axis.Name == name); number++)
            name = "turn" + number;
        var op = new Contract(new(Axes.Prepend(new ContractAxis(name, steps))), OutRank + 1, Moved(Left, inputs[0].IsStacked), Moved(Right, inputs[1].IsStacked));
        return graph.Apply(op, inputs[0].Value, inputs[1].Value);
    }

    /// <inheritdoc/>
    public override Node Gradient(GraphBuilder graph, Node node, Node gradient, int input) =>
        new ContractionGradient(graph, node, input).Build(gradient);
}

/// <summary>
/// The gradient of a contraction with respect to one operand X is a contraction again: its result has X's axes; an axis at which X is read as such takes
/// that loop axis's place, a window h = stride·o + dilation·k + offset is solved for o (the gradient is spread by the stride and padded, so that every o
/// exists); all other loop axes are summed over.
/// </summary>
internal sealed class ContractionGradient
{
    private readonly GraphBuilder _graph;
    private readonly Contract _op;
    private readonly Node _target;
    private readonly Node _other;
    private readonly EquatableArray<AxisMap> _targetMaps;
    private readonly EquatableArray<AxisMap> _otherMaps;
    private readonly List<ContractAxis> _axes = [];
    private readonly Dictionary<int, int> _place = [];
    private readonly Dictionary<int, int> _windows = [];

    public ContractionGradient(GraphBuilder graph, Node node, int input)
    {
        _graph = graph;
        _op = (Contract)node.Op;
        _target = node.Inputs[input];
        _other = node.Inputs[1 - input];
        _targetMaps = input == 0 ? _op.Left : _op.Right;
        _otherMaps = input == 0 ? _op.Right : _op.Left;
    }

    public Node Build(Node gradient)
    {
        for (int axis = 0; axis < _targetMaps.Count; axis++)
        {
            AxisMap map = _targetMaps[axis];
            if (map.Terms.Count == 0)
            {
                // An axis of one element that no loop walks, as the channels of a depthwise weight.
                _axes.Add(new ContractAxis("single" + axis, _target.Shape[axis]));
                continue;
            }

            int replaced = map.Single ?? map.Terms.Single(term => term.Axis < _op.OutRank).Axis;
            if (map.Single is null)
                _windows[replaced] = axis;
            _place[replaced] = axis;
            _axes.Add(new ContractAxis(_op.Axes[replaced].Name, _target.Shape[axis]));
        }

        int outRank = _axes.Count;
        for (int axis = 0; axis < _op.Axes.Count; axis++)
        {
            if (_place.ContainsKey(axis))
                continue;
            _place[axis] = _axes.Count;
            _axes.Add(_op.Axes[axis]);
        }

        var gradientMaps = new AxisMap[_op.OutRank];
        for (int axis = 0; axis < _op.OutRank; axis++)
        {
            if (_windows.TryGetValue(axis, out int windowed))
                (gradient, gradientMaps[axis]) = Spread(gradient, axis, windowed);
            else
                gradientMaps[axis] = AxisMap.At(_place[axis]);
        }

        IEnumerable<AxisMap> otherMaps = _otherMaps.Select(map => map with
        {
            Terms = map.Terms.Select(term => term with { Axis = _place[term.Axis] }).ToEquatableArray(),
        });
        var contraction = new Contract(_axes.ToEquatableArray(), outRank, new(gradientMaps), otherMaps.ToEquatableArray());
        return _graph.Apply(contraction, gradient, _other);
    }

    // Solves h = stride·o + dilation·k + offset for o: spread by the stride, the gradient's position is h − dilation·k − offset, shifted to be never negative.
    private (Node Gradient, AxisMap Map) Spread(Node gradient, int axis, int windowed)
    {
        AxisMap map = _targetMaps[windowed];
        AxisTerm output = map.Terms.Single(term => term.Axis == axis);
        AxisTerm kernel = map.Terms.Single(term => term.Axis != axis);
        long stride = output.Coefficient, dilation = kernel.Coefficient;
        long height = _target.Shape[windowed].Constant;
        long spread = ((_op.Axes[axis].Extent.Constant - 1) * stride) + 1;
        long last = _op.Axes[kernel.Axis].Extent.Constant - 1;
        long before = (Math.Max(0, dilation) * last) + map.Offset;
        long after = Math.Max(0, height - map.Offset - (Math.Min(0, dilation) * last) - spread);
        gradient = _graph.Apply(new Spread(axis, stride), gradient);
        gradient = _graph.Apply(new Pad(axis, before, after, 0), gradient);
        var terms = new[] { new AxisTerm(_place[axis], 1), new AxisTerm(_place[kernel.Axis], -dilation) };
        return (gradient, new AxisMap(new(terms), before - map.Offset));
    }
}
