using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Passes;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Plan;

/// <summary>One of the things a network can be asked for, as a sequence of kernels over memory.</summary>
/// <param name="Name">What it is called: <c>Predict</c>, <c>Evaluate</c>, <c>Train</c>.</param>
/// <param name="Kernels">The kernels in the order in which they run.</param>
/// <param name="Outputs">Where each output is; two may be in one place.</param>
/// <param name="Loss">Where the loss is; null where the program does not compute it.</param>
/// <param name="Parameters">How the parameters that it reads are stored.</param>
public sealed record NetworkProgram(
    string Name,
    IReadOnlyList<FusedKernel> Kernels,
    IReadOnlyList<Buffer> Outputs,
    Buffer? Loss,
    IReadOnlyList<ParameterStorage> Parameters)
{
    /// <summary>The step that each kernel runs in: kernels of one step run side by side, in any order. By themselves, one after another.</summary>
    public IReadOnlyList<int> Steps { get; init; } = Enumerable.Range(0, Kernels.Count).ToArray();

    /// <summary>Which of the kernels are gone through more than once.</summary>
    public IReadOnlyList<ProgramLoop> Loops { get; init; } = [];

    /// <summary>The loop that a kernel is a part of; null where it runs once.</summary>
    public ProgramLoop? LoopOf(int kernel) => Loops.FirstOrDefault(loop => kernel >= loop.First && kernel < loop.End);

    /// <summary>Whether it leaves gradients.</summary>
    public bool WritesGradients => Kernels.SelectMany(kernel => kernel.Buffers).Any(buffer => buffer.Place == BufferPlace.Gradient);

    /// <summary>The operations that the program takes.</summary>
    public IEnumerable<Size> Work => Kernels.SelectMany((kernel, place) => LoopOf(place) is { } loop ? kernel.Work.Select(work => work * loop.Steps) : kernel.Work);

    /// <summary>The results that may take over memory of what they are computed from, where their step is the last to need that.</summary>
    public IReadOnlyList<Overwrite> Overwrites()
    {
        var overwrites = new List<Overwrite>();
        foreach (IGrouping<int, int> step in Enumerable.Range(0, Kernels.Count).GroupBy(kernel => Steps[kernel]))
        {
            foreach (int kernel in step)
            {
                // What is needed in one turn of a loop may be needed in the next; and who runs beside the kernel may be behind it or ahead.
                if (LoopOf(kernel) is not null || Kernels[kernel].Stages is not [var only])
                    continue;
                HashSet<Buffer> beside = [.. step.Where(other => other != kernel).SelectMany(other => Kernels[other].Buffers).Select(buffer => buffer.Base)];
                Buffer[] read = only.MayOverwrite().Where(buffer => !beside.Contains(buffer.Base)).ToArray();
                if (read.Length > 0)
                    overwrites.Add(new Overwrite(step.Key, kernel, only.Outputs[0].Buffer, read));
            }
        }

        return overwrites;
    }

    /// <summary>The buffers in the arena, each with the first step that writes it and the last that needs it.</summary>
    public IReadOnlyList<Lifetime> Lifetimes()
    {
        var lifetimes = new Dictionary<Buffer, Lifetime>();
        void Touch(Buffer buffer, int step)
        {
            if (buffer.Base.Place == BufferPlace.Arena)
                lifetimes[buffer.Base] = lifetimes.TryGetValue(buffer.Base, out Lifetime? known) ? known with { Last = step } : new Lifetime(buffer.Base, step, step);
        }

        for (int kernel = 0; kernel < Kernels.Count; kernel++)
        {
            foreach (Buffer buffer in Kernels[kernel].Buffers)
                Touch(buffer, Steps[kernel]);
        }

        foreach (ProgramLoop loop in Loops)
        {
            // What comes from before the loop, goes on behind it, or has a part for each step, lives as long as the loop; where workers do not wait for each other, all does: one may have gone
            // on to what another has yet to come to.
            int first = Steps[loop.First], last = Steps[loop.End - 1];
            foreach (Buffer buffer in Enumerable.Range(loop.First, loop.End - loop.First).SelectMany(kernel => Kernels[kernel].Buffers))
            {
                if (buffer.Base.Place == BufferPlace.Arena && lifetimes[buffer.Base] is var life && (loop.KeepsToRows || buffer.Part is not null || life.First < first || life.Last > last))
                    lifetimes[buffer.Base] = life with { First = Math.Min(life.First, first), Last = Math.Max(life.Last, last) };
            }
        }

        // The caller reads these when the program is over.
        int over = Steps.Count == 0 ? 0 : Steps[Steps.Count - 1] + 1;
        foreach (Buffer output in Outputs)
            Touch(output, over);
        if (Loss is not null)
            Touch(Loss, over);
        return lifetimes.Values.ToArray();
    }
}

