using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Tests.Harness;

/// <summary>
/// The judge of passes and gradients: evaluates a graph node by node in double precision, each element by its op's definition, with no layout, no
/// fusion and no schedule.
/// </summary>
internal sealed class Interpreter(Func<string, long> symbols, Func<Node, double[]> sources)
{
    private readonly Dictionary<Node, double[]> values = [];

    /// <summary>The elements of a value, in row-major order.</summary>
    public double[] Evaluate(Node root)
    {
        foreach (Node node in new NetworkGraph([root], null, []) { Recurrences = Recurrences }.TopologicalOrder())
            EvaluateNode(node);
        return values[root];
    }

    /// <summary>What the graph's loops carry from step to step.</summary>
    public IReadOnlyList<Recurrence> Recurrences { get; init; } = [];

    private void EvaluateNode(Node node)
    {
        if (values.ContainsKey(node))
            return;
        foreach (Node input in node.Inputs)
            EvaluateNode(input);
        if (node.Op is PreviousState previous)
            EvaluateLoop(previous.State.Loop);
        else
            values[node] = node.Op is SourceOp ? sources(node) : node.Op is Reshape ? values[node.Inputs[0]] : Compute(node);
    }

    // With states that settle from the first step on: as many times as there are steps, all steps at once.
    private void EvaluateLoop(int loop)
    {
        Recurrence[] states = [.. Recurrences.Where(recurrence => recurrence.State.Loop == loop)];
        long steps = states[0].State.Steps.Evaluate(symbols);
        foreach (Recurrence state in states)
        {
            EvaluateNode(state.Previous.Inputs[0]);
            double[] initial = values[state.Previous.Inputs[0]];
            values[state.Previous] = [.. Enumerable.Repeat(initial, (int)steps).SelectMany(each => each)];
        }

        for (long turn = 0; turn < steps; turn++)
        {
            Node[] known = [.. values.Keys];
            foreach (Recurrence state in states)
                EvaluateNode(state.Next);
            Dictionary<Node, double[]> shifted = states.ToDictionary(state => state.Previous, state => Shifted(values[state.Previous], values[state.Next], (int)steps, state.State.Reverse));
            // What the turn has computed is computed anew from the states that it gave.
            foreach (Node node in values.Keys.Except(known).ToArray())
                values.Remove(node);
            foreach ((Node previous, double[] state) in shifted)
                values[previous] = state;
        }
    }

    // The states before the steps: the first stays, each other is what the step before it leaves.
    private static double[] Shifted(double[] previous, double[] next, int steps, bool reverse)
    {
        int width = next.Length / steps, moved = next.Length - width;
        double[] result = [.. previous];
        if (reverse)
            Array.Copy(next, width, result, 0, moved);
        else
            Array.Copy(next, 0, result, width, moved);
        return result;
    }

    /// <summary>The elements of a value that is summed up in memory, addition by addition.</summary>
    public double[] EvaluateAdditions(Node node)
    {
        foreach (Node input in node.Inputs)
            Evaluate(input);
        Scatter scatter = ((IScatterOp)node.Op).DefineScatter(new Application(node));
        Axis[] axes = [scatter.Item, .. scatter.Visits, .. scatter.Spread];
        long[] sizes = axes.Select(axis => axis.Extent.Evaluate(symbols)).ToArray();
        var result = new double[node.Shape.Elements.Evaluate(symbols)];
        var target = new ElementOf(node, new(scatter.Place));
        var place = new Dictionary<Axis, long>();
        for (long turn = 0; turn < sizes.Aggregate(1L, (product, size) => product * size); turn++)
        {
            long left = turn;
            for (int axis = axes.Length - 1; axis >= 0; axis--)
            {
                place[axes[axis]] = left % sizes[axis];
                left /= sizes[axis];
            }

            result[Flat(target, place)] += Value(scatter.Factor, place) * Value(scatter.Value, place);
        }

        return result;
    }

    private double[] Compute(Node node)
    {
        long[] sizes = Sizes(node.Shape);
        var result = new double[sizes.Aggregate(1L, (product, size) => product * size)];
        Axis[] axes = node.Shape.Sizes.Select((size, i) => new Axis("d" + i, size)).ToArray();
        Expression element = node.Op.Define(new Application(node), axes.Select(axis => (Index)axis).ToArray());
        var place = new Dictionary<Axis, long>();
        for (long flat = 0; flat < result.Length; flat++)
        {
            long left = flat;
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                place[axes[axis]] = left % sizes[axis];
                left /= sizes[axis];
            }

            result[flat] = Value(element, place);
        }

