using ModelGen.Numerics.Cases;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelGen.GoldenVectors;

/// <summary>What training with batch normalisation computes and leaves behind, in double precision.</summary>
internal static class BatchNormVectors
{
    /// <summary>Writes outputs and losses of the steps, parameters and running statistics behind them, and the output by those.</summary>
    public static void Write(string folder)
    {
        SafetensorsWriter writer = new();
        foreach (BatchNormCase description in BatchNormCase.All)
            Run(description, writer);
        writer.Write(Path.Combine(folder, $"{BatchNormCase.File}.safetensors"));
    }

    private static void Run(BatchNormCase description, SafetensorsWriter writer)
    {
        Dictionary<string, Tensor> tensors = description.Parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => Create(description.DrawParameter(parameter), parameter.Shape).requires_grad_());
        foreach ((string name, int channels) in ((string, int)[])[("norm1", description.Name == "BatchNormRows" ? 17 : description.Output[0]), ("norm2", description.Output[0])])
        {
            tensors[$"{name}.running_mean"] = torch.zeros(channels, dtype: ScalarType.Float64);
            tensors[$"{name}.running_var"] = torch.ones(channels, dtype: ScalarType.Float64);
        }

        for (int step = 0; step < BatchNormCase.Steps; step++)
        {
            Tensor output = Forward(description, tensors, step, training: true);
            Tensor loss = (output * Create(description.DrawTarget(step), [description.Batch, .. description.Output])).sum();
            loss.backward();
            Add(writer, $"{description.Name}/{step}/output", output);
            Add(writer, $"{description.Name}/{step}/loss", loss);
            using IDisposable noGradient = torch.no_grad();
            foreach (ParameterDescription parameter in description.Parameters)
            {
                Tensor gradient = tensors[parameter.Name].grad!;
                if (step == 0)
                    Add(writer, $"{description.Name}/gradient/{parameter.Name}", gradient);
                tensors[parameter.Name].sub_(gradient * (double)(decimal)BatchNormCase.LearningRate);
                gradient.zero_();
            }
        }

        foreach ((string name, Tensor tensor) in tensors.Where(pair => !pair.Key.StartsWith("norm2", StringComparison.Ordinal) || description.Name == "BatchNormImages"))
            Add(writer, $"{description.Name}/trained/{name}", tensor);
        Add(writer, $"{description.Name}/predicted", Forward(description, tensors, BatchNormCase.Steps, training: false));
    }

    private static Tensor Forward(BatchNormCase description, Dictionary<string, Tensor> tensors, int step, bool training)
    {
        Tensor x = Create(description.DrawInput(step), [description.Batch, .. description.Input]);
        if (description.Name == "BatchNormRows")
            return Norm((x * tensors["Scale"]).tanh(), "norm1", 0.1, 1e-5);
        if (description.Name == "BatchNormSeries")
            return Norm((x * tensors["Scale"]) + 100, "norm1", 0.3, 1e-3);
        Tensor first = Norm(functional.conv2d(x, tensors["conv1.weight"], padding: [1, 1]), "norm1", 0.1, 1e-5).tanh();
        return (Norm(functional.conv2d(first, tensors["conv2.weight"], padding: [1, 1]), "norm2", 0.1, 1e-5) + first).tanh();

        Tensor Norm(Tensor value, string layer, double momentum, double epsilon) => functional.batch_norm(
            value,
            tensors[$"{layer}.running_mean"],
            tensors[$"{layer}.running_var"],
            tensors.GetValueOrDefault($"{layer}.weight"),
            tensors.GetValueOrDefault($"{layer}.bias"),
            training,
            momentum,
            epsilon);
    }

    private static void Add(SafetensorsWriter writer, string name, Tensor tensor) =>
        writer.Add(name, [.. tensor.shape.Select(size => (int)size)], tensor.detach().to(ScalarType.Float32).contiguous().data<float>().ToArray());

    private static Tensor Create(float[] values, int[] shape) => torch.tensor(values, shape.Select(size => (long)size).ToArray(), dtype: ScalarType.Float64);
}