/// <summary>Kernels that are gone through once for each step of a loop.</summary>
/// <param name="First">The first of them.</param>
/// <param name="End">Behind the last.</param>
/// <param name="Steps">How many steps there are.</param>
/// <param name="Reverse">Whether they go from the last position to the first.</param>
/// <param name="KeepsToRows">Whether each worker goes through its rows from the first step to the last without waiting for the others.</param>
public sealed record ProgramLoop(int First, int End, Size Steps, bool Reverse, bool KeepsToRows);

/// <summary>A result that may lie where what it is computed from lay.</summary>
/// <param name="Step">The step that computes it.</param>
/// <param name="Kernel">The kernel that does.</param>
/// <param name="Written">The result.</param>
/// <param name="Read">What it is computed from.</param>
public sealed record Overwrite(int Step, int Kernel, Buffer Written, IReadOnlyCollection<Buffer> Read);

/// <summary>From which step to which a buffer is needed.</summary>
/// <param name="Buffer">The buffer.</param>
/// <param name="First">The first step that writes it.</param>
/// <param name="Last">The last that needs it.</param>
public sealed record Lifetime(Buffer Buffer, int First, int Last);

/// <summary>How a parameter is stored.</summary>
/// <param name="Slot">Its number among the parameters.</param>
/// <param name="Shape">Its shape in the graph.</param>
/// <param name="Order">Its axes in the order of memory, outermost first.</param>
/// <param name="Strides">The distance of neighbours along each axis.</param>
public sealed record ParameterStorage(int Slot, Shape Shape, EquatableArray<int> Order, EquatableArray<Size> Strides);

/// <summary>Plans a program: the passes in their order, then memory for what is stored, then the kernels' definitions.</summary>
public sealed class ProgramPlanner
{
    private readonly NetworkGraph _graph;
    private readonly Layout _layout;
    private readonly FusionPlan _fusion;
    private readonly Dictionary<Node, Buffer> _buffers = [];
    private readonly HashSet<string> _names = [.. Print.Identifiers.Reserved];
    private readonly Dictionary<Node, string> _results = [];
    private readonly HashSet<Node> _written = [];

    // The parameter whose gradient a value is, or the state that it becomes.
    private readonly Dictionary<Node, Node> _owners = [];

    private readonly ProgramTraits _traits;

    private ProgramPlanner(NetworkGraph graph, GraphBuilder builder, IReadOnlyList<string> outputNames, ProgramTraits traits, NetworkProgram? decided)
    {
        _traits = traits;
        graph = OwnedResults.Run(graph, builder);
        _names.UnionWith(graph.TopologicalOrder().SelectMany(node => node.Shape.Sizes).SelectMany(size => size.SymbolNames));
        (_graph, _layout) = Layout.Choose(graph, builder, decided?.Parameters ?? [], traits.PacksOperands);
        GraphVerifier.Verify(_graph);
        _fusion = Fusion.Plan(_graph);
        // Of several names for one value the first counts.
        foreach ((Node output, string outputName) in _graph.Outputs.Zip(outputNames, (output, outputName) => (output, outputName)).Reverse())
            _results[output] = outputName;
        if (_graph.Loss is not null)
            _results[_graph.Loss] = "loss";
        foreach (ParameterGradient pair in _graph.Gradients)
            Own(pair.Gradient, pair.Parameter, "Gradient");
        foreach (StateUpdate update in _graph.Updates)
            Own(update.Value, update.State, "Next");

        void Own(Node result, Node owner, string suffix)
        {
            _owners[result] = owner;
            _results[result] = KernelNames.Identifier(((Parameter)owner.Op).Name) + suffix;
        }
    }

