namespace ModelGen.Analyzers.Tests;

/// <summary>A network that uses every construct there is, as a ground for edits.</summary>
internal static class Programs
{
    public const string EveryConstruct = """
        using System;
        using ModelGen;

        namespace MyApp.Inner
        {
            partial class Outer
            {
                [Network]
                internal sealed partial class Everything
                {
                    const int Layers = 3;
                    const bool Deep = true;

                    [Parameter(16, 16, Name = "mix", Initializer = Initializer.GlorotUniform)] private static partial Tensor Mix { get; }
                    [Parameter(16)] static partial Tensor Shift { get; }

                    static Tensor Forward([Shape("batch", 1, 8, 8)] Tensor image, [Shape("batch", 16)] Tensor extra)
                    {
                        int[] widths = [32, 24, 16];
                        var x = image.Conv2D(4, kernel: 3, padding: 1).Relu().MaxPool2D(2).Flatten();
                        for (int i = 0; i < Layers; i++)
                        {
                            if (i == 1 && !Deep)
                                continue;
                            x = Block(x, widths[i], name: $"fc{i}");
                        }

                        foreach (int n in new[] { 16 })
                            x += extra * (n / 2.0f);
                        x = (Layers switch { 1 => x, > 2 => x.Tanh(), _ => x.Sigmoid() }).Dot(Mix) + Shift;
                        Tensor Scaled(Tensor y) => y / MathF.Sqrt(Layers);
                        return Deep ? -Scaled(x).Halved() : x;
                    }

                    static Tensor Block(Tensor x, int units, string? name = null)
                    {
                        Tensor y = x.Dense(units, bias: false, name: name);
                        switch (units)
                        {
                            case 32: return y.Relu();
                            case > 20: y = y.Exp(); break;
                            default: break;
                        }

                        return y;
                    }

                    static Tensor Loss(Tensor output, [Shape("batch", 16)] Tensor target) => (output - Tensor.NoGradient(target)).Reshape(0, 4, -1).Sum(1, 2).Mean();
                }
            }

            static class Blocks
            {
                public static Tensor Halved(this Tensor x) => 0.5f * x;
            }
        }
        """;
}
