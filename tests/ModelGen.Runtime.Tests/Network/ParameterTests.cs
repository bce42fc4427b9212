using System.Numerics.Tensors;

namespace ModelGen.Runtime.Tests;

public sealed class ParameterTests
{
    [Fact]
    public void Values_come_and_go_in_file_order()
    {
        using var network = new SoftmaxRegression();
        float[] values = [.. Enumerable.Range(0, 15).Select(value => (float)value)];
        network.Weight.CopyFrom(values);
        var copy = new float[15];
        network.Weight.CopyTo(copy);
        Assert.Equal(values, copy);
        Assert.Equal(7f, network.Weight[1, 2]);
        network.Weight[1, 2] = -1;
        network.Weight.CopyTo(copy);
        Assert.Equal(-1f, copy[7]);
        Assert.Equal(14, copy.Zip(values).Count(pair => pair.First == pair.Second));

        // What was written is what the network computes with: x picks feature 2, so the logits are column 2.
        var logits = new float[3];
        network.Predict([0, 0, 1, 0, 0], logits);
        Assert.Equal([2f, -1f, 12f], logits);
    }

    [Fact]
    public void A_finer_factorisation_than_the_shape_is_walked_in_file_order()
    {
        // A weight [2, 12] behind a flatten of [3, 2, 2]: in memory the 3 channels are innermost, and the 2 units outermost.
        var plan = new ParameterPlan("w", [2, 12], [2, 3, 2, 2], [32, 1, 8, 4], 16, Initializer.Zeros, 12, 2);
        plan.Check(16 + 64);
        var block = new float[64];
        float[] values = [.. Enumerable.Range(1, 24).Select(value => (float)value)];
        ParameterLayout.Scatter(plan, values, ref block[0]);
        for (int unit = 0; unit < 2; unit++)
        {
            for (int column = 0; column < 12; column++)
            {
                int offset = (unit * 32) + (column / 4) + (column / 2 % 2 * 8) + (column % 2 * 4);
                Assert.Equal(values[(unit * 12) + column], block[offset]);
                Assert.Equal(offset, ParameterLayout.ElementOffset(plan, (unit * 12) + column));
            }
        }

        Assert.Equal(24, block.Count(value => value != 0));
        var copy = new float[24];
        ParameterLayout.Gather(plan, in block[0], copy);
        Assert.Equal(values, copy);
    }

    [Fact]
    public void A_scalar_has_one_value()
    {
        var plan = new ParameterPlan("scale", [], [], [], 0, Initializer.Ones, 1, 1);
        plan.Check(16);
        var block = new float[1];
        ParameterLayout.Scatter(plan, [3f], ref block[0]);
        Assert.Equal(3f, block[0]);
        Assert.Equal(0, ParameterLayout.ElementOffset(plan, 0));
    }

    [Fact]
    public void Tensors_of_the_same_shape_are_taken()
    {
        using var network = new SoftmaxRegression();
        float[] values = [.. Enumerable.Range(0, 15).Select(value => (float)value)];
        network.Weight.CopyFrom(new ReadOnlyTensorSpan<float>(values, [3, 5]));
        var copy = new float[15];
        network.Weight.CopyTo(new TensorSpan<float>(copy, [3, 5]));
        Assert.Equal(values, copy);

        var exception = Assert.Throws<ArgumentException>(() => network.Weight.CopyTo(new TensorSpan<float>(copy, [5, 3])));
        Assert.Equal("dense1.weight has the shape [5, 3]; it needs [3, 5].", exception.Message);
        var strided = new float[30];
        exception = Assert.Throws<ArgumentException>(() => network.Weight.CopyFrom(new ReadOnlyTensorSpan<float>(strided, [3, 5], [10, 2])));
        Assert.Contains("gaps", exception.Message);
    }

    [Fact]
    public void Gradients_are_in_file_order_too()
    {
        using var network = new SoftmaxRegression();
        var gradient = new float[15];
        network.Weight.CopyGradientTo(gradient);
        Assert.All(gradient, value => Assert.Equal(0f, value));

        (float[] values, int[] labels) = Samples.Make(6);
        network.Gradients(values, labels);
        network.Weight.CopyGradientTo(new TensorSpan<float>(gradient, [3, 5]));
        const float step = 1e-2f;
        for (int index = 0; index < 15; index++)
        {
            float weight = network.Weight[index / 5, index % 5];
            network.Weight[index / 5, index % 5] = weight + step;
            float above = network.Gradients(values, labels);
            network.Weight[index / 5, index % 5] = weight - step;
            float below = network.Gradients(values, labels);
            network.Weight[index / 5, index % 5] = weight;
            Assert.Equal((above - below) / (2 * step), gradient[index], 1e-4f);
        }

        Assert.Contains(gradient, value => Math.Abs(value) > 0.01f);
    }

    [Fact]
    public void The_list_finds_by_name_and_says_what_there_is()
    {
        using var network = new SoftmaxRegression();
        Assert.Equal(2, network.Parameters.Count);
        Assert.Same(network.Bias, network.Parameters["dense1.bias"]);
        Assert.Equal(["dense1.weight", "dense1.bias"], network.Parameters.Select(parameter => parameter.Name));
        Assert.Equal([3, 5], network.Weight.Shape.ToArray());
        Assert.Equal(15, network.Weight.Count);
        Assert.Equal("dense1.weight [3, 5]", network.Weight.ToString());
        var exception = Assert.Throws<KeyNotFoundException>(() => network.Parameters["conv1.weight"]);
        Assert.Equal("There is no parameter 'conv1.weight'; there are dense1.weight, dense1.bias.", exception.Message);
    }

    [Fact]
    public void Wrong_lengths_and_indices_are_refused()
    {
        using var network = new SoftmaxRegression();
        var exception = Assert.Throws<ArgumentException>(() => network.Weight.CopyTo(new float[14]));
        Assert.Equal("dense1.weight has 15 values, its shape being [3, 5]; the span has 14.", exception.Message);
        Assert.Throws<ArgumentException>(() => network.Weight.CopyFrom(new float[16]));
        Assert.Throws<ArgumentException>(() => network.Weight.CopyGradientTo([]));
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Weight[3, 0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Weight[0, -1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Weight[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => network.Weight[0, 0, 0] = 1);
    }

    [Theory]
    [InlineData(new[] { 2, 3 }, new[] { 2, 2 }, new[] { 2, 1 }, 0)]
    [InlineData(new[] { 2, 3 }, new[] { 2, 3 }, new[] { 3 }, 0)]
    [InlineData(new[] { 2, 3 }, new[] { 2, 3 }, new[] { 3, 1 }, 8)]
    [InlineData(new[] { 2, 3 }, new[] { 2, 3 }, new[] { 3, 1 }, 32)]
    [InlineData(new[] { 2, 3 }, new[] { 2, 3 }, new[] { 32, 1 }, 0)]
    [InlineData(new[] { 2, 3 }, new[] { 2, 3 }, new[] { -3, 1 }, 16)]
    [InlineData(new[] { 0 }, new[] { 0 }, new[] { 1 }, 0)]
    public void A_layout_outside_its_block_is_refused(int[] shape, int[] extents, int[] strides, long offset)
    {
        var parameter = new ParameterPlan("w", shape, extents, strides, offset, Initializer.Zeros, 1, 1);
        Assert.Throws<ArgumentException>(() => new NetworkPlan("N", [], [], [new InputPlan("y", false, [])], [parameter], 32));
    }
}
