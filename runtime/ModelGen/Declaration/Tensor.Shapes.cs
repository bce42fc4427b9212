namespace ModelGen;

/// <content>The same elements in other shapes, parts of them, and several values in one.</content>
public sealed partial class Tensor
{
    /// <summary>
    /// A part: for each axis a position (<c>3</c>, <c>^1</c> for the last), which drops the axis, or a range (<c>1..4</c>, <c>..^1</c>, <c>..</c> for all of it). Axes
    /// behind those given stay whole.
    /// </summary>
    /// <param name="places">The positions and ranges, outermost axis first.</param>
    /// <example><c>x[.., 0, 4..8]</c> of [batch, 3, 12] is [batch, 4].</example>
    public Tensor this[params AxisPlace[] places] => Declared();

    /// <summary>Joins all axes from <paramref name="startAxis"/> on into one: [batch, c, h, w] → [batch, c·h·w].</summary>
    /// <param name="startAxis">The first axis to join.</param>
    public Tensor Flatten(int startAxis = 1) => Declared();

    /// <summary>The same values, in order, in another shape. A size of −1 is what is left; 0 keeps the size of that axis.</summary>
    /// <param name="sizes">The new sizes, outermost first.</param>
    public Tensor Reshape(params int[] sizes) => Declared();

    /// <summary>The axes in another order: axis i of the result is axis <paramref name="axes"/>[i].</summary>
    /// <param name="axes">Each axis once.</param>
    public Tensor Permute(params int[] axes) => Declared();

    /// <summary>Exchanges two axes; the last two, as of a matrix, where none is given.</summary>
    /// <param name="first">The one axis.</param>
    /// <param name="second">The other.</param>
    public Tensor Transpose(int first = -2, int second = -1) => Declared();

    /// <summary>A new axis of size 1.</summary>
    /// <param name="axis">Where it is in the result.</param>
    public Tensor Unsqueeze(int axis) => Declared();

    /// <summary>Drops an axis of size 1.</summary>
    /// <param name="axis">The axis.</param>
    public Tensor Squeeze(int axis) => Declared();

    /// <summary>Values behind each other along an axis; all their other sizes are the same.</summary>
    /// <param name="axis">The axis.</param>
    /// <param name="values">The values.</param>
    public static Tensor Concat(int axis, params Tensor[] values) => Declared();

    /// <summary>Values of one shape side by side along a new axis.</summary>
    /// <param name="axis">Where the new axis is in the result.</param>
    /// <param name="values">The values.</param>
    public static Tensor Stack(int axis, params Tensor[] values) => Declared();

    /// <summary>Rows of a table by index: [rows, …] and indices […] → […, …]. Its gradient adds up in each row what comes back for it.</summary>
    /// <param name="indices">The rows to look up, 0 to rows − 1.</param>
    public Tensor Gather(Tensor<int> indices) => Declared();

    /// <summary>Equal parts along an axis.</summary>
    /// <param name="parts">How many; they divide the axis's size.</param>
    /// <param name="axis">The axis.</param>
    /// <example><c>Tensor[] qkv = x.Split(3);</c></example>
    public Tensor[] Split(int parts, int axis = -1) => throw NotRun();
}

/// <summary>A position along an axis, or a range of positions; what the indexer of <see cref="Tensor"/> takes.</summary>
public readonly struct AxisPlace
{
    /// <summary>A position, from 0.</summary>
    public static implicit operator AxisPlace(int position) => default;

    /// <summary>A position, such as <c>^1</c>.</summary>
    public static implicit operator AxisPlace(Index position) => default;

    /// <summary>A range of positions.</summary>
    public static implicit operator AxisPlace(Range range) => default;
}
