using ModelGen.Numerics.Cases;
using ModelGen.Numerics.Tests.Harness;

namespace ModelGen.Numerics.Tests;

/// <summary>
/// Batch normalisation: training against libtorch, whose running statistics are the states here; the gradient against the slope of the loss that a training step computes; and what
/// states are, to optimisers, files and programs that do not train.
/// </summary>
public sealed class BatchNormTests
{
    // Far from zero the moments themselves lose digits, in libtorch's single precision as here.
    private const double FarFromZero = 3e-3;

    public static TheoryData<string> Names => [.. BatchNormCase.All.Select(description => description.Name)];

    public static TheoryData<string, int> Threads => new(from description in BatchNormCase.All from threads in (int[])[2, 3, 7] select (description.Name, threads));

    [Theory]
    [MemberData(nameof(Names))]
    public void Training_agrees_with_libtorch(string name)
    {
        BatchNormCase description = BatchNormCase.All.Single(candidate => candidate.Name == name);
        GoldenFile golden = GoldenFile.Named(BatchNormCase.File);
        double factor = name == "BatchNormSeries" ? FarFromZero / Closeness.Gradient : 1;
        using BatchNormNetwork network = BatchNormNetwork.Create(description);
        List<string> differences = [];
        for (int step = 0; step < BatchNormCase.Steps; step++)
        {
            float[] x = description.DrawInput(step), target = description.DrawTarget(step), output = new float[target.Length];
            if (step == 0)
            {
                network.Gradients(x, target);
                foreach (ParameterDescription parameter in description.Parameters)
                    Judge($"gradient/{parameter.Name}", network.Gradient(parameter.Name), Closeness.Gradient);
            }

            float loss = network.Train(x, target, output, new Sgd(BatchNormCase.LearningRate));
            Judge($"{step}/output", output, Closeness.Gradient);
            double lossDifference = Closeness.LossDifference(loss, golden.Reference($"{name}/{step}/loss")[0], output, target);
            Assert.True(lossDifference < Closeness.Gradient * factor, $"The loss of step {step} differs by {lossDifference:g3}.");
        }

        foreach (Parameter parameter in network.Network.Parameters)
            Judge($"trained/{parameter.Name}", network.Values(parameter.Name), Closeness.Gradient);
        float[] predicted = new float[description.DrawTarget(0).Length];
        network.Predict(description.DrawInput(BatchNormCase.Steps), predicted);
        Judge("predicted", predicted, Closeness.Gradient);
        Assert.True(differences.Count == 0, string.Join(Environment.NewLine, differences));

        void Judge(string what, float[] actual, double bound)
        {
            double difference = Closeness.Difference(actual, golden.Reference($"{name}/{what}"));
            if (!(difference < bound * factor))
                differences.Add($"{name}, {what}: relative difference {difference:g3}");
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_gradient_is_the_slope_of_the_loss_of_a_training_step(string name)
    {
        const float distance = 1f / 256;
        BatchNormCase description = BatchNormCase.All.Single(candidate => candidate.Name == name);
        using BatchNormNetwork network = BatchNormNetwork.Create(description);
        float[] x = description.DrawInput(0), target = description.DrawTarget(0);
        network.Gradients(x, target);
        Dictionary<string, float[]> gradients = description.Parameters.ToDictionary(parameter => parameter.Name, parameter => network.Gradient(parameter.Name));
        double norm = Math.Sqrt(gradients.Values.SelectMany(values => values).Sum(value => (double)value * value));
        Assert.NotEqual(0, norm);
        double Claimed((string Name, float[] Signs) direction) => gradients[direction.Name].Zip(direction.Signs, (slope, sign) => (double)slope * sign).Sum();
        (string Name, float[] Signs)[] directions = [.. description.Parameters.Select(parameter => (parameter.Name, SeededValues.Signs(SeededValues.Seed(parameter.Name), parameter.Count)))];
        double slope = (LossAt(distance) - LossAt(-distance)) / (2 * distance), claimed = directions.Sum(Claimed);
        Assert.InRange(slope, claimed - (0.01 * norm), claimed + (0.01 * norm));

        double LossAt(float far)
        {
            foreach ((string parameter, float[] signs) in directions)
                network.Network.Parameters[parameter].CopyFrom([.. description.DrawParameter(description.Parameters.Single(candidate => candidate.Name == parameter)).Zip(signs, (value, sign) => value + (far * sign))]);
            return network.Gradients(x, target);
        }
    }

    [Theory]
    [MemberData(nameof(Threads))]
    public void Bits_do_not_depend_on_threads(string name, int threads)
    {
        BatchNormCase description = BatchNormCase.All.Single(candidate => candidate.Name == name);
        Assert.Equal(Train(1), Train(threads));

        int[] Train(int count)
        {
            // Enough work for all threads to be woken.
            const int copies = 101;
            using BatchNormNetwork network = BatchNormNetwork.Create(description, count);
            float[] Many(float[] values) => [.. Enumerable.Range(0, copies).SelectMany(copy => values.Select(value => value * (1 + (copy / 64f))))];
            float[] x = Many(description.DrawInput(0)), target = Many(description.DrawTarget(0)), output = new float[target.Length];
            Adam optimizer = new();
            List<float> results = [];
            for (int step = 0; step < BatchNormCase.Steps; step++)
            {
                results.Add(network.Train(x, target, output, optimizer));
                results.AddRange(output);
            }

            return [.. results.Concat(network.Network.Parameters.SelectMany(parameter => network.Values(parameter.Name))).Select(BitConverter.SingleToInt32Bits)];
        }
    }

    [Fact]
    public void Only_a_step_moves_states_and_no_optimiser_does()
    {
        BatchNormCase description = BatchNormCase.All[0];
        float[] x = description.DrawInput(0), target = description.DrawTarget(0), output = new float[target.Length];
        using BatchNormNetwork network = BatchNormNetwork.Create(description);
        network.Predict(x, output);
        network.Gradients(x, target);
        Assert.All(network.Values("norm1.running_mean"), value => Assert.Equal(0, value));
        Assert.All(network.Values("norm1.running_var"), value => Assert.Equal(1, value));
        network.Train(x, target, output, new Sgd(0.05f));
        float[] mean = network.Values("norm1.running_mean"), variance = network.Values("norm1.running_var");
        Assert.All(mean, value => Assert.NotEqual(0, value));
        Assert.All((Optimizer[])[new Sgd(0.05f, momentum: 0.9f, weightDecay: 0.5f), new Adam(0.05f, weightDecay: 0.5f)], optimizer =>
        {
            using BatchNormNetwork other = BatchNormNetwork.Create(description);
            other.Train(x, target, output, optimizer);
            Assert.Equal(mean, other.Values("norm1.running_mean"));
            Assert.Equal(variance, other.Values("norm1.running_var"));
        });
        Assert.False(network.Network.Parameters["norm1.running_mean"].IsTrained);
        Assert.True(network.Network.Parameters["norm1.weight"].IsTrained);
        Assert.Throws<InvalidOperationException>(() => network.Gradient("norm1.running_mean"));
    }

    [Fact]
    public void A_single_value_of_a_channel_is_its_mean()
    {
        using BatchNormRows network = new(seed: 1);
        float[] x = SeededValues.Uniform(1, 17, -1, 1), target = SeededValues.Uniform(2, 17, -1, 1), output = new float[17], gradient = new float[17], mean = new float[17], variance = new float[17];
        float[] scale = new float[17], bias = SeededValues.Uniform(3, 17, -1, 1);
        network.Parameters["norm1.bias"].CopyFrom(bias);
        network.Parameters["Scale"].CopyTo(scale);
        network.TrainStep(x, target, output, new Sgd(0.01f));
        Assert.Equal(bias, output);
        network.Parameters["Scale"].CopyGradientTo(gradient);
        Assert.All(gradient, value => Assert.Equal(0, value));
        network.Parameters["norm1.running_mean"].CopyTo(mean);
        network.Parameters["norm1.running_var"].CopyTo(variance);
        Assert.All(mean.Zip(x.Zip(scale, (value, factor) => 0.1f * MathF.Tanh(value * factor))), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
        Assert.All(variance, value => Assert.Equal(0.9f, value, 1e-6f));
    }

    [Fact]
    public void States_are_saved_and_loaded_and_PyTorchs_count_of_batches_is_left_out()
    {
        BatchNormCase description = BatchNormCase.All[0];
        using BatchNormNetwork network = BatchNormNetwork.Create(description);
        float[] target = description.DrawTarget(0);
        network.Train(description.DrawInput(0), target, new float[target.Length], new Sgd(0.05f));
        string file = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.safetensors");
        try
        {
            network.Network.Save(file);
            using BatchNormNetwork loaded = BatchNormNetwork.Create(description);
            loaded.Network.Load(file);
            Assert.Equal(network.Values("norm1.running_var"), loaded.Values("norm1.running_var"));
            float[] expected = new float[target.Length], actual = new float[target.Length];
            network.Predict(description.DrawInput(1), expected);
            loaded.Predict(description.DrawInput(1), actual);
            Assert.Equal(expected, actual);

            AddTensor(file, "norm1.num_batches_tracked");
            loaded.Network.Load(file);
            Assert.Equal(network.Values("norm1.running_mean"), loaded.Values("norm1.running_mean"));
            AddTensor(file, "norm2.num_batches_tracked");
            Assert.Throws<InvalidDataException>(() => loaded.Network.Load(file));
        }
        finally
        {
            File.Delete(file);
        }
    }

    // A count as PyTorch writes it: a 64-bit integer without axes, behind everything else.
    private static void AddTensor(string file, string name)
    {
        byte[] bytes = File.ReadAllBytes(file);
        int length = (int)BitConverter.ToInt64(bytes);
        string header = System.Text.Encoding.UTF8.GetString(bytes, 8, length).TrimEnd();
        int data = bytes.Length - 8 - length;
        string longer = $"{header[..^1]},\"{name}\":{{\"dtype\":\"I64\",\"shape\":[],\"data_offsets\":[{data},{data + 8}]}}}}";
        longer = longer.PadRight((longer.Length + 7) / 8 * 8);
        File.WriteAllBytes(file, [.. BitConverter.GetBytes((long)longer.Length), .. System.Text.Encoding.UTF8.GetBytes(longer), .. bytes.AsSpan(8 + length), .. BitConverter.GetBytes(3L)]);
    }
}
