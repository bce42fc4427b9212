using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>Lowers scans: makes what a step finds, lets its calls be lowered as all others are, and makes a loop of them.</summary>
/// <param name="lowering">The lowering of the network.</param>
/// <param name="spec">The network.</param>
/// <param name="values">The nodes of the values before the one at hand.</param>
internal sealed class OpenLoops(NetworkLowering lowering, NetworkSpec spec, IReadOnlyList<Node> values)
{
    private ScanValue? _scan;
    private int _begin;
    private int _axis;
    private LoopBuilder? _loop;
    private IReadOnlyList<Node> _results = [];

    // The values of steps that have ended, by their first and the one behind their last: nothing behind them may use what they depend on.
    private readonly List<(int Begin, int End)> _ended = [];

    /// <summary>Lowers a value that belongs to a scan.</summary>
    public Node Lower(ValueSpec value, int index) => value switch
    {
        ScanValue scan => Begin(scan, index),
        StepEntryValue entry => Entry(entry),
        ScanEndValue end => End(end, index),
        ScanResultValue result => Move(_results[result.Number]),
        _ => throw new InvalidOperationException($"{value} is no part of a scan."),
    };

    /// <summary>Refuses values of a step that has ended.</summary>
    public void CheckOperands(IEnumerable<OperandSpec> operands)
    {
        foreach (OperandSpec operand in operands)
        {
            if (_ended.Any(step => operand.Value > step.Begin && operand.Value < step.End) && DependsOnStep(values[operand.Value]))
                throw Error(operand.Span, "a value of a step is there in that step alone: return it from the step");
        }
    }

    /// <summary>Refuses a loop in a step of another one, and one that does not know how many steps it has.</summary>
    public void CheckBegin(Size steps, SourceSpan span)
    {
        if (_loop is not null)
            throw Error(span, "a step cannot hold another Scan, nor a recurrent layer: go through the positions before or behind it");
        if (!steps.IsConstant && !steps.Equals(Size.Of(steps.Symbols)))
            throw Error(span, $"the length of a sequence is a number or a symbol, and this is {steps}");
    }

    private Node Begin(ScanValue scan, int index)
    {
        CheckOperands(scan.Sequences.Concat(scan.Initial));
        Node first = values[scan.Sequences[0].Value];
        _axis = first.Shape.Axis(scan.Axis) ?? throw new NetworkException(new SpecError("MG0107", scan.AxisSpan, new(["Scan", scan.Axis.ToString(), first.Shape.ToString()])));
        Size steps = first.Shape[_axis];
        foreach (OperandSpec sequence in scan.Sequences)
        {
            Shape shape = values[sequence.Value].Shape;
            if (_axis >= shape.Rank)
                throw new NetworkException(new SpecError("MG0107", sequence.Span, new(["Scan", _axis.ToString(), shape.ToString()])));
            if (shape[_axis] != steps)
                throw Error(sequence.Span, $"the sequences have different lengths along axis {_axis}, {steps} of {first.Shape} and {shape[_axis]} of {shape}");
        }

        foreach (OperandSpec initial in scan.Initial)
        {
            Node state = values[initial.Value];
            if (state.Shape.Rank < _axis)
                throw Error(initial.Span, $"the states of all steps are put side by side along axis {_axis}, which a state of the shape {state.Shape} leaves no place for");
            if (state.Type != ElementType.Float32)
                throw Error(initial.Span, $"a state holds floating-point numbers, and {state.Shape} holds integers");
        }

        LoopBuilder loop = lowering.BeginLoop(steps, scan.Reverse, scan.Span);
        (_scan, _begin, _loop) = (scan, index, loop);
        return first;
    }

    private Node Entry(StepEntryValue entry)
    {
        int state = entry.Number - _scan!.Sequences.Count;
        return state < 0 ? _loop!.Sequence(values[_scan.Sequences[entry.Number].Value], _axis) : _loop!.State(values[_scan.Initial[state].Value]);
    }

    private Node End(ScanEndValue end, int index)
    {
        for (int state = 0; state < end.States.Count; state++)
        {
            Node initial = values[_scan!.Initial[state].Value], next = values[end.States[state].Value];
            if (next.Shape != initial.Shape)
                throw Error(end.States[state].Span, $"the state begins with the shape {initial.Shape} and has the shape {next.Shape} after a step; it must keep its shape");
            if (next.Type != initial.Type)
                throw Error(end.States[state].Span, $"a state holds floating-point numbers, and {next.Shape} holds integers");
        }

        Node Value(OperandSpec operand) => values[operand.Value];
        foreach (OperandSpec output in end.Outputs)
        {
            if (Value(output).Shape.Rank < _axis)
                throw Error(output.Span, $"the outputs of all steps are put side by side along axis {_axis}, which an output of the shape {Value(output).Shape} leaves no place for");
        }

        try
        {
            (IReadOnlyList<Node> states, IReadOnlyList<Node> outputs) = _loop!.Close(end.States.Select(Value).ToArray(), end.Outputs.Select(Value).ToArray(), lowering.Recurrences);
            _results = [.. states, .. outputs];
        }
        catch (UnstackableException exception)
        {
            Provenance served = exception.Node.Provenance;
            throw Error(spec.Values[served.Order].Span, $"'{served.Label}' cannot stand in a step: use it before or behind the Scan");
        }

        _ended.Add((_begin, index));
        _loop = null;
        return _results[0];
    }

    // The steps' axis to where it lies in the sequences.
    private Node Move(Node result)
    {
        IEnumerable<int> axes = Enumerable.Range(1, result.Shape.Rank - 1);
        return lowering.Builder.Apply(new Permute(new EquatableArray<int>([.. axes.Take(_axis), 0, .. axes.Skip(_axis)])), result);
    }

    private static bool DependsOnStep(Node node)
    {
        var seen = new HashSet<Node>();
        var open = new Stack<Node>([node]);
        while (open.Count > 0)
        {
            Node next = open.Pop();
            if (next.Op is StepValue)
                return true;
            foreach (Node input in next.Inputs.Where(seen.Add))
                open.Push(input);
        }

        return false;
    }

    private static NetworkException Error(SourceSpan span, string text) => new(new SpecError("MG0114", span, new([text])));
}
