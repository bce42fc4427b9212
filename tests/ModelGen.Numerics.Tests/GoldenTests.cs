using ModelGen.Numerics.Cases;
using ModelGen.Numerics.Tests.Harness;

namespace ModelGen.Numerics.Tests;

/// <summary>Every network of the list against libtorch: output, loss and the gradient of each parameter.</summary>
public sealed class GoldenTests
{
    public static TheoryData<string, int> Cases
    {
        get
        {
            TheoryData<string, int> data = [];
            foreach (string name in CaseCatalog.All.Keys)
            {
                data.Add(name, 1);
                data.Add(name, 3);
            }

            return data;
        }
    }

    [Fact]
    public void Every_description_has_a_network() => Assert.Equal(CaseCatalog.All.Keys.Order(), NetworkCases.Names.Order());

    [Theory]
    [MemberData(nameof(Cases))]
    public void Agrees_with_libtorch(string name, int threads)
    {
        CaseDescription description = CaseCatalog.All[name];
        GoldenFile golden = GoldenFile.Named(name);
        List<string> differences = [];
        using CaseNetwork network = NetworkCases.CreateDrawn(name, threads);
        foreach (int count in description.Batches)
        {
            Compare(description, golden, network, new CaseBatch(description, count), differences);
        }

        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));
    }

    private static void Compare(CaseDescription description, GoldenFile golden, CaseNetwork network, CaseBatch batch, List<string> differences)
    {
        float[] output = batch.NewOutput();
        network.Predict(batch, output);
        foreach ((float[] actual, float[] expected) in Split(output).Zip(Split(golden.Reference($"{batch.Count}/output"))))
            Judge("output", Closeness.Difference(description.Thin(actual), expected), Closeness.Forward);

        float loss = golden.Reference($"{batch.Count}/loss")[0];
        float evaluated = network.Evaluate(batch, output);
        Judge("loss of Evaluate", Closeness.LossDifference(evaluated, loss, output, batch.Projection), Closeness.Forward);
        float trained = network.Gradients(batch);
        Judge("loss of Gradients", Closeness.LossDifference(trained, loss, output, batch.Projection), Closeness.Forward);
        foreach (ParameterDescription parameter in description.Parameters)
        {
            string name = $"gradient/{parameter.Name}";
            float[] gradient = description.Thin(network.Gradient(parameter.Name));
            Judge(name, Closeness.Difference(gradient, golden.Reference($"{batch.Count}/{name}")), Closeness.Gradient);
        }

        // Large outputs, of which files hold a part, are alone.
        float[][] Split(float[] values) => description.FurtherOutputs.Length > 0 ? batch.Split(values) : [values];

        void Judge(string what, double difference, double bound)
        {
            if (!(difference < bound))
            {
                differences.Add($"{description.Name}, batch {batch.Count}, {what}: relative difference {difference:g3}, bound {bound:g1}");
            }
        }
    }
}
