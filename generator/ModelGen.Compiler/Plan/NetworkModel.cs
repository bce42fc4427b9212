using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Plan;

/// <summary>Everything that is to be printed of a network.</summary>
/// <param name="Spec">What the source says.</param>
/// <param name="Symbols">The sizes that vary at run time, in the order in which the inputs name them.</param>
/// <param name="Inputs">The inputs: those of <c>Forward</c> first.</param>
/// <param name="Outputs">The outputs.</param>
/// <param name="Parameters">The parameters and where they lie.</param>
/// <param name="ParameterFloats">The size of the parameters' block.</param>
/// <param name="IndexRanges">For inputs that hold indices, which there may be.</param>
/// <param name="Layers">The calls, for the summary.</param>
/// <param name="Programs">What the network can be asked for.</param>
/// <param name="Arena">Where the programs' buffers lie.</param>
public sealed record NetworkModel(
    NetworkSpec Spec,
    IReadOnlyList<string> Symbols,
    IReadOnlyList<InputPort> Inputs,
    IReadOnlyList<OutputPort> Outputs,
    IReadOnlyList<StoredParameter> Parameters,
    long ParameterFloats,
    IReadOnlyDictionary<int, IndexRange> IndexRanges,
    IReadOnlyList<LayerSummary> Layers,
    IReadOnlyList<NetworkProgram> Programs,
    ArenaPlan Arena)
{
    // Each parameter begins at a cache line.
    private const long Alignment = 16;

    /// <summary>Collects the model of a network whose programs are planned.</summary>
    public static NetworkModel Of(NetworkSpec spec, NetworkLowering lowering, IReadOnlyList<Shape> outputShapes, IReadOnlyList<NetworkProgram> programs)
    {
        InputPort[] inputs = spec.Values.OfType<InputValue>()
            .Zip(lowering.Inputs, (value, node) => new InputPort(value.Name, node.Type, node.Shape, value.ForLoss))
            .ToArray();
        OutputPort[] outputs = spec.Outputs.Zip(outputShapes, (output, shape) => new OutputPort(output.Name, shape)).ToArray();
        string[] symbols = inputs.SelectMany(input => input.Shape.Sizes).SelectMany(size => size.SymbolNames).Distinct().ToArray();
        var parameters = new List<StoredParameter>();
        long offset = 0;
        var offsets = new Dictionary<int, long>();
        // States lie behind everything that is trained: optimisers go through one block.
        foreach (Parameter parameter in lowering.Parameters.Select(node => (Parameter)node.Op).OrderBy(parameter => parameter.IsTrained ? 0 : 1))
        {
            offsets[parameter.Slot] = offset;
            offset += (parameter.FileShape.Elements.Constant + Alignment - 1) / Alignment * Alignment;
        }

        foreach (Node node in lowering.Parameters)
        {
            var parameter = (Parameter)node.Op;
            ParameterStorage[] stored = programs.SelectMany(program => program.Parameters).Where(storage => storage.Slot == parameter.Slot).ToArray();
            Shape shape = stored.Length > 0 ? stored[0].Shape : parameter.FileShape;
            EquatableArray<Size> strides = stored.Length > 0 ? stored[0].Strides : RowMajor(parameter.FileShape);
            if (stored.Any(other => other.Shape != shape || !other.Strides.Equals(strides)))
                throw new InvalidOperationException($"Two programs store {parameter.Name} in different orders.");
            parameters.Add(new StoredParameter(parameter, shape, strides, offsets[parameter.Slot]));
        }

        return new NetworkModel(
            spec, symbols, inputs, outputs, parameters, offset, lowering.IndexRanges, lowering.Layers, programs, new ArenaPlan(programs));
    }

    /// <summary>A name for something in the emitted methods: the one given, where nothing of the source has it.</summary>
    public string FreeName(string name)
    {
        string[] taken = [.. Inputs.Select(input => input.Name), .. Outputs.Select(output => output.Name), .. Symbols];
        while (taken.Contains(name))
            name = "network" + char.ToUpperInvariant(name[0]) + name.Substring(1);
        return name;
    }

    /// <summary>The numbers that are trained, by an optimiser or by updates of the source.</summary>
    public long ParameterCount => Parameters.Where(stored => stored.Parameter.IsTrained || IsUpdated(stored)).Sum(parameter => parameter.Shape.Elements.Constant);

    /// <summary>Whether training needs no optimiser: the source says what becomes of every parameter.</summary>
    public bool UpdatesItself => Spec.Updates.Count > 0 && Parameters.All(stored => !stored.Parameter.IsTrained);

    /// <summary>Whether the source says what training makes of a parameter.</summary>
    public bool IsUpdated(StoredParameter stored) =>
        Spec.Updates.Any(update => ((ParameterValue)Spec.Values[update.Parameter]).FileName == stored.Parameter.Name);

    private static EquatableArray<Size> RowMajor(Shape shape)
    {
        var strides = new Size[shape.Rank];
        Size stride = 1;
        for (int axis = shape.Rank - 1; axis >= 0; axis--)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return new EquatableArray<Size>(strides);
    }
}

/// <summary>An input of the network.</summary>
public sealed record InputPort(string Name, ElementType Type, Shape Shape, bool ForLoss);

/// <summary>An output of the network.</summary>
public sealed record OutputPort(string Name, Shape Shape);

/// <summary>A parameter, and where it lies in its block.</summary>
/// <param name="Parameter">The parameter.</param>
/// <param name="Shape">The shape it is stored in: the file's, or a finer factorisation.</param>
/// <param name="Strides">The distance of neighbours along each axis of that shape.</param>
/// <param name="Offset">Its first float.</param>
public sealed record StoredParameter(Parameter Parameter, Shape Shape, EquatableArray<Size> Strides, long Offset);
