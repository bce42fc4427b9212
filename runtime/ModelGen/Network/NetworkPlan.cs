using System.ComponentModel;

namespace ModelGen.Runtime;

/// <summary>What the runtime knows of a network: its inputs, outputs and parameters. Emitted once per class, immutable.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class NetworkPlan
{
    /// <summary>Floats per cache line: every parameter starts on a line, and threads share blocks out at lines.</summary>
    internal const int FloatsPerLine = 16;

    private readonly InputPlan[] inputs;
    private readonly InputPlan[] outputs;
    private readonly ParameterPlan[] parameters;
    private readonly string[] symbols;
    private readonly int[] parameterLines;

    /// <summary>Describes a network; refuses a description whose parameters do not lie inside the block.</summary>
    /// <param name="name">The class's name, for messages.</param>
    /// <param name="symbols">The names of the sizes that vary at run time.</param>
    /// <param name="inputs">The inputs of Forward and then those of Loss, in order.</param>
    /// <param name="outputs">What Forward returns, in order; measures go by the first.</param>
    /// <param name="parameters">The parameters in the order of the saved file.</param>
    /// <param name="parameterFloats">The floats of the parameter block, gaps included.</param>
    public NetworkPlan(string name, string[] symbols, InputPlan[] inputs, InputPlan[] outputs, ParameterPlan[] parameters, long parameterFloats)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(symbols);
        ArgumentNullException.ThrowIfNull(inputs);
        ArgumentNullException.ThrowIfNull(outputs);
        ArgumentOutOfRangeException.ThrowIfZero(outputs.Length);
        ArgumentNullException.ThrowIfNull(parameters);
        ArgumentOutOfRangeException.ThrowIfNegative(parameterFloats);
        foreach (ParameterPlan parameter in parameters)
            parameter.Check(parameterFloats);

        Name = name;
        this.symbols = symbols;
        this.inputs = inputs;
        this.outputs = outputs;
        this.parameters = parameters;
        ParameterFloats = (parameterFloats + FloatsPerLine - 1) / FloatsPerLine * FloatsPerLine;
        TrainedFloats = parameters.Where(parameter => !parameter.IsTrained).Select(parameter => parameter.Offset).DefaultIfEmpty(ParameterFloats).Min();
        if (parameters.Any(parameter => parameter.IsTrained && parameter.Offset >= TrainedFloats))
            throw new ArgumentException($"The states of {name} do not lie behind its trained parameters.");
        parameterLines = parameters.Where(parameter => parameter.IsTrained).Select(parameter => parameter.Offset).Append(0).Append(TrainedFloats)
            .Distinct().Order().Select(offset => checked((int)(offset / FloatsPerLine))).ToArray();
    }

    /// <summary>The class's name.</summary>
    public string Name { get; }

    /// <summary>The names of the sizes that vary at run time.</summary>
    public ReadOnlySpan<string> Symbols => symbols;

    /// <summary>The inputs of Forward and then those of Loss, in order.</summary>
    public ReadOnlySpan<InputPlan> Inputs => inputs;

    /// <summary>The inputs of Forward.</summary>
    internal ReadOnlySpan<InputPlan> ForwardInputs => Inputs[..^LossInputs.Length];

    /// <summary>The inputs that Loss alone takes: labels and targets.</summary>
    internal ReadOnlySpan<InputPlan> LossInputs => Inputs[(inputs.Length - inputs.Count(input => input.ForLoss))..];

    /// <summary>What Forward returns, in order.</summary>
    public ReadOnlySpan<InputPlan> Outputs => outputs;

    /// <summary>The parameters in the order of the saved file.</summary>
    public ReadOnlySpan<ParameterPlan> Parameters => parameters;

    /// <summary>The floats of the parameter block, gaps included; a multiple of 16.</summary>
    public long ParameterFloats { get; }

    /// <summary>The floats of the block before the first state: what optimisers move. The states behind them take on what a training step left for them.</summary>
    internal long TrainedFloats { get; }

    /// <summary>The cache lines of the parameter block at which parameters begin, and the one behind the last.</summary>
    internal ReadOnlySpan<int> ParameterLines => parameterLines;

    /// <summary>The parameter that lies between two neighbours of <see cref="ParameterLines"/>; null where none does.</summary>
    internal ParameterPlan? ParameterOfBlock(int block) => parameters.FirstOrDefault(parameter => parameter.Offset == (long)parameterLines[block] * FloatsPerLine);
}

/// <summary>An input or an output of a network.</summary>
/// <param name="Name">The name in the source.</param>
/// <param name="IsInteger">Whether its elements are <see cref="int"/> rather than <see cref="float"/>.</param>
/// <param name="Shape">The sizes, outermost first; −1 − s stands for symbol s.</param>
/// <param name="ForLoss">Whether Loss alone takes it: a label or a target.</param>
/// <param name="Indices">Where its integers are indices, how many there are: each is 0 to <paramref name="Indices"/> − 1. Otherwise 0.</param>
/// <param name="Ignored">An index outside of them that may be there all the same, and counts for nothing.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record InputPlan(string Name, bool IsInteger, int[] Shape, bool ForLoss = false, int Indices = 0, int? Ignored = null)
{
    /// <summary>The values of one row: the product of all sizes but the leading one; 0 where one of them is a symbol.</summary>
    internal int ValuesPerRow
    {
        get
        {
            int product = 1;
            foreach (int size in Shape.AsSpan(Math.Min(1, Shape.Length)))
                product = size < 0 ? 0 : checked(product * size);
            return product;
        }
    }
}

/// <summary>
/// A parameter. Walking <paramref name="Extents"/> in row-major order visits its elements in the order of the saved file; the element at index
/// (i₀, i₁, …) lies at <paramref name="Offset"/> + Σ iₖ·<paramref name="Strides"/>ₖ.
/// </summary>
/// <param name="Name">Its name in saved files.</param>
/// <param name="Shape">Its shape as PyTorch has it.</param>
/// <param name="Extents">A factorisation of the shape at least as fine as it.</param>
/// <param name="Strides">One stride, in floats, for each extent.</param>
/// <param name="Offset">Where it starts in the parameter block, in floats; a multiple of 16.</param>
/// <param name="Initializer">How its first values are drawn; the default means uniform in ±1/√fan-in here.</param>
/// <param name="FanIn">The inputs of one of its units.</param>
/// <param name="FanOut">The outputs of one of its units.</param>
/// <param name="IsTrained">Whether optimisers move it; a state lies behind all that are.</param>
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed record ParameterPlan(
    string Name, int[] Shape, int[] Extents, int[] Strides, long Offset, Initializer Initializer, int FanIn, int FanOut, bool IsTrained = true)
{
    /// <summary>The number of elements.</summary>
    internal long Count { get; } = Product(Shape);

    internal void Check(long parameterFloats)
    {
        long last = Offset;
        bool valid = Extents.Length == Strides.Length && Product(Extents) == Count && Count > 0 && Offset >= 0 && Offset % NetworkPlan.FloatsPerLine == 0;
        for (int axis = 0; valid && axis < Extents.Length; axis++)
        {
            valid = Strides[axis] >= 0;
            last = checked(last + ((long)(Extents[axis] - 1) * Strides[axis]));
        }

        if (!valid || last >= parameterFloats)
            throw new ArgumentException($"The layout of parameter '{Name}' does not fit its shape and the block of {parameterFloats} floats.");
    }

    private static long Product(int[] sizes)
    {
        long product = 1;
        foreach (int size in sizes)
            product = checked(product * size);
        return product;
    }
}
