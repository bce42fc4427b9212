using System.Globalization;
using System.Text;
using ModelGen.Compiler.Loops;

namespace ModelGen.Compiler.Schedule;

/// <summary>
/// What a kernel computes with its buffers and axes numbered instead of named: kernels whose keys are equal are one method that is handed other buffers, as those of a
/// network's repeated blocks are.
/// </summary>
public sealed class KernelKey
{
    private readonly StringBuilder _text = new();
    private readonly Dictionary<Buffer, int> _buffers = [];
    private readonly Dictionary<Axis, int> _axes = [];
    private readonly bool _named;

    private KernelKey(bool named) => _named = named;

    /// <summary>The key of a kernel.</summary>
    public static string Of(FusedKernel kernel) => Of(kernel, named: false);

    /// <summary>The same with all names and places: kernels of whatever networks that have equal ones are scheduled and printed alike, to the letter.</summary>
    public static string WithNames(FusedKernel kernel) => Of(kernel, named: true);

    private static string Of(FusedKernel kernel, bool named)
    {
        var key = new KernelKey(named);
        foreach (Buffer buffer in kernel.Buffers)
            key.Declare(buffer);
        if (kernel.Blocks is { } blocks)
        {
            key.Add(blocks);
        }
        else
        {
            foreach (KernelDefinition stage in kernel.Stages)
                key.Add(stage);
        }

        return key._text.Append(kernel.Shares).ToString();
    }

    private void Add(RowBlocks blocks)
    {
        foreach (Buffer kept in blocks.Kept.Values)
            Declare(kept);
        _text.Append("items ");
        foreach (Axis axis in blocks.Items.Append(blocks.Block))
            Add(axis);
        foreach (IReadOnlyList<KernelDefinition> stages in new[] { blocks.First, blocks.Whole, blocks.Rest })
        {
            _text.Append("\nin turn\n");
            foreach (KernelDefinition stage in stages)
                Add(stage);
        }
    }

    private void Declare(Buffer buffer)
    {
        if (!_buffers.ContainsKey(buffer.Base))
            _buffers.Add(buffer.Base, _buffers.Count);
        if (!_buffers.ContainsKey(buffer))
            _buffers.Add(buffer, _buffers.Count);
        _text.Append(buffer.Type).Append(buffer.Shape).Append(string.Join(",", buffer.Strides)).Append(" of ").Append(_buffers[buffer.Base]).Append('\n');
        if (_named)
            _text.Append(buffer.Name).Append(' ').Append(buffer.Place).Append(" from ").Append(buffer.Start).Append(PartOf(buffer)).Append('\n');
    }

    private static string PartOf(Buffer buffer) => buffer.Part is { } part ? $", each {part.Stride} of {part.Whole.Name} from {part.Whole.Start}" : "";

    private void Add(KernelDefinition stage)
    {
        _text.Append(stage.Contracts ? "contracts" : "stage");
        foreach (Axis axis in stage.Domain)
            Add(axis);
        foreach (OutputDefinition output in stage.Outputs)
        {
            _text.Append("\n#").Append(_buffers[output.Buffer]).Append('[');
            Add(output.Offset);
            _text.Append("] = ");
            Add(output.Value);
        }

        if (stage.Additions is { } additions)
        {
            _text.Append("\nadds ").Append(additions.GetType().Name).Append('[');
            Add(additions.Offset);
            _text.Append(']');
            if (_named)
                AddParts(additions);
        }

        _text.Append('\n');
    }

    private void AddParts(AdditionDefinition additions)
    {
        switch (additions)
        {
            case ScatterDefinition { Scatter: var scatter }:
                Enclose("scatter", () => Add([scatter.Item, .. scatter.Visits, .. scatter.Spread], scatter.Place, [scatter.Factor, scatter.Value]));
                break;
            case RowAdditionDefinition { Rows: var rows }:
                Enclose("rows", () => Add([rows.Addend, rows.Column], [rows.Row], [rows.Value]));
                break;
            default:
                throw new InvalidOperationException($"Unknown additions {additions}.");
        }
    }

    private void Add(IEnumerable<Axis> axes, IEnumerable<Index> places, IEnumerable<Expression> values)
    {
        foreach (Axis axis in axes)
            Add(axis);
        foreach (Index place in places)
            Enclose("at", () => Add(place));
        foreach (Expression value in values)
            Add(value);
    }

    private void Add(Axis axis)
    {
        if (!_axes.TryGetValue(axis, out int number))
        {
            _axes.Add(axis, number = _axes.Count);
            // A name is part of the emitted text only inside the kernel: for one network's any will do.
            _text.Append('(').Append(axis.Extent);
            if (_named)
                _text.Append(' ').Append(axis.Name);
            if (axis.Part is { } part)
                Add(part);
            _text.Append(')');
        }

        _text.Append('i').Append(number);
    }

    private void Add(Index index)
    {
        _text.Append(index.Constant);
        foreach (IndexTerm term in index.Terms)
        {
            _text.Append('+').Append(term.Coefficient).Append('*');
            switch (term.Atom)
            {
                case Axis axis:
                    Add(axis);
                    break;
                case Quotient quotient:
                    Enclose("/" + quotient.Divisor, () => Add(quotient.Dividend));
                    break;
                case Remainder remainder:
                    Enclose("%" + remainder.Divisor, () => Add(remainder.Dividend));
                    break;
                case Element element:
                    Enclose($"#{_buffers[element.Buffer]}<{element.Limit}", () => Add(element.Offset));
                    break;
                case One:
                    break;
                default:
                    throw new InvalidOperationException($"Unknown atom {term.Atom}.");
            }
        }
    }

    private void Enclose(string head, Action body)
    {
        _text.Append(head).Append('(');
        body();
        _text.Append(')');
    }

    private void Add(Expression expression)
    {
        Enclose(Head(expression), () =>
        {
            switch (expression)
            {
                case Load load:
                    Add(load.Offset);
                    break;
                case IndexValue value:
                    Add(value.Index);
                    break;
                case RandomWord word:
                    Add(word.Sample);
                    _text.Append(',');
                    Add(word.Element);
                    break;
                case Guard guard:
                    foreach (InRange condition in guard.Conditions)
                    {
                        Add(condition.Index);
                        _text.Append('<').Append(condition.Extent).Append(',');
                    }

                    break;
                case Reduction reduction:
                    foreach (Axis axis in reduction.Axes)
                        Add(axis);
                    break;
            }

            foreach (Expression part in expression.Parts)
                Add(part);
        });
    }

    private string Head(Expression expression) => expression switch
    {
        Number number => number.Value.ToString("R", CultureInfo.InvariantCulture),
        CountOf count => "count " + count.Size,
        Load load => "#" + _buffers[load.Buffer],
        RandomWord word => "random " + word.Layer,
        Unary unary => unary.Function.ToString(),
        Binary binary => binary.Function.ToString(),
        Select select => select.Comparison.ToString(),
        Reduction reduction => reduction.Kind.ToString(),
        _ => expression.GetType().Name,
    };
}
