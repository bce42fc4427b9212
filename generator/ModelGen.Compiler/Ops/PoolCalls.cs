using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of a pool over the axes behind [batch, channels].</summary>
/// <param name="spatial">How many axes those are.</param>
/// <param name="averages">Whether it takes the mean of a window rather than its largest element.</param>
public abstract class PoolCall(int spatial, bool averages) : SurfaceOp
{
    /// <inheritdoc/>
    public override string StemOf(CallValue call) => "pool";

    /// <summary>The operand.</summary>
    protected Node Value(Call call) => call.Image(0, spatial);

    /// <summary>Pools a value whose windows are known to fit.</summary>
    protected Node Pool(Call call, Node value, PoolWindows windows)
    {
        if (!averages)
            return call.Graph.Apply(new MaxPool(windows), value);
        Node sums = call.Graph.Apply(new SumPool(windows), value);
        if (windows.Axes.All(axis => axis.Parts == 0))
            return call.Graph.Apply(new Multiply(), sums, call.Graph.Filled(1.0 / windows.Places, sums.Shape));
        // How many elements each part has is their sum where all are 1.
        Node counts = call.Graph.Apply(new SumPool(windows), call.Graph.Filled(1, new Shape([1, 1, .. value.Shape.Sizes.Skip(2)])));
        return call.Graph.Apply(new Divide(), sums, call.Graph.BroadcastTo(counts, sums.Shape, Enumerable.Range(0, counts.Shape.Rank)));
    }

    /// <summary>The windows that divide each of the axes behind the channels into so many parts, equal ones where that can be.</summary>
    protected static PoolWindows Parts(Node value, IReadOnlyList<long> parts) => new(parts
        .Zip(value.Shape.Sizes.Skip(2), (count, size) => size.Constant % count == 0 ? new WindowAxis(size.Constant / count, size.Constant / count) : WindowAxis.Dividing(size.Constant, count))
        .ToEquatableArray());
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
        long[] kernel = call.PerAxis("kernel", _spatial, 1, 1), padding = call.PerAxis("padding", _spatial, 0, 0), given = call.PerAxis("stride", _spatial, 0, 0);
        for (int axis = 0; axis < _spatial; axis++)
        {
            if (padding[axis] * 2 > kernel[axis])
                throw call.ArgumentError("padding", $"at most half the kernel, {kernel[axis] / 2}, so that no window holds padding alone", padding[axis].ToString());
        }

        call.CheckWindow(value, kernel, padding, [.. kernel.Select(_ => 1L)]);
        Node padded = call.Padded(value, [.. padding.Select(edge => (edge, edge))], _averages ? 0 : double.NegativeInfinity);
        return Pool(call, padded, new PoolWindows(kernel.Zip(given, (length, stride) => new WindowAxis(length, stride == 0 ? length : stride)).ToEquatableArray()));
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
        return Pool(call, value, Parts(value, [call.Positive("height"), call.Positive("width")]));
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
    public override string StemOf(CallValue call) => "pool";

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
    public override string StemOf(CallValue call) => "pool";

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Channels(0);
        IEnumerable<WindowAxis> whole = value.Shape.Sizes.Skip(2).Select(size => new WindowAxis(size.Constant, size.Constant));
        Node largest = call.Graph.Apply(new MaxPool(new PoolWindows(new(whole))), value);
        return call.Graph.Apply(new Reshape(new Shape(value.Shape[0], value.Shape[1])), largest);
    }
}
