using System.Numerics.Tensors;
using ModelGen.Numerics.Cases;
using ModelGen.Numerics.Tests.Harness;

namespace ModelGen.Numerics.Tests;

/// <summary>The members of a generated class say the same thing in their different ways.</summary>
public sealed class ConsistencyTests
{
    private const int Batch = 13;

    public static TheoryData<string> All => [.. NetworkCases.Names];

    [Theory]
    [MemberData(nameof(All))]
    public void Predict_writes_what_Evaluate_writes(string name)
    {
        using CaseNetwork network = NetworkCases.CreateDrawn(name);
        CaseBatch batch = new(CaseCatalog.All[name], Batch);
        float[] predicted = batch.NewOutput();
        float[] evaluated = batch.NewOutput();
        network.Predict(batch, predicted);
        network.Evaluate(batch, evaluated);
        Assert.Equal(predicted, evaluated);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Evaluate_Gradients_and_TrainStep_return_one_loss(string name)
    {
        using CaseNetwork network = NetworkCases.CreateDrawn(name);
        CaseBatch batch = new(CaseCatalog.All[name], Batch);
        float[] output = batch.NewOutput();
        float evaluated = network.Evaluate(batch, output);
        float gradients = network.Gradients(batch);
        float trained = network.TrainStep(batch, new Sgd(0.001f));
        Assert.Equal(gradients, trained);

        // Training may compute the loss along another way than evaluating, to the same number of digits.
        Assert.InRange(Closeness.LossDifference(evaluated, gradients, output, batch.Projection), 0, 1e-6);
    }

    [Theory]
    [MemberData(nameof(All))]
    public void A_step_of_SGD_goes_down_the_gradient(string name)
    {
        const float rate = 0.125f;
        using CaseNetwork network = NetworkCases.CreateDrawn(name);
        CaseDescription description = CaseCatalog.All[name];
        CaseBatch batch = new(description, Batch);
        network.Gradients(batch);
        float[][] expected = [.. description.Parameters.Select(parameter =>
            description.DrawParameter(parameter).Zip(network.Gradient(parameter.Name), (value, slope) => value - (rate * slope)).ToArray())];
        network.TrainStep(batch, new Sgd(rate));
        foreach ((ParameterDescription parameter, float[] values) in description.Parameters.Zip(expected))
        {
            // A fused multiply-add rounds once where two operations round twice.
            Assert.InRange(Closeness.Difference(network.Values(parameter.Name), values), 0, 2.5e-7);
            Assert.NotEqual(description.DrawParameter(parameter), network.Values(parameter.Name));
        }
    }

    [Theory]
    [InlineData("KerasCnn")]
    [InlineData("MlpRelu")]
    [InlineData("ConvReluPoolPadding")]
    [InlineData("ReshapeOfConv")]
    public void A_row_of_a_batch_is_what_it_is_alone(string name)
    {
        CaseDescription description = CaseCatalog.All[name];
        using CaseNetwork network = NetworkCases.CreateDrawn(name);
        CaseBatch batch = new(description, Batch);
        float[] together = batch.NewOutput();
        network.Predict(batch, together);
        int inputs = batch.Input.Length / Batch;
        for (int row = 0; row < Batch; row++)
        {
            CaseBatch single = new(description, 1) { Input = batch.Input[(row * inputs)..((row + 1) * inputs)] };
            float[] alone = single.NewOutput();
            network.Predict(single, alone);
            float[] expected = together[(row * alone.Length)..((row + 1) * alone.Length)];
            Assert.InRange(Closeness.Difference(alone, expected), 0, 1e-5);
        }
    }

    [Fact]
    public void Spans_with_shapes_give_what_plain_spans_give()
    {
        CaseDescription description = CaseCatalog.All["SmallCnn"];
        using SmallCnn network = new(seed: 3, threads: 1);
        CaseBatch batch = new(description, 5);
        float[] plain = batch.NewOutput();
        float[] shaped = batch.NewOutput();
        network.Predict(batch.Input, plain);
        network.Predict(
            new ReadOnlyTensorSpan<float>(batch.Input, [5, 1, 14, 14], []),
            new TensorSpan<float>(shaped, [5, 10], []));
        Assert.Equal(plain, shaped);
    }

    [Fact]
    public void A_span_of_another_shape_is_refused_in_a_sentence()
    {
        using SmallCnn network = new();
        var image = new float[14 * 14];
        var logits = new float[10];
        ArgumentException tooShort = Assert.ThrowsAny<ArgumentException>(() => network.Predict(image.AsSpan(1), logits));
        Assert.Contains("x", tooShort.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => network.Predict(image, logits.AsSpan(1)));
        Assert.ThrowsAny<ArgumentException>(() => network.TrainStep(image, [10], new Sgd()));
        Assert.ThrowsAny<ArgumentException>(() => network.TrainStep(image, [0, 1], new Sgd()));
    }
}
