using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the matrix product: a contraction of [m, k] and [k, n].</summary>
public sealed class MatMulCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call) => Product(call, call.Operand(0), call.Operand(1));

    /// <summary>The product of two matrices.</summary>
    public static Node Product(Call call, Node left, Node right)
    {
        for (int operand = 0; operand < 2; operand++)
        {
            Node matrix = operand == 0 ? left : right;
            if (matrix.Shape.Rank != 2)
                throw call.OperandError(operand, "MG0104", call.Display, "two matrices, [m, k] and [k, n]", matrix.Shape.ToString());
        }

        if (left.Shape[1] != right.Shape[0])
        {
            throw call.OperandError(
                1,
                "MG0102",
                call.Display,
                left.Shape.ToString(),
                right.Shape.ToString(),
                left.Shape[1].ToString(),
                right.Shape[0].ToString(),
                $"[{left.Shape[1]}, {right.Shape[1]}] would fit on the right");
        }

        ContractAxis[] axes = [new("row", left.Shape[0]), new("column", right.Shape[1]), new("inner", left.Shape[1])];
        return call.Graph.Apply(
            new Contract(new(axes), 2, new([AxisMap.At(0), AxisMap.At(2)]), new([AxisMap.At(2), AxisMap.At(1)])),
            left,
            right);
    }
}

/// <summary>The surface of the matrix product under Theano's and NumPy's name.</summary>
public sealed class DotCall : SurfaceOp
{
    /// <inheritdoc/>
    public override Node Build(Call call) => MatMulCall.Product(call, call.Operand(0), call.Operand(1));
}
