using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of a new axis of size 1.</summary>
public sealed class UnsqueezeCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.AnyOperand(0);
        int axis = call.Axis("axis", Shape.From(value.Shape.Sizes.Append(1)));
        return call.Graph.Apply(new Reshape(Shape.From([.. value.Shape.Sizes.Take(axis), 1, .. value.Shape.Sizes.Skip(axis)])), value);
    }
}

/// <summary>The surface of dropping an axis of size 1.</summary>
public sealed class SqueezeCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Operand(0);
        int axis = call.Axis("axis", value.Shape);
        if (!value.Shape[axis].IsOne)
            throw call.ArgumentError("axis", $"an axis of size 1 of {value.Shape}", $"axis {axis} of size {value.Shape[axis]}");
        return call.Graph.Apply(new Reshape(Shape.From(value.Shape.Sizes.Where((_, other) => other != axis))), value);
    }
}
