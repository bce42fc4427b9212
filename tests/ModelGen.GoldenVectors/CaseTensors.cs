using ModelGen.Numerics.Cases;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.GoldenVectors;

/// <summary>The tensors of one case at one batch size.</summary>
internal sealed class CaseTensors
{
    private readonly CaseDescription description;
    private readonly int batch;
    private readonly ScalarType precision;
    private readonly Dictionary<string, Tensor> parameters;

    public CaseTensors(CaseDescription description, int batch, ScalarType precision)
    {
        this.description = description;
        this.batch = batch;
        this.precision = precision;
        parameters = description.Parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => Create(description.DrawParameter(parameter), parameter.Shape).requires_grad_());
    }

    /// <summary>The first input.</summary>
    public Tensor X => Create(description.DrawInput(batch), [batch, .. description.Input]);

    /// <summary>The indices that are the first input.</summary>
    public Tensor Indices => torch.tensor(description.DrawIndices(batch).Select(index => (long)index).ToArray(), [batch, .. description.Input.Select(size => (long)size)]);

    /// <summary>The second input.</summary>
    public Tensor Second => Create(description.DrawSecondInput(batch), [batch, .. description.SecondInput!]);

    /// <summary>The float argument of the loss.</summary>
    public Tensor Target => Create(description.DrawTarget(batch), description.FurtherOutputs.Length > 0 ? [batch * description.OutputCount] : [batch, .. description.Output]);

    /// <summary>The class indices.</summary>
    public Tensor Labels => torch.tensor(description.DrawLabels(batch), dtype: ScalarType.Int64);

    /// <summary>A parameter by its name in saved files.</summary>
    public Tensor this[string name] => parameters[name];

    /// <summary>Lets a tensor of libtorch's own stand for a parameter.</summary>
    public void Replace(string name, Tensor parameter) => parameters[name] = parameter;

    private Tensor Create(float[] values, int[] shape) =>
        torch.tensor(values, shape.Select(size => (long)size).ToArray(), dtype: precision);
}
