using ModelGen.Compiler.Checks;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Cures;

/// <summary>
/// Looks for the one changed size that makes a network right: it changes the spec where the wrong value comes from, nearest first, and infers the shapes anew. What it finds is true,
/// since the whole network was seen to fit.
/// </summary>
internal static class CureSearch
{
    // The diagnostics that say that two shapes do not fit: a size of either may be the wrong one.
    private static readonly HashSet<string> Curable = ["MG0101", "MG0102", "MG0105", "MG0109", "MG0113", "MG0114"];

    // The arguments that say how many features there are; one of the sizes at hand is the right one.
    private static readonly HashSet<string> Counts = ["units", "filters", "width", "hidden"];

    // A padding costs nothing, another kernel is another layer.
    private static readonly string[] Order = ["padding", "stride", "kernel"];

    // Editors ask at every key, so the search is bounded by the values that it lowers, all tries together, and not by time, so that it finds the same everywhere.
    private const int MostLowered = 2000;
    private const int MostCures = 2;

    /// <summary>The error with the changes that cure it, which its last argument names as well.</summary>
    /// <param name="lowering">The lowering that ended in the error.</param>
    /// <param name="error">The error.</param>
    public static SpecError Cured(NetworkLowering lowering, SpecError error)
    {
        int failed = lowering.Values.Count;
        if (!Curable.Contains(error.Id) || failed == lowering.Spec.Values.Count)
            return error;
        var cures = new List<Cure>();
        int tries = MostLowered / lowering.Spec.Values.Count;
        foreach ((Cure cure, NetworkSpec changed) in Candidates(lowering, failed).Take(tries))
        {
            // Of one place the first is enough.
            if (!cures.Any(known => known.Name == cure.Name) && Fits(changed))
                cures.Add(cure);
            if (cures.Count == MostCures)
                break;
        }

        if (cures.Count == 0)
            return error;
        string words = $"{error.Arguments.Last()}; {string.Join(", or ", cures.Select(cure => cure.Text))} would fit";
        return error with { Arguments = error.Arguments.Take(error.Arguments.Count - 1).Append(words).ToEquatableArray(), Cures = cures.ToEquatableArray() };
    }

    private static bool Fits(NetworkSpec spec)
    {
        try
        {
            new NetworkLowering(spec).Lower();
            return true;
        }
        catch (NetworkException)
        {
            return false;
        }
    }

    private static IEnumerable<(Cure Cure, NetworkSpec Changed)> Candidates(NetworkLowering lowering, int failed)
    {
        NetworkSpec spec = lowering.Spec;
        IReadOnlyDictionary<int, string> labels = Labels(spec);
        long[] sizes = SizesAtHand(lowering, failed);
        foreach (int value in Upstream(spec, failed))
        {
            foreach ((Cure cure, ValueSpec changed) in ChangesOf(lowering, value, sizes, labels))
            {
                // All uses of a layer that is a member have its one declaration.
                bool IsSame(int other) => other == value || (changed is CallValue { IsMember: true, Label: var label } && spec.Values[other] is CallValue { IsMember: true } call && call.Label == label);
                yield return (cure, spec with
                {
                    Values = spec.Values
                        .Select((old, index) => !IsSame(index) ? old : old is CallValue call && changed is CallValue same ? call with { Arguments = same.Arguments } : changed)
                        .ToEquatableArray(),
                });
            }
        }
    }

    // The values that the failed one is computed from, nearest first, itself at the front.
    private static IEnumerable<int> Upstream(NetworkSpec spec, int failed)
    {
        var seen = new HashSet<int> { failed };
        var open = new Queue<int>(seen);
        while (open.Count > 0)
        {
            int value = open.Dequeue();
            yield return value;
            foreach (OperandSpec operand in CheckedNetwork.OperandsOf(spec.Values[value]).Where(operand => seen.Add(operand.Value)))
                open.Enqueue(operand.Value);
        }
    }

    // The numbers in the shapes that meet: what one side has the other may need.
    private static long[] SizesAtHand(NetworkLowering lowering, int failed)
    {
        IEnumerable<Shape> shapes = CheckedNetwork.OperandsOf(lowering.Spec.Values[failed]).Select(operand => lowering.Values[operand.Value].Shape);
        if (lowering.Spec.Values[failed] is CallValue { IsMember: true, Label: { } label })
            shapes = shapes.Concat(lowering.Parameters.Where(parameter => ((Parameter)parameter.Op).Name.StartsWith(label + ".", StringComparison.Ordinal)).Select(parameter => parameter.Shape));
        return shapes.SelectMany(shape => shape.Sizes).Where(size => size.IsConstant).Select(size => size.Constant).Distinct().ToArray();
    }

