using ModelGen.Numerics.Cases;

namespace ModelGen.Numerics.Tests;

/// <summary>The measure that everything here is judged by notices what it must notice.</summary>
public sealed class ClosenessTests
{
    private static readonly float[] reference = SeededValues.Uniform(SeededValues.Seed("closeness"), 101, -1, 1);

    [Fact]
    public void Equal_tensors_do_not_differ() => Assert.Equal(0, Closeness.Difference([.. reference], reference));

    [Theory]
    [InlineData(0.002f, true)]
    [InlineData(0.0005f, false)]
    public void A_factor_is_noticed_beyond_the_bound(float error, bool noticed)
    {
        float[] scaled = [.. reference.Select(value => value * (1 + error))];
        Assert.Equal(noticed, Closeness.Difference(scaled, reference) > Closeness.Gradient);
    }

    [Fact]
    public void One_wrong_value_among_many_is_noticed()
    {
        float[] wrong = [.. reference];
        wrong[57] += 0.002f;
        Assert.True(Closeness.Difference(wrong, reference) > Closeness.Gradient);
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void What_is_not_finite_is_infinitely_far(float value)
    {
        float[] wrong = [.. reference];
        wrong[3] = value;
        Assert.Equal(double.PositiveInfinity, Closeness.Difference(wrong, reference));
    }

    [Fact]
    public void Another_length_is_infinitely_far() =>
        Assert.Equal(double.PositiveInfinity, Closeness.Difference(reference.AsSpan(1), reference));

    [Fact]
    public void Zeros_tell_nothing()
    {
        Assert.False(Closeness.IsTelling([0, 0, -0f]));
        Assert.False(Closeness.IsTelling([1, float.NaN]));
        Assert.True(Closeness.IsTelling([0, 1e-30f]));
    }

    [Fact]
    public void A_cancelling_projection_is_judged_by_its_terms()
    {
        // 1000·1 − 999.99·1 = 0.01: single precision cannot hold that difference to four digits.
        Assert.True(Closeness.LossDifference(0.0100098, 0.01, [1000, -999.99f], [1, 1]) < Closeness.Forward);
        Assert.True(Closeness.LossDifference(0.0100098, 0.01, [], []) > Closeness.Forward);
    }

    [Fact]
    public void Seeded_values_are_SplitMix64()
    {
        // The generator's first outputs from 1234567, as published with its reference implementation.
        ulong[] published = [6457827717110365317, 3203168211198807973, 9817491932198370423, 4593380528125082431];
        float[] expected = [.. published.Select(bits => (bits >> 40) / (float)(1 << 24))];
        Assert.Equal(expected, SeededValues.Uniform(1234567, 4));
    }
}
