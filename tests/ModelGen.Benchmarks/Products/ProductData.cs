namespace ModelGen.Benchmarks.Products;

/// <summary>The matrices that both sides multiply, uniform in [−1, 1).</summary>
internal sealed class ProductData
{
    private const int Seed = 1;

    public ProductData(ProductCase product)
    {
        Random random = new(Seed);
        Left = Draw(random, product.Rows * product.Inner);
        Right = Draw(random, product.Inner * product.Columns);
        Product = new float[product.Rows * product.Columns];
    }

    /// <summary>[rows, inner].</summary>
    public float[] Left { get; }

    /// <summary>[inner, columns].</summary>
    public float[] Right { get; }

    /// <summary>[rows, columns]; takes the emitted code's product.</summary>
    public float[] Product { get; }

    private static float[] Draw(Random random, int count) => [.. Enumerable.Range(0, count).Select(_ => (2 * random.NextSingle()) - 1)];
}
