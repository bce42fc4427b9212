using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Schedule;

/// <summary>What a kernel computes, before it is decided how: for each position of its domain the value of each output. Equal only to itself.</summary>
/// <param name="Identity">Where those of two definitions of a network are equal, so is all else.</param>
/// <param name="Name">A name from the user's layers.</param>
/// <param name="Summary">The same in words, with shapes.</param>
/// <param name="Domain">The axes of the outputs.</param>
/// <param name="Outputs">Where the values go and what they are.</param>
/// <param name="Work">The multiplications and other operations that it takes.</param>
/// <param name="Label">The layer that it serves.</param>
/// <param name="IsGradient">Whether it belongs to the backward pass.</param>
/// <param name="Contracts">Whether it holds a contraction, whose tiles span several rows.</param>
/// <param name="Additions">For a result that is summed up in memory, what is added where; else null.</param>
public sealed record KernelDefinition(
    string Identity,
    string Name,
    string Summary,
    IReadOnlyList<Axis> Domain,
    KernelOutputs Outputs,
    IReadOnlyList<Size> Work,
    string Label,
    bool IsGradient,
    bool Contracts,
    AdditionDefinition? Additions)
{
    /// <summary>The index, among the spec's values, of the call that it is named at to the user: the contraction's where it holds one, else its result's.</summary>
    public int Call { get; init; } = -1;

    /// <summary>The axes of its outputs, and those that are summed over.</summary>
    public IEnumerable<Axis> Axes => Domain.Concat(Outputs.Reductions.SelectMany(reduction => reduction.Axes));

    /// <summary>The buffers that are read.</summary>
    public IReadOnlyList<Buffer> Reads => Outputs.Reads;

    /// <summary>The buffers that are written.</summary>
    public IReadOnlyList<Buffer> Writes => Outputs.Writes;

    /// <summary>The reads.</summary>
    public IReadOnlyList<Load> Loads => Outputs.Loads;

    /// <summary>Whether it draws random numbers: then it does nothing else.</summary>
    public bool Draws => Outputs.Draw;

    /// <summary>The buffers whose memory the result may take over, should nobody else need them: those read only at the very element that is written.</summary>
    public IEnumerable<Buffer> MayOverwrite()
    {
        if (Contracts || Outputs.Count > 1 || Outputs.Reductions.Count > 0)
            return [];
        OutputDefinition output = Outputs[0];
        return Reads.Where(read => read.Base == read && read.Type == output.Buffer.Type && read.Shape == output.Buffer.Shape
            && Loads.All(load => load.Buffer.Base == read ? load.Buffer == read && load.Offset.Equals(output.Offset) : load.Offset.Elements.All(element => element.Buffer.Base != read)));
    }

    /// <inheritdoc/>
    public bool Equals(KernelDefinition? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);
}

/// <summary>One output of a kernel.</summary>
/// <param name="Buffer">Where it goes.</param>
/// <param name="Offset">The element that belongs to a position of the domain.</param>
/// <param name="Value">The value at the position.</param>
public sealed record OutputDefinition(Buffer Buffer, Index Offset, Expression Value);

/// <summary>The outputs of a kernel, and what a program's passes ask of them again and again.</summary>
public sealed class KernelOutputs : IReadOnlyList<OutputDefinition>
{
    private readonly OutputDefinition[] _outputs;

    private KernelOutputs(OutputDefinition[] outputs)
    {
        _outputs = outputs;
        Expression[] parts = outputs.SelectMany(output => output.Value.Descendants()).ToArray();
        Loads = parts.OfType<Load>().ToArray();
        Reductions = parts.OfType<Reduction>().ToArray();
        Draw = parts.Any(part => part is RandomWord);
        Reads = Loads.SelectMany(load => load.Offset.Elements.Select(element => element.Buffer).Append(load.Buffer)).Distinct().ToArray();
        Writes = outputs.Select(output => output.Buffer).ToArray();
    }

    /// <summary>The reads.</summary>
    public IReadOnlyList<Load> Loads { get; }

