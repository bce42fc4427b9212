namespace ModelGen.Runtime.Tests;

public sealed class ParameterGroupTests
{
    private static readonly string[] Names = ["embedding.weight", "blocks.0.weight", "blocks.0.bias", "head.weight", "head.bias"];

    public static TheoryData<string, string> Strangers => new()
    {
        { "*.bais", "blocks.0.bias, head.bias, embedding.weight" },
        { "embeding.weight", "embedding.weight, head.weight, blocks.0.weight" },
        { "blocks.?.gain", "blocks.0.bias, blocks.0.weight, head.bias" },
        { "HEAD.bias", "head.bias, blocks.0.bias, head.weight" },
    };

    [Fact]
    public void Each_parameter_moves_as_its_groups_say()
    {
        Adam optimizer = new(0.1f, weightDecay: 0.01f);
        optimizer.Groups.Add("*.bias", weightDecay: 0);
        optimizer.Groups.Add("head.*", learningRateFactor: 0.5f);
        optimizer.Groups.Add("embed*", frozen: true);
        using MatrixNetwork grouped = Network();
        float[][] before = [.. Enumerable.Range(0, Names.Length).Select(grouped.Values)];
        Train(grouped, optimizer, steps: 3);

        Assert.Equal(before[0], grouped.Values(0));
        AssertAs(new Adam(0.1f, weightDecay: 0.01f), 1);
        AssertAs(new Adam(0.1f), 2);
        AssertAs(new Adam(0.05f, weightDecay: 0.01f), 3);
        AssertAs(new Adam(0.05f), 4);

        void AssertAs(Adam whole, int parameter)
        {
            using MatrixNetwork network = Network();
            Train(network, whole, steps: 3);
            Assert.Equal(network.Values(parameter), grouped.Values(parameter));
            Assert.NotEqual(before[parameter], grouped.Values(parameter));
        }
    }

    [Fact]
    public void The_last_group_that_states_a_setting_decides_it()
    {
        Sgd optimizer = new(0.1f);
        optimizer.Groups.Add("*", learningRateFactor: 0, frozen: true);
        optimizer.Groups.Add("head.*", learningRateFactor: 2);
        optimizer.Groups.Add("*.bias", frozen: false);
        using MatrixNetwork network = Network(), plain = Network();
        float[][] before = [.. Enumerable.Range(0, Names.Length).Select(network.Values)];
        Train(network, optimizer, steps: 1);
        Train(plain, new Sgd(0.2f), steps: 1);
        for (int parameter = 0; parameter < 4; parameter++)
            Assert.Equal(before[parameter], network.Values(parameter));
        Assert.Equal(plain.Values(4), network.Values(4));
    }

    [Fact]
    public void What_was_frozen_begins_with_a_first_step()
    {
        AdamW optimizer = new(0.1f), whole = new(0.1f);
        ParameterGroup group = optimizer.Groups.Add("blocks.*", frozen: true);
        using MatrixNetwork late = Network(), fresh = Network();
        Train(late, optimizer, steps: 4);
        group.IsFrozen = false;
        Train(late, optimizer, steps: 2);
        Train(fresh, whole, steps: 2);
        Assert.Equal(fresh.Values(1), late.Values(1));
        Assert.NotEqual(fresh.Values(3), late.Values(3));

        // Frozen again, it keeps its count.
        group.IsFrozen = true;
        float[] kept = late.Values(1);
        Train(late, optimizer, steps: 3);
        Assert.Equal(kept, late.Values(1));
        group.IsFrozen = null;
        Train(late, optimizer, steps: 1);
        Train(fresh, whole, steps: 1);
        Assert.Equal(fresh.Values(1), late.Values(1));
        Assert.NotEqual(kept, late.Values(1));
    }

    [Fact]
    public void Groups_may_be_added_between_steps()
    {
        Sgd optimizer = new(0.1f);
        using MatrixNetwork network = Network();
        Train(network, optimizer, steps: 1);
        float[] head = network.Values(3), block = network.Values(1);
        optimizer.Groups.Add("head.weight", frozen: true);
        Train(network, optimizer, steps: 1);
        Assert.Equal(head, network.Values(3));
        Assert.NotEqual(block, network.Values(1));
    }

    [Theory]
    [MemberData(nameof(Strangers))]
    public void A_pattern_that_fits_no_parameter_is_refused_with_close_names(string pattern, string close)
    {
        Sgd optimizer = new(0.1f);
        optimizer.Groups.Add(pattern, weightDecay: 0);
        using MatrixNetwork network = Network();
        int[] before = Samples.Bits(network);
        ArgumentException refusal = Assert.Throws<ArgumentException>(() => Train(network, optimizer, steps: 1));
        Assert.Equal($"No parameter of MatrixNetwork fits the pattern '{pattern}'; the closest are {close}.", refusal.Message);
        Assert.Equal(before, Samples.Bits(network));
        // It stays refused: nothing of it is remembered.
        Assert.Throws<ArgumentException>(() => Train(network, optimizer, steps: 1));
    }

    [Fact]
    public void Settings_outside_their_range_are_refused()
    {
        ParameterGroups groups = new Sgd().Groups;
        Assert.Throws<ArgumentException>(() => groups.Add(""));
        Assert.Throws<ArgumentNullException>(() => groups.Add(null!));
        Assert.Equal(
            "The learning rate factor of '*.bias' is -1; it must be a finite number, at least 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => groups.Add("*.bias", learningRateFactor: -1)).Message);
        Assert.Equal(
            "The weight decay of '*.bias' is NaN; it must be a finite number, at least 0.",
            Assert.Throws<ArgumentOutOfRangeException>(() => groups.Add("*.bias", weightDecay: float.NaN)).Message);
        Assert.Empty(groups);
    }

    [Theory]
    [InlineData("abc", "abc", 0)]
    [InlineData("abc", "abd", 1)]
    [InlineData("abc", "ab", 1)]
    [InlineData("ab", "abc", 1)]
    [InlineData("a*c", "aXYZc", 0)]
    [InlineData("*", "anything", 0)]
    [InlineData("a?c", "abc", 0)]
    [InlineData("*.bais", "dense.bias", 2)]
    [InlineData("", "abc", 3)]
    public void The_distance_counts_edits(string pattern, string name, int expected) => Assert.Equal(expected, ParameterNames.Distance(pattern, name));

    private static MatrixNetwork Network() => new(1, [.. Names.Select((name, index) => MatrixNetwork.Plain(name, index * 16, 3, 4))]);

    private static void Train(MatrixNetwork network, Optimizer optimizer, int steps)
    {
        for (int step = 0; step < steps; step++)
        {
            for (int parameter = 0; parameter < Names.Length; parameter++)
            {
                var random = new Random(parameter + (100 * step));
                network.SetGradient(parameter, [.. Enumerable.Range(0, 12).Select(_ => random.NextSingle() - 0.5f)]);
            }

            network.Step(optimizer);
        }
    }
}
