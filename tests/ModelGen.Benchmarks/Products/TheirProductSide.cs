using ModelGen.Benchmarks.Comparison;
using TorchSharp;

namespace ModelGen.Benchmarks.Products;

/// <summary>libtorch's product, into memory of its own at every step as a user has it.</summary>
internal sealed class TheirProductSide(ProductCase product, ProductData data) : IComparedSide
{
    private readonly torch.Tensor left = torch.tensor(data.Left, [product.Rows, product.Inner]);
    private readonly torch.Tensor right = torch.tensor(data.Right, [product.Inner, product.Columns]);
    private torch.Tensor? result;

    /// <summary>The product, after a step.</summary>
    public float[] Result => result!.data<float>().ToArray();

    /// <inheritdoc/>
    public void Step()
    {
        result?.Dispose();
        result = torch.mm(left, right);
    }

    /// <inheritdoc/>
    public void Restart()
    {
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        left.Dispose();
        right.Dispose();
        result?.Dispose();
    }
}
