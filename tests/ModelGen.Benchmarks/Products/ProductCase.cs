using ModelGen.Benchmarks.Comparison;

namespace ModelGen.Benchmarks.Products;

/// <summary>The generated <c>Predict</c> of a product.</summary>
internal delegate void Multiply(ReadOnlySpan<float> left, ReadOnlySpan<float> right, Span<float> product);

/// <summary>A compiled product with what was generated for it.</summary>
internal sealed record OurProduct(CompiledNetwork Network, Multiply Multiply);

/// <summary>A product of matrices, [rows, inner]·[inner, columns].</summary>
/// <param name="Rows">The rows of the left matrix.</param>
/// <param name="Inner">Its columns, and the rows of the right one.</param>
/// <param name="Columns">The columns of the right matrix.</param>
/// <param name="Compiled">Makes the product that ModelGen compiled, for a number of threads.</param>
/// <param name="Floor">How many times as fast as libtorch it must be; 0 where nothing is asked.</param>
internal sealed record ProductCase(int Rows, int Inner, int Columns, Func<int, OurProduct> Compiled, double Floor)
    : ComparedCase($"{Rows}x{Inner}x{Columns}", Floor)
{
    private const double Bound = 1e-5;

    /// <summary>All cases, in the order they are run.</summary>
    public static IReadOnlyList<ProductCase> All { get; } =
    [
        Square(256, threads => new Product256(threads: threads), product => product.Predict),
        Square(512, threads => new Product512(threads: threads), product => product.Predict, floor: 0.9),
        Square(1024, threads => new Product1024(threads: threads), product => product.Predict, floor: 0.9),
        Square(2048, threads => new Product2048(threads: threads), product => product.Predict),
        Of(127, 511, 255, threads => new ProductOdd(threads: threads), product => product.Predict),
        Of(1021, 517, 1003, threads => new ProductLargeOdd(threads: threads), product => product.Predict),
    ];

    /// <inheritdoc/>
    public override double Operations => 2.0 * Rows * Inner * Columns;

    /// <inheritdoc/>
    public override OurProductSide CreateOurs(int threads) => new(Compiled(threads), new ProductData(this));

    /// <inheritdoc/>
    public override TheirProductSide CreateTheirs() => new(this, new ProductData(this));

    /// <inheritdoc/>
    public override string? CreateBoth(int threads, out IComparedSide ours, out IComparedSide theirs)
    {
        OurProductSide our = CreateOurs(threads);
        TheirProductSide their = CreateTheirs();
        (ours, theirs) = (our, their);
        our.Step();
        their.Step();
        return Agreement.Disagreement("product", our.Result, their.Result, Bound);
    }

    private static ProductCase Square<T>(int size, Func<int, T> create, Func<T, Multiply> multiply, double floor = 0)
        where T : CompiledNetwork => Of(size, size, size, create, multiply, floor);

    private static ProductCase Of<T>(int rows, int inner, int columns, Func<int, T> create, Func<T, Multiply> multiply, double floor = 0)
        where T : CompiledNetwork => new(
            rows,
            inner,
            columns,
            threads =>
            {
                T network = create(threads);
                return new OurProduct(network, multiply(network));
            },
            floor);
}
