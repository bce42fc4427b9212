namespace ModelGen;

/// <summary>What can be done with tensors of integers.</summary>
public static class IndexTensor
{
    /// <summary>Looks up a row of the layer's own table, its <c>weight</c> [<paramref name="rows"/>, <paramref name="width"/>], for each index.</summary>
    /// <param name="indices">The rows to look up, 0 to rows − 1.</param>
    /// <param name="rows">The number of rows: one more than the largest index.</param>
    /// <param name="width">The length of a row.</param>
    /// <param name="name">The layer's name in messages and saved files; <c>embedding1</c> … where it is not given.</param>
    /// <returns>[…] → […, width].</returns>
    public static Tensor Embedding(this Tensor<int> indices, int rows, int width, string? name = null) => throw Tensor.NotRun();

    /// <summary>Where an integer is a certain number.</summary>
    /// <param name="indices">The integers.</param>
    /// <param name="number">The number.</param>
    public static Tensor<bool> EqualTo(this Tensor<int> indices, int number) => throw Tensor.NotRun();
}
