using ModelGen.Benchmarks.Comparison;

namespace ModelGen.Benchmarks.Products;

/// <summary>A compiled product with its matrices.</summary>
internal sealed class OurProductSide(OurProduct product, ProductData data) : IComparedSide
{
    /// <summary>The product, after a step.</summary>
    public float[] Result => data.Product;

    /// <inheritdoc/>
    public void Step() => product.Multiply(data.Left, data.Right, data.Product);

    /// <inheritdoc/>
    public void Restart()
    {
    }

    /// <inheritdoc/>
    public void Dispose() => product.Network.Dispose();
}
