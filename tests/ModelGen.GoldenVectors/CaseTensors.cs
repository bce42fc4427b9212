using ModelGen.Numerics.Cases;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.GoldenVectors;

/// <summary>The tensors of one case at one batch size.</summary>
internal sealed class CaseTensors
{
    private readonly CaseDescription _case;
    private readonly int _batch;
    private readonly ScalarType _precision;
    private readonly Dictionary<string, Tensor> _parameters;

    public CaseTensors(CaseDescription description, int batch, ScalarType precision)
    {
        _case = description;
        _batch = batch;
        _precision = precision;
        _parameters = description.Parameters.ToDictionary(
            parameter => parameter.Name,
            parameter => Create(description.DrawParameter(parameter), parameter.Shape).requires_grad_());
    }

    /// <summary>The first input.</summary>
    public Tensor X => Create(_case.DrawInput(_batch), [_batch, .. _case.Input]);

    /// <summary>The second input.</summary>
    public Tensor Second => Create(_case.DrawSecondInput(_batch), [_batch, .. _case.SecondInput!]);

    /// <summary>The float argument of the loss.</summary>
    public Tensor Target => Create(_case.DrawTarget(_batch), [_batch, .. _case.Output]);

    /// <summary>The class indices.</summary>
    public Tensor Labels => torch.tensor(_case.DrawLabels(_batch), dtype: ScalarType.Int64);

    /// <summary>A parameter by its name in saved files.</summary>
    public Tensor this[string name] => _parameters[name];

    private Tensor Create(float[] values, int[] shape) =>
        torch.tensor(values, shape.Select(size => (long)size).ToArray(), dtype: _precision);
}
