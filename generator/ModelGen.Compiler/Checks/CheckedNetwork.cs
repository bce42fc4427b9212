using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Checks;

/// <summary>A network without errors, as the checks for likely mistakes see it: what the source says, and the shape of each value.</summary>
public sealed class CheckedNetwork
{
    // What only gives the elements of its operand another shape.
    private static readonly HashSet<string> Reshaping = ["Reshape", "Flatten", "Squeeze", "Unsqueeze"];

    private readonly IReadOnlyList<Shape> _shapes;
    private readonly HashSet<int> _read = [];

    /// <summary>The network of a spec.</summary>
    /// <param name="spec">What the source says.</param>
    /// <param name="shapes">The shapes of its values.</param>
    public CheckedNetwork(NetworkSpec spec, IReadOnlyList<Shape> shapes)
    {
        Spec = spec;
        _shapes = shapes;
        ForOutput = NeededFor(spec.Outputs.Select(output => output.Value));
        ForLoss = NeededFor(spec.Loss is { } loss ? [loss] : []);
        ForUpdates = new HashSet<int>(NeededFor(spec.Updates.Select(update => update.Value.Value)).Concat(spec.Updates.Select(update => update.Parameter)));
        foreach (ValueSpec value in spec.Values)
            _read.UnionWith(OperandsOf(value).Select(operand => operand.Value));
        _read.UnionWith(spec.Outputs.Select(output => output.Value).Append(spec.Loss ?? spec.Outputs[0].Value).Concat(spec.Updates.SelectMany(update => new[] { update.Parameter, update.Value.Value })));
    }

    /// <summary>What the source says.</summary>
    public NetworkSpec Spec { get; }

    /// <summary>The values that the outputs are computed from, themselves included.</summary>
    public IReadOnlyCollection<int> ForOutput { get; }

    /// <summary>The values that the loss is computed from, itself included; empty where there is none.</summary>
    public IReadOnlyCollection<int> ForLoss { get; }

    /// <summary>The values that parameters' new values are computed from, those and the parameters included.</summary>
    public IReadOnlyCollection<int> ForUpdates { get; }

    /// <summary>The shape of a value.</summary>
    public Shape ShapeOf(int value) => _shapes[value];

    /// <summary>Whether anything is computed from a value, or it is a result.</summary>
    public bool IsRead(int value) => _read.Contains(value);

    /// <summary>The call that makes a value; null where it is made by none.</summary>
    public CallValue? CallAt(int value) => Spec.Values[value] as CallValue;

    /// <summary>The call whose elements a value has, maybe in another shape with the same last axis; null where it is made by none.</summary>
    public (int Index, CallValue Call)? Origin(int value)
    {
        while (CallAt(value) is { } call)
        {
            int operand = call.Operands.Count == 1 ? call.Operands[0].Value : -1;
            if (!Reshaping.Contains(call.Op) || ShapeOf(operand).Sizes.LastOrDefault() != ShapeOf(value).Sizes.LastOrDefault())
                return (value, call);
            value = operand;
        }

        return null;
    }

    /// <summary>
    /// The calls, by the place where they stand. A loop or a method that is used twice gives several calls there: what some of them are right in is no mistake of the source.
    /// </summary>
    public IEnumerable<IGrouping<SourceSpan, int>> CallsByPlace() =>
        Enumerable.Range(0, Spec.Values.Count).Where(value => CallAt(value) is not null).GroupBy(value => Spec.Values[value].Span);

    /// <summary>A warning for each place at which a check finds fault with every call; it says the same of all, so the first one's words stand for them.</summary>
    /// <param name="id">The diagnostic's id.</param>
    /// <param name="fault">The arguments of its message for a call and its index; null where it is right.</param>
    public IEnumerable<SpecError> WhereEvery(string id, Func<int, CallValue, string[]?> fault)
    {
        foreach (IGrouping<SourceSpan, int> place in CallsByPlace())
        {
            string[]?[] faults = place.Select(value => fault(value, CallAt(value)!)).ToArray();
            if (faults.All(arguments => arguments is not null))
                yield return new SpecError(id, place.Key, new(faults[0]!));
        }
    }

    /// <summary>The operands of a value.</summary>
    public static IEnumerable<OperandSpec> OperandsOf(ValueSpec value) => value switch
    {
        CallValue call => call.Operands,
        ScanValue scan => scan.Sequences.Concat(scan.Initial),
        ScanEndValue end => end.States.Concat(end.Outputs),
        _ => [],
    };

    /// <summary>The values that some are computed from, themselves included.</summary>
    public IReadOnlyCollection<int> NeededFor(IEnumerable<int> values)
    {
        var needed = new HashSet<int>(values);
        var open = new Stack<int>(needed);
        while (open.Count > 0)
        {
            int value = open.Pop();
            foreach (int operand in Inputs(value))
            {
                if (needed.Add(operand))
                    open.Push(operand);
            }
        }

        return needed;
    }

    // What a step finds comes from the scan that began last before it, what a scan gives from the one that ended last.
    private IEnumerable<int> Inputs(int value) => Spec.Values[value] switch
    {
        StepEntryValue => [LastBefore<ScanValue>(value)],
        ScanResultValue => [LastBefore<ScanEndValue>(value)],
        ScanEndValue end => OperandsOf(end).Select(operand => operand.Value).Append(LastBefore<ScanValue>(value)),
        var other => OperandsOf(other).Select(operand => operand.Value),
    };

    private int LastBefore<T>(int value)
    {
        while (Spec.Values[value] is not T)
            value--;
        return value;
    }
}
