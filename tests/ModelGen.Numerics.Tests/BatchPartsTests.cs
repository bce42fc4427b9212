using ModelGen.Numerics.Cases;
using ModelGen.Numerics.Tests.Harness;

namespace ModelGen.Numerics.Tests;

/// <summary>A large batch, whose sums are taken in parts, gives what its samples give in batches too small for parts.</summary>
public sealed class BatchPartsTests
{
    // Four parts of 16 and 17 samples.
    private const int Batch = 67;
    private const int Piece = 13;

    public static TheoryData<string> Names =>
    [
        "KerasCnn", "SmallCnn", "StridedCnn", "ConvResidual", "MlpRelu", "DenseLarge", "DenseLong", "WinnersOdd", "WinnersStridePadding", "WinnersGaps", "WinnersDeep",
        "WinnersThree", "WinnersOneByOne",
    ];

    /// <summary>The number of tests.</summary>
    public static int Count => Names.Count;

    [Theory]
    [MemberData(nameof(Names))]
    public void A_batch_s_gradient_is_made_of_its_pieces(string name)
    {
        CaseDescription description = CaseCatalog.All[name];
        using CaseNetwork network = NetworkCases.CreateDrawn(name, threads: 2);
        CaseBatch batch = new(description, Batch);
        double[][] expected = [.. description.Parameters.Select(parameter => new double[parameter.Count])];
        for (int begin = 0; begin < Batch; begin += Piece)
        {
            int count = Math.Min(Piece, Batch - begin);
            network.Gradients(new CaseBatch(description, count)
            {
                Input = Slice(batch.Input, begin, count),
                Labels = Slice(batch.Labels, begin, count),
                Target = Slice(batch.Target, begin, count),
            });

            // A projection's loss is a sum over the samples, all others are means.
            double weight = description.Loss == LossKind.Projection ? 1 : count / (double)Batch;
            foreach ((ParameterDescription parameter, double[] sum) in description.Parameters.Zip(expected))
            {
                float[] gradient = network.Gradient(parameter.Name);
                for (int index = 0; index < sum.Length; index++)
                {
                    sum[index] += weight * gradient[index];
                }
            }
        }

        network.Gradients(batch);
        foreach ((ParameterDescription parameter, double[] sum) in description.Parameters.Zip(expected))
        {
            Assert.InRange(Closeness.Difference(network.Gradient(parameter.Name), [.. sum.Select(value => (float)value)]), 0, 2e-5);
        }
    }

    private static T[] Slice<T>(T[] values, int begin, int count)
    {
        int width = values.Length / Batch;
        return values[(begin * width)..((begin + count) * width)];
    }
}
