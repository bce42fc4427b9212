using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// The surface of the matrix product: a contraction of [m, k] and [k, n], for each position of the axes before those. A matrix without such axes, or with
/// sizes of 1 there, serves all positions.
/// </summary>
public sealed class MatMulCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call) => Product(call, call.Operand(0), call.Operand(1));

    /// <summary>The product of two matrices, or of as many as their leading axes count.</summary>
    public static Node Product(Call call, Node left, Node right)
    {
        for (int operand = 0; operand < 2; operand++)
        {
            Node matrix = operand == 0 ? left : right;
            if (matrix.Shape.Rank < 2)
                throw call.OperandError(operand, "MG0104", call.Display, "matrices, […, m, k] and […, k, n]", matrix.Shape.ToString());
        }

        Size inner = left.Shape[left.Shape.Rank - 1], columns = right.Shape[right.Shape.Rank - 1];
        if (inner != right.Shape[right.Shape.Rank - 2])
        {
            throw call.OperandError(
                1,
                "MG0102",
                call.Display,
                call.Named(0),
                call.Named(1),
                call.Features(0),
                right.Shape[right.Shape.Rank - 2].ToString(),
                $"[{inner}, {columns}] is needed on the right")
                .With(IsFlattened(left.Shape, right.Shape) ? call.Then(0, "Flatten()") : null);
        }

        return Of(call.Graph, left, right, LeadingSizes(call, left.Shape, right.Shape));
    }

    // Whether the right matrix has a row for every value of a sample on the left.
    private static bool IsFlattened(Shape left, Shape right) => left.Rank > 2 && right.Rank == 2 && left.Inner.Elements == right[0];

    /// <summary>The product of matrices of fitting sizes.</summary>
    /// <param name="graph">Makes the nodes.</param>
    /// <param name="left">[…, m, k].</param>
    /// <param name="right">[…, k, n].</param>
    /// <param name="leading">The sizes of the result's axes before the matrix.</param>
    public static Node Of(GraphBuilder graph, Node left, Node right, IReadOnlyList<Size> leading)
    {
        int rank = leading.Count;
        (Node Value, AxisMap[] Maps) Read(Node value, int row, int column)
        {
            // Leading axes that serve all positions are none of the contraction's.
            int own = value.Shape.Rank - 2;
            int[] kept = Enumerable.Range(0, own).Where(axis => !value.Shape[axis].IsOne || leading[rank - own + axis].IsOne).ToArray();
            Shape shape = Shape.From(kept.Select(axis => value.Shape[axis]).Concat(value.Shape.Sizes.Skip(own)));
            AxisMap[] maps = kept.Select(axis => AxisMap.At(rank - own + axis)).Append(AxisMap.At(row)).Append(AxisMap.At(column)).ToArray();
            return (graph.Apply(new Reshape(shape), value), maps);
        }

        (Node first, AxisMap[] firstMaps) = Read(left, rank, rank + 2);
        (Node second, AxisMap[] secondMaps) = Read(right, rank + 2, rank + 1);
        ContractAxis[] axes =
        [
            .. leading.Select((size, axis) => new ContractAxis(axis == 0 ? "matrix" : "matrix" + axis, size)),
            new("row", left.Shape[left.Shape.Rank - 2]),
            new("column", right.Shape[right.Shape.Rank - 1]),
            new("inner", left.Shape[left.Shape.Rank - 1]),
        ];
        return graph.Apply(new Contract(new(axes), rank + 2, new(firstMaps), new(secondMaps)), first, second);
    }

    private static IReadOnlyList<Size> LeadingSizes(Call call, Shape left, Shape right)
    {
        int rank = Math.Max(left.Rank, right.Rank) - 2;
        var sizes = new Size[rank];
        for (int axis = 1; axis <= rank; axis++)
        {
            Size a = axis <= left.Rank - 2 ? left[left.Rank - 2 - axis] : 1, b = axis <= right.Rank - 2 ? right[right.Rank - 2 - axis] : 1;
            if (a != b && !a.IsOne && !b.IsOne)
                throw call.OperandError(1, "MG0101", call.Display, left.ToString(), right.ToString(), $"before the matrices the sizes {a} and {b} meet, and neither is 1");
            sizes[rank - axis] = a.IsOne ? b : a;
        }

        return sizes;
    }
}

/// <summary>The surface of the matrix product under Theano's and NumPy's name.</summary>
public sealed class DotCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call) => MatMulCall.Product(call, call.Operand(0), call.Operand(1));
}
