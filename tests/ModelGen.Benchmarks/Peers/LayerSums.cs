namespace ModelGen.Benchmarks.Peers;

/// <summary>The multiply-adds of one layer for one sample.</summary>
/// <param name="MultiplyAdds">The multiply-adds of its forward pass.</param>
internal readonly record struct LayerSums(double MultiplyAdds)
{
    /// <summary>A convolution: every output pixel sums over kernel and input channels.</summary>
    public static LayerSums Conv2D(int filters, int channels, int kernel, int outputHeight, int outputWidth) =>
        new((double)filters * channels * kernel * kernel * outputHeight * outputWidth);

    /// <summary>A fully connected layer.</summary>
    public static LayerSums Dense(int units, int features) => new((double)units * features);

    /// <summary>Attention of every position to every other, whether it is looked at or not: scores, and sums of values.</summary>
    public static LayerSums Attention(int time, int width) => new(2.0 * time * time * width);

    /// <summary>A layer that is gone through several times.</summary>
    public LayerSums Times(int count) => new(count * MultiplyAdds);

    /// <summary>
    /// The floating-point operations: two for each multiply-add, forward; in training as many again for the weight's gradient and, except in the
    /// first layer, for the input's.
    /// </summary>
    public double Operations(PeerMode mode, bool first) => 2 * MultiplyAdds * (mode == PeerMode.Inference ? 1 : first ? 2 : 3);
}