        return result;
    }

    private double Value(Expression expression, Dictionary<Axis, long> place) => expression switch
    {
        Number number => number.Value,
        CountOf count => count.Size.Evaluate(symbols),
        IndexValue value => At(value.Index, place),
        RandomWord word => ScalarFunctions.Word(word.Layer, At(word.Sample, place), At(word.Element, place)),
        ElementOf element => values[element.Node][Flat(element, place)],
        Unary unary => ScalarFunctions.Apply(unary.Function, Value(unary.Operand, place)),
        Binary binary => ScalarFunctions.Apply(binary.Function, Value(binary.Left, place), Value(binary.Right, place)),
        Select select => ScalarFunctions.Holds(select.Comparison, Value(select.Left, place), Value(select.Right, place))
            ? Value(select.WhenTrue, place)
            : Value(select.WhenFalse, place),
        Guard guard => guard.Conditions.All(condition => At(condition.Index, place) is var at && at >= 0 && at < condition.Extent.Evaluate(symbols))
            ? Value(guard.Value, place)
            : Value(guard.Otherwise, place),
        Reduction reduction => Reduce(reduction, place).Value,
        Winner winner => Reduce(winner.Maximum, place).Winner,
        _ => throw new InvalidOperationException(expression.ToString()),
    };

    private (double Value, long Winner) Reduce(Reduction reduction, Dictionary<Axis, long> place)
    {
        long[] sizes = reduction.Axes.Select(axis => axis.Extent.Evaluate(symbols)).ToArray();
        long count = sizes.Aggregate(1L, (product, size) => product * size);
        double result = reduction.Kind == ReductionKind.Sum ? 0 : double.NegativeInfinity;
        long winner = 0;
        for (long flat = 0; flat < count; flat++)
        {
            long left = flat;
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                place[reduction.Axes[axis]] = left % sizes[axis];
                left /= sizes[axis];
            }

            double value = Value(reduction.Body, place);
            if (reduction.Kind == ReductionKind.Sum)
                result += value;
            else if (value > result)
                (result, winner) = (value, flat);
        }

        return (result, winner);
    }

    private long At(Index index, Dictionary<Axis, long> place) => index.Constant + index.Terms.Sum(term => term.Coefficient.Evaluate(symbols) * term.Atom switch
    {
        Axis axis => place[axis],
        One => 1,
        Quotient quotient => At(quotient.Dividend, place) / quotient.Divisor,
        Remainder remainder => At(remainder.Dividend, place) % remainder.Divisor,
        IntegerElement integer => (long)values[integer.Element.Node][Flat(integer.Element, place)],
        _ => throw new InvalidOperationException(),
    });

    private long Flat(ElementOf element, Dictionary<Axis, long> place)
    {
        long[] sizes = Sizes(element.Node.Shape);
        long flat = 0;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            long at = At(element.Position[axis], place);
            Assert.InRange(at, 0, sizes[axis] - 1);
            flat = (flat * sizes[axis]) + at;
        }

        return flat;
    }

    private long[] Sizes(Shape shape) => shape.Sizes.Select(size => size.Evaluate(symbols)).ToArray();

    // An element of another value, by position.
    private sealed record ElementOf(Node Node, EquatableArray<Index> Position) : Expression
    {
        public override Expression Map(Func<Expression, Expression> part, Func<Index, Index> index) =>
            this with { Position = Position.Select(index).ToEquatableArray() };

        public override bool DependsOn(Axis axis) => Position.Any(index => index.DependsOn(axis));
    }

    // The same as an index.
    private sealed record IntegerElement(ElementOf Element, long Limit) : Atom
    {
        public override long? Largest => Limit - 1;

        public override bool DependsOn(Axis axis) => Element.DependsOn(axis);

        internal override Index? Rewrite(Func<Atom, Index?> replacement) => null;
    }

    private sealed class Application(Node node) : Definition
    {
        private readonly Dictionary<string, Axis> bound = [];

        public Node Node => node;

        public Expression Input(int input, params Index[] position) => new ElementOf(node.Inputs[input], new(position));

        public Index Element(int input, long limit, params Index[] position) => Index.Of(new IntegerElement(new ElementOf(node.Inputs[input], new(position)), limit), 1);

        public Axis Bound(string name, Size extent) => bound.TryGetValue(name, out Axis? axis) ? axis : bound[name] = new Axis(name, extent);
    }
}