    /// <summary>Plans a program.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="graph">What it computes.</param>
    /// <param name="builder">The builder that made the graph.</param>
    /// <param name="outputNames">What each output is called.</param>
    /// <param name="traits">What it is planned by.</param>
    /// <param name="decided">A program of the same network, whose order of the parameters' axes is kept; null for the first.</param>
    public static NetworkProgram Plan(string name, NetworkGraph graph, GraphBuilder builder, IReadOnlyList<string> outputNames, ProgramTraits traits, NetworkProgram? decided) =>
        new ProgramPlanner(graph, builder, outputNames, traits, decided).Plan(name);

    private NetworkProgram Plan(string name)
    {
        IReadOnlyList<Node> order = _graph.TopologicalOrder();
        foreach (Node node in order.Where(node => node.Op is SourceOp))
            _buffers[node] = SourceBuffer(node);
        var states = new StateMemory(Unique);
        var stepValues = new StepValues(_graph, _fusion);
        _written.UnionWith(_fusion.Kernels.SelectMany(kernel => kernel));
        foreach (Node node in _fusion.Kernels.SelectMany(kernel => kernel).Concat(order.Where(node => node.Op is PreviousState)))
            _buffers[node] = states.Of(node, NameOf) ?? (stepValues.Contains(node) ? OfOneStep(ResultBuffer(node)) : ResultBuffer(node));

        foreach (Node alias in order.Where(_fusion.Aliases.ContainsKey))
        {
            Buffer viewed = _buffers[_fusion.Aliases[alias]];
            _buffers[alias] = viewed with
            {
                Name = Unique(KernelNames.OfValue(alias, _results)),
                Shape = alias.Shape,
                Strides = _layout.StridesOf(alias),
                Viewed = viewed.Base,
            };
        }

        Buffer? Memory(Node node) => _buffers.TryGetValue(node, out Buffer? buffer) ? buffer : null;
        (IReadOnlyList<FusedKernel> kernels, IReadOnlyList<ProgramLoop> loops) = DefineKernels(Memory);
        return ProgramSteps.Run(new NetworkProgram(
            name,
            kernels,
            _graph.Outputs.Select(output => _buffers[output]).ToArray(),
            _graph.Loss is null ? null : _buffers[_graph.Loss],
            order.Where(node => node.Op is Parameter).Select(StorageOf).ToArray())
        {
            Loops = loops,
        }, forCaches: _traits.StepsKeepCaches);
    }

