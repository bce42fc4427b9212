using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// The surface of the indexer, <c>x[0, .., 1..^1]</c>: for each axis a position, which drops the axis, or a range of positions; axes behind them stay whole.
/// </summary>
public sealed class SliceCall : SurfaceOp
{
    // A position or range comes as its kind (0 for a position, 1 for a range), then start and end, each with whether it is counted from the axis's end.
    private const int NumbersPerAxis = 5;

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Operand(0);
        IReadOnlyList<long> numbers = call.Integers("places");
        int given = numbers.Count / NumbersPerAxis;
        if (given > value.Shape.Rank)
            throw call.Error("MG0107", call.Display, (given - 1).ToString(), value.Shape.ToString());
        var kept = new List<Size>();
        for (int axis = 0; axis < value.Shape.Rank; axis++)
        {
            bool isPosition = axis < given && numbers[axis * NumbersPerAxis] == 0;
            if (axis < given)
                value = Take(call, value, axis, numbers.Skip(axis * NumbersPerAxis).Take(NumbersPerAxis).ToArray());
            if (!isPosition)
                kept.Add(value.Shape[axis]);
        }

        return call.Graph.Apply(new Reshape(Shape.From(kept)), value);
    }

    private static Node Take(Call call, Node value, int axis, long[] place)
    {
        (bool isRange, long start, bool startFromEnd, long end, bool endFromEnd) = (place[0] == 1, place[1], place[2] == 1, place[3], place[4] == 1);
        bool isWhole = isRange && start == 0 && !startFromEnd && end == 0 && endFromEnd;
        if (isWhole)
            return value;
        if (!value.Shape[axis].IsConstant)
            throw call.ArgumentError("places", $"a constant size where it takes a part: axis {axis} of {value.Shape} varies at run time", "a part of that axis");
        long size = value.Shape[axis].Constant;
        long first = startFromEnd ? size - start : start;
        long behind = !isRange ? first + 1 : endFromEnd ? size - end : end;
        if (first < 0 || behind > size || first >= behind)
        {
            string asked = isRange ? $"{first} up to {behind}" : first.ToString();
            throw call.ArgumentError("places", $"at least one of the positions 0 to {size - 1} of axis {axis} of {value.Shape}", asked);
        }

        return call.Graph.Apply(new Crop(axis, first, behind - first), value);
    }
}

/// <summary>The surface of one of the equal parts along an axis.</summary>
public sealed class SplitCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node value = call.Operand(0);
        int axis = call.Axis("axis", value.Shape);
        long parts = call.Positive("parts");
        if (!value.Shape[axis].IsConstant || value.Shape[axis].Constant % parts != 0)
            throw call.ArgumentError("parts", $"a number that divides axis {axis} of {value.Shape}", parts.ToString());
        long length = value.Shape[axis].Constant / parts;
        return call.Graph.Apply(new Crop(axis, call.Integer("part") * length, length), value);
    }
}
