using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;

namespace ModelGen.Compiler.Tests.Harness;

/// <summary>Evaluates expressions over buffers, those of loops and those of definitions, at a place that its user sets.</summary>
internal sealed class ExpressionJudge(LoopMemory memory)
{
    /// <summary>The values of the axes.</summary>
    public Dictionary<Axis, long> Place { get; } = [];

    /// <summary>The places inside buffers that have names.</summary>
    public Dictionary<Buffer, (Buffer Within, long Offset)> Anchors { get; } = [];

    /// <summary>Gives a register's lane.</summary>
    public Func<Register, long, double>? Register { get; set; }

    /// <summary>Told of each element that is read.</summary>
    public Action<Buffer, long>? Observe { get; set; }

    /// <summary>The buffer that is memory of its own, and where the given one begins in it.</summary>
    public (Buffer Within, long Offset) Resolve(Buffer buffer) => Anchors.TryGetValue(buffer, out (Buffer, long) anchor) ? anchor : (buffer.Memory, buffer.Part is null ? buffer.Start.Evaluate(memory.SymbolValue) : 0);

    /// <summary>Reads an element.</summary>
    public double Read(Buffer buffer, long offset)
    {
        (Buffer within, long first) = Resolve(buffer);
        Observe?.Invoke(within, first + offset);
        return memory[within][first + offset];
    }

    /// <summary>The value of an index.</summary>
    public long At(Index index)
    {
        long value = index.Constant;
        foreach (IndexTerm term in index.Terms)
        {
            value += term.Coefficient.Evaluate(memory.SymbolValue) * term.Atom switch
            {
                Axis axis => Place[axis],
                One => 1,
                Quotient quotient => At(quotient.Dividend) / quotient.Divisor,
                Remainder remainder => At(remainder.Dividend) % remainder.Divisor,
                Element element => (long)Read(element.Buffer, At(element.Offset)),
                _ => throw new InvalidOperationException($"Unknown atom {term.Atom}."),
            };
        }

        return value;
    }

    /// <summary>The value of an expression.</summary>
    public double Value(Expression expression) => expression switch
    {
        Number number => number.Value,
        CountOf count => count.Size.Evaluate(memory.SymbolValue),
        IndexValue index => At(index.Index),
        RandomWord word => ScalarFunctions.Word(word.Layer, At(word.Sample), At(word.Element)),
        Load load => Read(load.Buffer, At(load.Offset)),
        Read read => Register!(read.Register, read.Register.Lane is { } lane ? Place[lane] : 0),
        Unary unary => ScalarFunctions.Apply(unary.Function, Value(unary.Operand)),
        Binary binary => ScalarFunctions.Apply(binary.Function, Value(binary.Left), Value(binary.Right)),
        MultiplyAdd fused => (Value(fused.Left) * Value(fused.Right)) + Value(fused.Addend),
        Select select => ScalarFunctions.Holds(select.Comparison, Value(select.Left), Value(select.Right)) ? Value(select.WhenTrue) : Value(select.WhenFalse),
        Guard guard => guard.Conditions.All(condition => At(condition.Index) is var at && at >= 0 && at < condition.Extent.Evaluate(memory.SymbolValue))
            ? Value(guard.Value)
            : Value(guard.Otherwise),
        Reduction reduction => Reduce(reduction).Value,
        Winner winner => Reduce(winner.Maximum).Winner,
        AcrossLanes across => Across(across),
        _ => throw new InvalidOperationException($"Unknown expression {expression}."),
    };

    private (double Value, long Winner) Reduce(Reduction reduction)
    {
        double result = reduction.Kind == ReductionKind.Sum ? 0 : double.NegativeInfinity;
        (long at, long winner) = (0, 0);
        foreach (int _ in Everywhere(reduction.Axes))
        {
            double value = Value(reduction.Body);
            if (reduction.Kind == ReductionKind.Sum)
                result += value;
            else if (value > result)
                (result, winner) = (value, at);
            at++;
        }

        return (result, winner);
    }

    /// <summary>Goes through all places along some axes, the last fastest; counts them.</summary>
    public IEnumerable<int> Everywhere(IReadOnlyList<Axis> axes)
    {
        long[] sizes = [.. axes.Select(axis => axis.Extent.Evaluate(memory.SymbolValue))];
        long count = sizes.Aggregate(1L, (product, size) => product * size);
        for (int flat = 0; flat < count; flat++)
        {
            long left = flat;
            for (int axis = sizes.Length - 1; axis >= 0; axis--)
            {
                Place[axes[axis]] = left % sizes[axis];
                left /= sizes[axis];
            }

            yield return flat;
        }
    }

    private double Across(AcrossLanes across)
    {
        Axis lane = across.Vector.Descendants().OfType<Read>().Select(read => read.Register.Lane).First(axis => axis is not null)!;
        double result = across.Kind == ReductionKind.Sum ? 0 : double.NegativeInfinity;
        for (long i = 0; i < lane.Extent.Constant; i++)
        {
            Place[lane] = i;
            double value = Value(across.Vector);
            result = across.Kind == ReductionKind.Sum ? result + value : Math.Max(result, value);
        }

        return result;
    }
}