    // What runs once and each loop by itself: nothing moves from the one into the other.
    private (IReadOnlyList<FusedKernel> Kernels, IReadOnlyList<ProgramLoop> Loops) DefineKernels(Func<Node, Buffer?> memory)
    {
        var kernels = new List<FusedKernel>();
        var loops = new List<ProgramLoop>();
        var steps = new StepParts(Unique);
        StepLoops graphLoops = StepLoops.Of(_graph);
        for (int begin = 0, end; begin < _fusion.Kernels.Count; begin = end)
        {
            int? loop = _fusion.Loops[begin];
            for (end = begin; end < _fusion.Kernels.Count && _fusion.Loops[end] == loop; end++)
            {
            }

            IReadOnlyList<KernelDefinition> definitions = _fusion.Kernels.Skip(begin).Take(end - begin).Select(outputs => KernelDefiner.Define(outputs, memory, loop is null ? null : steps)).ToArray();
            definitions = _traits.CutsColumns ? ColumnPieces.Run(definitions) : definitions;
            int first = kernels.Count;
            IReadOnlyList<FusedKernel> fused = RowFusion.Run(InBlocks(loop is null && _traits.SumsInParts ? SumsInParts.Run(JoinedSums.Run(definitions), Unique) : definitions));
            kernels.AddRange(loop is not null && _traits.SharesRowsOfLoops ? LoopRows.Run(fused) : fused);
            if (loop is { } number)
                loops.Add(new ProgramLoop(first, kernels.Count, graphLoops.StateOf(number).Steps, graphLoops.StateOf(number).Reverse, kernels[first].Shares is not null));
        }

        return (kernels, loops);
    }

    // A network with loops has kernels elsewhere that may read what these write.
    private IReadOnlyList<FusedKernel> InBlocks(IReadOnlyList<KernelDefinition> definitions)
    {
        if (!_traits.FusesBlocks || _graph.Recurrences.Count > 0)
            return definitions.Select(definition => new FusedKernel(definition.Name, [definition])).ToArray();
        HashSet<Buffer> results = [.. _graph.Roots.Select(root => _buffers[root].Base)];
        return BlockFusion.Run(definitions, results.Contains);
    }

    private static Buffer OfOneStep(Buffer buffer) => buffer with { Shape = buffer.Shape.Inner, Strides = buffer.Strides.Skip(1).ToEquatableArray() };

    private ParameterStorage StorageOf(Node node) =>
        new(((Parameter)node.Op).Slot, node.Shape, new(_layout.OrderOf(node)), _layout.StridesOf(node));

    private Buffer SourceBuffer(Node node)
    {
        (BufferPlace place, int slot, string name) = node.Op is Input input
            ? (BufferPlace.Input, input.Slot, input.Name)
            : (BufferPlace.Parameter, ((Parameter)node.Op).Slot, ((Parameter)node.Op).Name);
        return new Buffer(Unique(KernelNames.Identifier(name)), place, node.Type, node.Shape, _layout.StridesOf(node), slot);
    }

    private Buffer ResultBuffer(Node node)
    {
        // What a state becomes lies where a parameter's gradient would: it has none, and takes effect with the optimiser's step, as gradients do.
        int slot = _owners.TryGetValue(node, out Node? owner) ? ((Parameter)owner.Op).Slot : -1;
        BufferPlace place = slot < 0 ? BufferPlace.Arena : BufferPlace.Gradient;
        return new Buffer(Unique(NameOf(node)), place, node.Type, node.Shape, _layout.StridesOf(node), slot);
    }

    // A forward value is called after the last layer fused into it.
    private string NameOf(Node node)
    {
        if (_results.ContainsKey(node) || node.Provenance.IsGradient || node.Op is not ElementwiseOp or Exp or Log)
            return KernelNames.OfValue(node, _results);
        Provenance last = node.Provenance;
        var open = new Stack<Node>(node.Inputs);
        while (open.Count > 0)
        {
            Node inner = open.Pop();
            if (_buffers.ContainsKey(inner) || inner.Op is SourceOp or PreviousState || _written.Contains(inner))
                continue;
            if (inner.Op.Cost > 0 && inner.Provenance.Order > last.Order)
                last = inner.Provenance;
            foreach (Node input in inner.Inputs)
                open.Push(input);
        }

        return KernelNames.Identifier(last.Label);
    }

    private string Unique(string name)
    {
        string stem = name.Length == 0 ? "value" : Print.Identifiers.IsRegister(name) ? name + "Value" : name;
        string unique = stem;
        for (int number = 2; !_names.Add(unique); number++)
            unique = stem + (char.IsDigit(stem[stem.Length - 1]) ? "At" : "") + number;
        return unique;
    }
}