    /// <summary>The sums and maxima in their values.</summary>
    public IReadOnlyList<Reduction> Reductions { get; }

    /// <summary>Whether they are random numbers.</summary>
    public bool Draw { get; }

    /// <summary>The buffers that are read.</summary>
    public IReadOnlyList<Buffer> Reads { get; }

    /// <summary>The buffers that are written.</summary>
    public IReadOnlyList<Buffer> Writes { get; }

    /// <inheritdoc/>
    public int Count => _outputs.Length;

    /// <inheritdoc/>
    public OutputDefinition this[int index] => _outputs[index];

    /// <summary>The outputs in their order.</summary>
    public static implicit operator KernelOutputs(OutputDefinition[] outputs) => new(outputs);

    /// <inheritdoc/>
    public IEnumerator<OutputDefinition> GetEnumerator() => _outputs.AsEnumerable().GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>A result that is summed up in memory.</summary>
/// <param name="Result">Where the result lies.</param>
/// <param name="Offset">The element that is added to.</param>
public abstract record AdditionDefinition(Buffer Result, Index Offset);

/// <summary>A result to which factors times values are added.</summary>
/// <param name="Scatter">What is added.</param>
/// <param name="Result">Where the result lies.</param>
/// <param name="Offset">The element that is added to.</param>
public sealed record ScatterDefinition(Scatter Scatter, Buffer Result, Index Offset) : AdditionDefinition(Result, Offset);

/// <summary>A result to which rows are added.</summary>
/// <param name="Rows">What is added.</param>
/// <param name="Result">Where the result lies.</param>
/// <param name="Offset">The element that is added to.</param>
public sealed record RowAdditionDefinition(RowAddition Rows, Buffer Result, Index Offset) : AdditionDefinition(Result, Offset);

/// <summary>Writes the outputs of a kernel as expressions over what is in memory: every value between is put in place.</summary>
public sealed class KernelDefiner
{
    private readonly Func<Node, Buffer?> _memory;
    private readonly Dictionary<(string Name, Size Extent), Axis> _bound = [];

    private KernelDefiner(Func<Node, Buffer?> memory) => _memory = memory;

    /// <summary>Defines the kernel that writes <paramref name="outputs"/>.</summary>
    /// <param name="outputs">Values of one shape.</param>
    /// <param name="memory">The buffer of each value that has one.</param>
    /// <param name="steps">For the kernel of a loop the parts of buffers that belong to a step: the values' leading axis is the steps, of which it takes one; else null.</param>
    public static KernelDefinition Define(IReadOnlyList<Node> outputs, Func<Node, Buffer?> memory, StepParts? steps = null)
    {
        var definer = new KernelDefiner(memory);
        IReadOnlyList<Node> parts = definer.Parts(outputs);
        Axis[] domain = DomainNames(outputs[0], parts).Zip(outputs[0].Shape.Sizes, (name, size) => new Axis(name, size)).ToArray();
        Index[] position = domain.Select(axis => (Index)axis).ToArray();
        OutputDefinition[] definitions = outputs
            .Select(node => new OutputDefinition(memory(node)!, OffsetOf(node, memory(node)!, position), definer.Define(node, position)))
            .ToArray();
        KernelOutputs values = definitions;
        Provenance served = outputs[0].Provenance;
        var definition = new KernelDefinition(
            IdentityOf(outputs, parts, memory), KernelNames.OfKernel(outputs, parts, memory), KernelNames.Of(values.Reads.Except(values.Writes), values.Writes, values.Draw), domain, values, parts.Select(WorkOf).ToArray(), served.Label, served.IsGradient, parts.Any(node => node.Op is ContractionOp), definer.DefineAdditions(outputs))
        {
            Call = (parts.FirstOrDefault(node => node.Op is ContractionOp)?.Provenance ?? served).Order,
        };
        return steps is null ? definition : steps.OfStep(definition);
    }

