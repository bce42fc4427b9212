namespace ModelGen.Runtime.Tests;

public sealed class InitializationTests
{
    private const int Inputs = 50;
    private const int Outputs = 30;

    [Theory]
    [InlineData(Initializer.Default, 50.0)]
    [InlineData(Initializer.GlorotUniform, (Inputs + Outputs) / 6.0)]
    [InlineData(Initializer.HeUniform, Inputs / 6.0)]
    public void Uniform_values_fill_their_bounds(Initializer initializer, double inverseSquareOfBound)
    {
        double bound = 1 / Math.Sqrt(inverseSquareOfBound);
        float[] values = Draw(initializer, 100_000, 3);
        Assert.All(values, value => Assert.InRange(value, -bound * 1.0000001, bound));
        Assert.InRange(values.Max(), bound * 0.9999, bound);
        Assert.InRange(values.Min(), -bound * 1.0000001, -bound * 0.9999);
        CheckMoments(values, bound / Math.Sqrt(3), fourthOverSquare: 9.0 / 5);
    }

    [Theory]
    [InlineData(Initializer.GlorotNormal, 2.0 / (Inputs + Outputs))]
    [InlineData(Initializer.HeNormal, 2.0 / Inputs)]
    public void Normal_values_have_their_variance(Initializer initializer, double variance)
    {
        float[] values = Draw(initializer, 100_000, 3);
        CheckMoments(values, Math.Sqrt(variance), fourthOverSquare: 3);
    }

    [Fact]
    public void Zeros_and_ones_are_that()
    {
        Assert.All(Draw(Initializer.Zeros, 9, 1), value => Assert.Equal(0f, value));
        Assert.All(Draw(Initializer.Ones, 9, 1), value => Assert.Equal(1f, value));
    }

    [Theory]
    [InlineData(Initializer.HeUniform)]
    [InlineData(Initializer.HeNormal)]
    public void A_value_depends_on_seed_parameter_and_element_only(Initializer initializer)
    {
        float[] values = Draw(initializer, 1001, 3);
        Assert.Equal(values, Draw(initializer, 1001, 3));
        // A shorter parameter starts with the same values: the number of elements is no part of it.
        for (int count = 1; count < 10; count++)
            Assert.Equal(values[..count], Draw(initializer, count, 3));
        Assert.NotEqual(values, Draw(initializer, 1001, 4));
        Assert.NotEqual(values, Draw(initializer, 1001, 3, parameter: 1));
        Assert.NotEqual(values, Draw(initializer, 1001, 3UL + (1UL << 40)));
    }

    [Fact]
    public void The_first_values_are_those_of_the_documented_formula()
    {
        // Word 0 of the published answer to an all-zero counter and key is 6627e8d5.
        const double unit = 0x6627e8 / (double)(1 << 24);
        float first = Draw(Initializer.Default, 1, 0)[0];
        Assert.Equal(((2 * unit) - 1) / Math.Sqrt(Inputs), first, 1e-8);

        const double radiusWord = (0x6627e8d5 + 1.0) / 4294967296.0;
        const double angleWord = 0xe169c58d / 4294967296.0;
        float[] normal = Draw(Initializer.HeNormal, 2, 0);
        double radius = Math.Sqrt(2.0 / Inputs) * Math.Sqrt(-2 * Math.Log(radiusWord));
        Assert.Equal(radius * Math.Cos(2 * Math.PI * angleWord), normal[0], 1e-7);
        Assert.Equal(radius * Math.Sin(2 * Math.PI * angleWord), normal[1], 1e-7);
    }

    [Fact]
    public void The_layout_does_not_change_the_values()
    {
        using var network = new SoftmaxRegression(seed: 9, features: 7, classes: 3);
        var weight = new float[21];
        network.Weight.CopyTo(weight);
        var plan = new ParameterPlan("dense1.weight", [3, 7], [3, 7], [7, 1], 0, Initializer.Default, 7, 3);
        var drawn = new float[21];
        ParameterInitialization.Draw(plan, 0, 9, drawn);
        Assert.Equal(drawn, weight);
        Assert.Equal(9UL, network.Seed);
    }

    private static float[] Draw(Initializer initializer, int count, ulong seed, int parameter = 0)
    {
        var plan = new ParameterPlan("p", [count], [count], [1], 0, initializer, Inputs, Outputs);
        var values = new float[count];
        ParameterInitialization.Draw(plan, parameter, seed, values);
        return values;
    }

    /// <summary>Mean, variance and fourth moment within five standard errors, and no correlation of neighbours.</summary>
    private static void CheckMoments(float[] values, double deviation, double fourthOverSquare)
    {
        double[] scaled = [.. values.Select(value => value / deviation)];
        double five = 5 / Math.Sqrt(values.Length);
        Assert.InRange(scaled.Average(), -five, five);
        Assert.InRange(scaled.Average(value => value * value) - 1, -five * Math.Sqrt(fourthOverSquare - 1), five * Math.Sqrt(fourthOverSquare - 1));
        Assert.InRange(scaled.Average(value => value * value * value * value), fourthOverSquare * 0.93, fourthOverSquare * 1.07);
        for (int lag = 1; lag <= 4; lag++)
            Assert.InRange(scaled.Skip(lag).Zip(scaled, (left, right) => left * right).Average(), -five, five);
    }
}
