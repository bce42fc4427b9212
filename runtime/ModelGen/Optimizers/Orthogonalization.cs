using System.Runtime.CompilerServices;

namespace ModelGen.Runtime;

/// <summary>
/// The Newton–Schulz iteration of Muon, by all workers of a team: X ← aX + (bXXᵀ + c(XXᵀ)²)X, five times, with X the matrix divided by its Frobenius norm and turned so
/// that it has no more rows than columns. Each value of a product is summed by one worker in one order, so that no bit depends on the threads.
/// </summary>
internal sealed unsafe class Orthogonalization : IDisposable
{
    private const int Iterations = 5;
    private const float Linear = 3.4445f;
    private const float Cubic = -4.7750f;
    private const float Quintic = 2.0315f;

    // What Jordan's code adds to the norm.
    private const double NormGuard = 1e-7;

    private readonly AlignedBlock memory;
    private readonly double[] squares;
    private readonly long wideFloats;
    private readonly long turnedFloats;
    private readonly long squareFloats;

    /// <param name="network">The network's name, for messages.</param>
    /// <param name="matrices">What will be orthogonalised.</param>
    public Orthogonalization(string network, ParameterPlan[] matrices)
    {
        int mostRows = 0;
        foreach (ParameterPlan matrix in matrices)
        {
            (int rows, int columns) = Sides(matrix);
            (int small, int large) = (Math.Min(rows, columns), Math.Max(rows, columns));
            mostRows = Math.Max(mostRows, rows);
            wideFloats = Math.Max(wideFloats, (long)small * MatrixProduct.Stride(large));
            turnedFloats = Math.Max(turnedFloats, (long)large * MatrixProduct.Stride(small));
            squareFloats = Math.Max(squareFloats, (long)small * MatrixProduct.Stride(small));
            Operations += Iterations * 2L * small * small * ((2L * large) + small);
        }

        squares = new double[mostRows];
        memory = new AlignedBlock(((2 * wideFloats) + turnedFloats + (2 * squareFloats)) * sizeof(float), $"The orthogonalisation of {network}");
    }

    /// <summary>About how many operations all matrices together take.</summary>
    public long Operations { get; }

    /// <summary>Replaces a matrix by the orthogonal one nearest to it.</summary>
    /// <param name="worker">One of the workers that call this, all with the same arguments.</param>
    /// <param name="matrix">Its shape and layout.</param>
    /// <param name="block">The block in which it lies where the parameter does in its own; complete for all workers, as it is again at the end.</param>
    public void Run(Worker worker, ParameterPlan matrix, float* block)
    {
        (int rows, int columns) = Sides(matrix);
        (int small, int large) = (Math.Min(rows, columns), Math.Max(rows, columns));
        nint wideStride = MatrixProduct.Stride(large), narrowStride = MatrixProduct.Stride(small);
        float* wide = (float*)memory.Start, next = wide + wideFloats, turned = next + wideFloats;
        float* square = turned + turnedFloats, polynomial = square + squareFloats;
        bool turns = rows > columns;

        if (turns)
        {
            Gather(worker, matrix, block, turned, narrowStride);
            MatrixProduct.Transpose(worker, turned, narrowStride, large, small, wide, wideStride);
            worker.Barrier();
        }
        else
        {
            Gather(worker, matrix, block, wide, wideStride);
        }

        for (int iteration = 0; iteration < Iterations; iteration++)
        {
            MatrixProduct.Transpose(worker, wide, wideStride, small, large, turned, narrowStride);
            worker.Barrier();
            MatrixProduct.Run(worker, new(wide, wideStride), new(turned, narrowStride), small, small, large, 1, 0, default, new(square, narrowStride));
            worker.Barrier();
            MatrixProduct.Run(worker, new(square, narrowStride), new(square, narrowStride), small, small, small, Quintic, Cubic, new(square, narrowStride), new(polynomial, narrowStride));
            worker.Barrier();
            MatrixProduct.Run(worker, new(polynomial, narrowStride), new(wide, wideStride), small, large, small, 1, Linear, new(wide, wideStride), new(next, wideStride));
            worker.Barrier();
            float* other = wide;
            wide = next;
            next = other;
        }

        if (turns)
        {
            MatrixProduct.Transpose(worker, wide, wideStride, small, large, turned, narrowStride);
            worker.Barrier();
        }

        Scatter(worker, matrix, turns ? turned : wide, turns ? narrowStride : wideStride, block);
        worker.Barrier();
    }

    /// <inheritdoc/>
    public void Dispose() => memory.Dispose();

    private static (int Rows, int Columns) Sides(ParameterPlan matrix) => (matrix.Shape[0], checked((int)(matrix.Count / matrix.Shape[0])));

    /// <summary>Copies the matrix to rows one after the other, divided by its norm.</summary>
    private void Gather(Worker worker, ParameterPlan matrix, float* block, float* destination, nint stride)
    {
        (int rows, int columns) = Sides(matrix);
        WorkRange share = worker.Share(rows);
        for (int row = (int)share.Begin; row < share.End; row++)
        {
            float* values = destination + (row * stride);
            ParameterLayout.Gather(matrix, ref Unsafe.AsRef<float>(block + matrix.Offset), new Span<float>(values, columns), (long)row * columns);
            // What a larger matrix left behind would be summed up.
            new Span<float>(values + columns, (int)stride - columns).Clear();
            squares[row] = GradientTreatment.SumOfSquares(values, columns);
        }

        worker.Barrier();
        double sum = 0;
        for (int row = 0; row < rows; row++)
            sum += squares[row];
        var factor = (float)(1 / (Math.Sqrt(sum) + NormGuard));
        for (int row = (int)share.Begin; row < share.End; row++)
        {
            for (int column = 0; column < columns; column++)
                destination[(row * stride) + column] *= factor;
        }

        worker.Barrier();
    }

    private static void Scatter(Worker worker, ParameterPlan matrix, float* source, nint stride, float* block)
    {
        (int rows, int columns) = Sides(matrix);
        WorkRange share = worker.Share(rows);
        for (int row = (int)share.Begin; row < share.End; row++)
            ParameterLayout.Scatter(matrix, new ReadOnlySpan<float>(source + (row * stride), columns), ref Unsafe.AsRef<float>(block + matrix.Offset), (long)row * columns);
    }
}