    // What lives no longer than a step has no axis for the steps.
    private static Index OffsetOf(Node node, Buffer buffer, IReadOnlyList<Index> position) =>
        buffer.Offset(buffer.Shape.Rank < node.Shape.Rank ? position.Skip(1).ToArray() : position);

    // All of a kernel follows from the values that it computes and from how those that it reads and writes are called and stored.
    private static string IdentityOf(IReadOnlyList<Node> outputs, IReadOnlyList<Node> parts, Func<Node, Buffer?> memory)
    {
        IEnumerable<Buffer> buffers = outputs.Concat(parts.SelectMany(node => node.Inputs)).Select(memory).OfType<Buffer>().Distinct();
        return $"{string.Join(" ", parts.Select(node => node.Id))}: {string.Join(" ", buffers.Select(buffer => buffer.Name + buffer.Strides))}";
    }

    private AdditionDefinition? DefineAdditions(IReadOnlyList<Node> outputs)
    {
        if (outputs[0].Op is not ContractionOp { SumsInMemory: true })
            return null;
        Buffer result = _memory(outputs[0])!;
        switch (outputs[0].Op)
        {
            case IScatterOp op:
                Scatter scatter = op.DefineScatter(new Application(this, outputs[0]));
                return new ScatterDefinition(scatter, result, result.Offset(scatter.Place));
            case IRowAddition op:
                RowAddition rows = op.DefineRows(new Application(this, outputs[0]));
                return new RowAdditionDefinition(rows, result, result.Offset([rows.Row, rows.Column]));
            default:
                return null;
        }
    }

    // The values computed inside the kernel, the outputs included.
    private IReadOnlyList<Node> Parts(IReadOnlyList<Node> outputs)
    {
        var parts = new List<Node>();
        var open = new Stack<Node>(outputs);
        while (open.Count > 0)
        {
            Node node = open.Pop();
            if (parts.Contains(node))
                continue;
            parts.Add(node);
            foreach (Node input in node.Inputs.Where(input => _memory(input) is null))
                open.Push(input);
        }

        return parts;
    }

    private static IEnumerable<string> DomainNames(Node output, IReadOnlyList<Node> parts)
    {
        if (parts.FirstOrDefault(node => node.Op is ContractionOp) is { Op: ContractionOp contraction, Shape: var shape } && shape.Rank == output.Shape.Rank)
            return contraction.ResultAxisNames;
        return output.Shape.Rank switch
        {
            1 => ["element"],
            2 => ["row", "column"],
            4 => ["sample", "channel", "row", "column"],
            _ => Enumerable.Range(0, output.Shape.Rank).Select(axis => "axis" + axis),
        };
    }

    private static Size WorkOf(Node node) => node.Op switch
    {
        ContractionOp contraction => contraction.Products(node.Inputs) * 2,
        Reduce or MaxPool or MaxPoolWinner or MaxPoolGather or SumPool => node.Inputs[0].Shape.Elements,
        _ => node.Shape.Elements * node.Op.Cost,
    };

    private Expression Define(Node node, IReadOnlyList<Index> position) =>
        Simplification.Of(node.Op.Define(new Application(this, node), position));

    private sealed class Application(KernelDefiner definer, Node node) : Definition
    {
        public Node Node => node;

        public Expression Input(int input, params Index[] position)
        {
            Node value = node.Inputs[input];
            return definer._memory(value) is { } buffer ? new Load(buffer, OffsetOf(value, buffer, position)) : definer.Define(value, position);
        }

        public Index Element(int input, long limit, params Index[] position)
        {
            Buffer buffer = definer._memory(node.Inputs[input]) ?? throw new InvalidOperationException($"{node.Inputs[input]} is an index and must be in memory.");
            return Index.Of(new Element(buffer, OffsetOf(node.Inputs[input], buffer, position), limit), 1);
        }

        public Axis Bound(string name, Size extent)
        {
            if (!definer._bound.TryGetValue((name, extent), out Axis? axis))
                definer._bound[(name, extent)] = axis = new Axis(name, extent);
            return axis;
        }
    }
}
