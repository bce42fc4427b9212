using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Shapes;

/// <summary>The sizes of a value's axes, outermost first, in PyTorch's order (batch, channels, height, width).</summary>
/// <param name="Sizes">One size for each axis.</param>
public sealed record Shape(EquatableArray<Size> Sizes)
{
    private Size? _elements;

    /// <summary>The shape with these sizes.</summary>
    public Shape(params Size[] sizes)
        : this(new EquatableArray<Size>(sizes))
    {
    }

    private Shape(Shape original) => Sizes = original.Sizes;

    /// <summary>The shape with these sizes.</summary>
    public static Shape From(IEnumerable<Size> sizes) => new(sizes.ToEquatableArray());

    /// <summary>The shape of a single number.</summary>
    public static Shape Scalar { get; } = new(EquatableArray<Size>.Empty);

    /// <summary>The number of axes.</summary>
    public int Rank => Sizes.Count;

    /// <summary>The size of an axis.</summary>
    public Size this[int axis] => Sizes[axis];

    /// <summary>The number of elements.</summary>
    public Size Elements => _elements ??= Sizes.Aggregate((Size)1, (product, size) => product * size);

    /// <summary>The shape with one axis's size replaced.</summary>
    public Shape With(int axis, Size size) => From(Sizes.Select((old, i) => i == axis ? size : old));

    /// <summary>The shape with one more leading axis.</summary>
    public Shape After(Size leading) => From(Sizes.Prepend(leading));

    /// <summary>The shape without its leading axis.</summary>
    public Shape Inner => From(Sizes.Skip(1));

    /// <summary>The axis that a count from the front (0, 1, …) or the end (−1, −2, …) means; null outside the shape.</summary>
    public int? Axis(long axis)
    {
        long counted = axis < 0 ? axis + Rank : axis;
        return counted >= 0 && counted < Rank ? (int)counted : null;
    }

    /// <summary>Whether the sizes are equal.</summary>
    public bool Equals(Shape? other) => other is not null && Sizes.Equals(other.Sizes);

    /// <inheritdoc/>
    public override int GetHashCode() => Sizes.GetHashCode();

    /// <inheritdoc/>
    public override string ToString() => "[" + string.Join(", ", Sizes) + "]";
}
