namespace ModelGen.Numerics.Tests;

/// <summary>A layer made of layers, as a user writes one.</summary>
public sealed class GatedBlock(int width)
{
    private const float Share = 0.5f;

    [Layer]
    private readonly Dense value = new(width);

    [Layer]
    private readonly Dense gate = new(width, bias: false);

    /// <summary>[…, width] → […, width].</summary>
    public Tensor Apply(Tensor x) => (value.Apply(x) * gate.Apply(x).Sigmoid()) + (Share * x);
}

[Network]
public partial class LayersAsMembers
{
    private static readonly int[] widths = [9, 9];

    [Layer]
    private readonly Conv2D conv1 = new(3, kernel: 3, padding: 1);

    [Layer]
    private readonly GatedBlock[] blocks = [new(widths[0]), new(widths[1])];

    [Layer]
    private readonly Dense shared = new(9);

    [Layer]
    private readonly Dense _head = new(4);

    Tensor Forward([Shape("batch", 3, 4, 5)] Tensor x)
    {
        x = conv1.Apply(x).Tanh().Flatten().Dense(9);
        // The same layer twice, with the same weights.
        x = shared.Apply(shared.Apply(x).Tanh());
        foreach (GatedBlock block in blocks)
            x = block.Apply(x);
        return _head.Apply(x);
    }

    static Tensor Loss(Tensor output, [Shape("batch", 4)] Tensor target) => (output * target).Sum();
}

[Network]
public partial class ScopedLayers
{
    static Tensor Forward([Shape("batch", 6)] Tensor x)
    {
        for (int i = 0; i < 2; i++)
        {
            using (Tensor.Scope($"blocks.{i}"))
            {
                (Tensor value, Tensor gate) = Halves(x);
                x = value * gate.Sigmoid();
            }
        }

        return x.Dense(3);
    }

    private static (Tensor Value, Tensor Gate) Halves(Tensor x)
    {
        using (Tensor.Scope("halves"))
            return (x.Dense(6), x.Dense(6, bias: false, name: "gate"));
    }

    static Tensor Loss(Tensor output, [Shape("batch", 3)] Tensor target) => (output * target).Sum();
}
