using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of a pool over the axes behind [batch, channels].</summary>
/// <param name="spatial">How many axes those are.</param>
/// <param name="averages">Whether it takes the mean of a window rather than its largest element.</param>
public abstract class PoolCall(int spatial, bool averages) : SurfaceOp
{
    /// <inheritdoc/>
    public override string Stem => "pool";

    /// <summary>The operand.</summary>
    protected Node Value(Call call) => call.Image(0, spatial);

    /// <summary>Pools a value whose windows are known to fit.</summary>
    protected Node Pool(Call call, Node value, PoolWindows windows)
    {
        if (!averages)
            return call.Graph.Apply(new MaxPool(windows), value);
        Node sums = call.Graph.Apply(new SumPool(windows), value);
        return call.Graph.Apply(new Multiply(), sums, call.Graph.Filled(1.0 / windows.Places, sums.Shape));
    }

    /// <summary>The windows that divide each of the axes behind the channels into so many equal parts.</summary>
    protected PoolWindows Parts(Call call, Node value, IReadOnlyList<(string Name, long Count)> parts)
    {
        var axes = new List<WindowAxis>();
        foreach (((string name, long count), Size size) in parts.Zip(value.Shape.Sizes.Skip(2), (part, size) => (part, size)))
        {
            if (size.Constant % count != 0)
                throw call.ArgumentError(name, $"a divisor of {size}, so that all windows are equal", count.ToString());
            axes.Add(new WindowAxis(size.Constant / count, size.Constant / count));
        }

        return new PoolWindows(new Spec.EquatableArray<WindowAxis>(axes));
    }
}

/// <summary>The surface of a pool whose windows' size is given.</summary>
public abstract class WindowPoolCall(int spatial, bool averages) : PoolCall(spatial, averages)
{
    private readonly bool _averages = averages;
    private readonly int _spatial = spatial;

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = Value(call);
        long kernel = call.Positive("kernel");
        long stride = call.AtLeast("stride", 0) is var given && given == 0 ? kernel : given;
        long padding = call.AtLeast("padding", 0);
        if (padding * 2 > kernel)
            throw call.ArgumentError("padding", $"at most half the kernel, {kernel / 2}, so that no window holds padding alone", padding.ToString());
        call.CheckWindow(value, kernel, padding);
        return Pool(call, call.Padded(value, padding, _averages ? 0 : double.NegativeInfinity), new PoolWindows(new(Enumerable.Repeat(new WindowAxis(kernel, stride), _spatial))));
    }
}

/// <summary>The surface of the largest elements of square windows.</summary>
public sealed class MaxPool2DCall() : WindowPoolCall(2, averages: false);

/// <summary>The surface of the means of square windows.</summary>
public sealed class AvgPool2DCall() : WindowPoolCall(2, averages: true);

/// <summary>The surface of the largest elements of stretches.</summary>
public sealed class MaxPool1DCall() : WindowPoolCall(1, averages: false);

/// <summary>The surface of the means of stretches.</summary>
public sealed class AvgPool1DCall() : WindowPoolCall(1, averages: true);

/// <summary>The surface of a pool whose result's size is given.</summary>
public abstract class AdaptivePool2DCall(bool averages) : PoolCall(2, averages)
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = Value(call);
        return Pool(call, value, Parts(call, value, [("height", call.Positive("height")), ("width", call.Positive("width"))]));
    }
}

/// <summary>The surface of the means of as many windows as are asked for.</summary>
public sealed class AdaptiveAvgPool2DCall() : AdaptivePool2DCall(averages: true);

/// <summary>The surface of the largest elements of as many windows as are asked for.</summary>
public sealed class AdaptiveMaxPool2DCall() : AdaptivePool2DCall(averages: false);

/// <summary>The surface of the mean of each channel of a sample.</summary>
public sealed class GlobalAvgPoolCall : SurfaceOp
{
    /// <inheritdoc/>
    public override string Stem => "pool";

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Channels(0);
        return MeanCall.Mean(call.Graph, value, Enumerable.Range(2, value.Shape.Rank - 2).ToArray());
    }
}

/// <summary>The surface of the largest element of each channel of a sample.</summary>
public sealed class GlobalMaxPoolCall : SurfaceOp
{
    /// <inheritdoc/>
    public override string Stem => "pool";

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Channels(0);
        IEnumerable<WindowAxis> whole = value.Shape.Sizes.Skip(2).Select(size => new WindowAxis(size.Constant, size.Constant));
        Node largest = call.Graph.Apply(new MaxPool(new PoolWindows(new(whole))), value);
        return call.Graph.Apply(new Reshape(new Shape(value.Shape[0], value.Shape[1])), largest);
    }
}
