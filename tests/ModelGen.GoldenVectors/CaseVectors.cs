using ModelGen.Numerics.Cases;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.GoldenVectors;

/// <summary>Output, loss and every parameter's gradient of each case at each of its batch sizes.</summary>
internal static class CaseVectors
{
    // A case that single precision cannot compute well itself, whoever computes it, would be a test of luck.
    private const double ConditionMargin = 0.1;

    // Here libtorch's single precision is wrong altogether on some processors, and tells nothing of the case.
    private static readonly string[] wrongInSinglePrecision = ["ConvTransposed", "ConvSame"];

    /// <summary>Writes a file for each case.</summary>
    public static void Write(string folder)
    {
        foreach (CaseDescription description in CaseCatalog.All.Values)
        {
            SafetensorsWriter writer = new();
            foreach (int batch in description.Batches)
            {
                // In double precision, so that libtorch's rounding counts for nothing beside ours.
                Dictionary<string, (int[] Shape, float[] Values)> golden = Compute(description, batch, ScalarType.Float64);
                foreach ((string name, (int[] shape, float[] values)) in golden)
                {
                    writer.Add($"{batch}/{name}", shape, values);
                }

                if (!wrongInSinglePrecision.Contains(description.Name))
                    RefuseIllConditioned(description, batch, golden, Compute(description, batch, ScalarType.Float32));
            }

            writer.Write(Path.Combine(folder, $"{description.Name}.safetensors"));
        }
    }

    private static Dictionary<string, (int[] Shape, float[] Values)> Compute(CaseDescription description, int batch, ScalarType precision)
    {
        using DisposeScope scope = NewDisposeScope();
        CaseTensors tensors = new(description, batch, precision);
        Tensor output = TorchNetworks.Forward(description, tensors);
        Tensor loss = TorchNetworks.Loss(description, tensors, output);
        loss.backward();
        Dictionary<string, (int[] Shape, float[] Values)> values = new()
        {
            ["output"] = Thinned(description, output),
            ["loss"] = Thinned(description, loss),
        };
        foreach (ParameterDescription parameter in description.Parameters)
        {
            Tensor gradient = tensors[parameter.Name].grad
                ?? throw new InvalidDataException($"{description.Name}: no gradient reaches {parameter.Name}.");
            values[$"gradient/{parameter.Name}"] = Thinned(description, gradient);
        }

        return values;
    }

    private static (int[] Shape, float[] Values) Thinned(CaseDescription description, Tensor tensor)
    {
        float[] all = tensor.detach().to(ScalarType.Float32).contiguous().data<float>().ToArray();
        float[] kept = description.Thin(all);
        return (kept.Length == all.Length ? [.. tensor.shape.Select(size => (int)size)] : [kept.Length], kept);
    }

    private static void RefuseIllConditioned(
        CaseDescription description,
        int batch,
        Dictionary<string, (int[] Shape, float[] Values)> golden,
        Dictionary<string, (int[] Shape, float[] Values)> single)
    {
        float[] projection = description.Loss == LossKind.Projection ? description.Thin(description.DrawTarget(batch)) : [];
        foreach ((string name, (_, float[] values)) in golden)
        {
            double bound = name.StartsWith("gradient/", StringComparison.Ordinal) ? Closeness.Gradient : Closeness.Forward;
            double difference = name == "loss"
                ? Closeness.LossDifference(single[name].Values[0], values[0], golden["output"].Values, projection)
                : Closeness.Difference(single[name].Values, values);
            if (difference > bound * ConditionMargin)
            {
                throw new InvalidDataException(
                    $"{description.Name}, batch {batch}, {name}: libtorch in single precision is itself {difference:g2} away; change the case.");
            }
        }
    }
}