    private static IReadOnlyDictionary<int, string> Labels(NetworkSpec spec)
    {
        var labels = new CallLabels();
        return Enumerable.Range(0, spec.Values.Count)
            .Where(index => spec.Values[index] is CallValue)
            .ToDictionary(index => index, index => labels.Next((CallValue)spec.Values[index], SurfaceOp.Find(((CallValue)spec.Values[index]).Op)!));
    }

    private static IEnumerable<(Cure Cure, ValueSpec Changed)> ChangesOf(NetworkLowering lowering, int index, long[] sizes, IReadOnlyDictionary<int, string> labels) => lowering.Spec.Values[index] switch
    {
        ParameterValue parameter => WithSizes(parameter.Shape, sizes).Select(change => (
            new Cure(parameter.Name, "sizes", change.Axis, change.Size.ToString(), parameter.Span, $"[Parameter({string.Join(", ", change.Shape)})] on '{parameter.Name}'"),
            (ValueSpec)(parameter with { Shape = change.Shape }))),
        InputValue input => WithSizes(input.Shape, sizes).Select(change => (
            new Cure(input.Name, "sizes", change.Axis, change.Size.ToString(), input.Span, $"[Shape({string.Join(", ", change.Shape.Select(Quoted))})] on '{input.Name}'"),
            (ValueSpec)(input with { Shape = change.Shape }))),
        CallValue { Op: "Reshape" } call => WithInferredSizes(lowering, call),
        CallValue call => call.Arguments.OrderBy(argument => Array.IndexOf(Order, argument.Name)).SelectMany(argument => NumbersFor(call, argument, sizes).Select(number => (
            new Cure(labels[index], argument.Name, 0, number.ToString(), argument.Span, $"{argument.Name}: {number} on '{labels[index]}'"),
            (ValueSpec)With(call, argument, [number])))),
        _ => [],
    };

    private static IEnumerable<(int Axis, long Size, EquatableArray<SizeSpec> Shape)> WithSizes(EquatableArray<SizeSpec> shape, long[] sizes) =>
        from axis in Enumerable.Range(0, shape.Count)
        where shape[axis].Symbol is null
        from size in sizes
        where size != shape[axis].Constant
        select (axis, size, shape.Select((old, other) => other == axis ? new SizeSpec(null, size) : old).ToEquatableArray());

    // One of the sizes follows from the others.
    private static IEnumerable<(Cure Cure, ValueSpec Changed)> WithInferredSizes(NetworkLowering lowering, CallValue call)
    {
        ArgumentSpec sizes = call.Arguments.First(argument => argument.Name == "sizes");
        EquatableArray<double> given = sizes.Value.Numbers;
        Shape source = lowering.Values[call.Operands[0].Value].Shape;
        for (int axis = given.Count - 1; axis >= 0; axis--)
        {
            IEnumerable<Size> others = given.Where((_, other) => other != axis).Select((size, other) => size == 0 && other < source.Rank ? source[other] : (Size)(long)Math.Abs(size));
            if (given[axis] <= 0 || source.Elements.DividedBy(others.Aggregate((Size)1, (product, size) => product * size)) is not { IsConstant: true } left || left.Constant < 1)
                continue;
            double[] changed = given.Select((size, other) => other == axis ? left.Constant : size).ToArray();
            yield return (new Cure("Reshape", "sizes", axis, left.ToString(), sizes.Span, $"Reshape({string.Join(", ", changed)})"), With(call, sizes, changed));
        }
    }

    private static IEnumerable<long> NumbersFor(CallValue call, ArgumentSpec argument, long[] sizes)
    {
        if (argument.Value is not { IsArray: false, Numbers: [var given] })
            return [];
        IEnumerable<long> numbers = argument.Name switch
        {
            _ when Counts.Contains(argument.Name) => sizes,
            "padding" when call.Arguments.Any(other => other.Name == "kernel") => [0, 1, 2, 3],
            "stride" when !call.Op.Contains("Pool") => [1, 2],
            "kernel" => call.Op.Contains("Pool") ? [2, 3, 4] : [1, 3, 5, 7],
            _ => [],
        };
        return numbers.Where(number => number != given);
    }

    private static CallValue With(CallValue call, ArgumentSpec argument, IEnumerable<double> numbers) => call with
    {
        Arguments = call.Arguments.Select(old => old == argument ? old with { Value = old.Value with { Numbers = numbers.ToEquatableArray() } } : old).ToEquatableArray(),
    };

    private static CallValue With(CallValue call, ArgumentSpec argument, IEnumerable<long> numbers) => With(call, argument, numbers.Select(number => (double)number));

    private static string Quoted(SizeSpec size) => size.Symbol is { } symbol ? $"\"{symbol}\"" : size.ToString();
}
