using ModelGen.Benchmarks.Comparison;
using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Benchmarks.Peers;

/// <summary>A network of libtorch's with its batch, driven as TorchSharp's own examples do.</summary>
internal sealed class TheirSide : IComparedSide
{
    private readonly PeerCase peerCase;
    private readonly nn.Module<torch.Tensor, torch.Tensor> module;
    private readonly Dictionary<string, TorchSharp.Modules.Parameter> parameters;
    private readonly Dictionary<string, torch.Tensor> initial = [];
    private readonly torch.Tensor inputs;
    private readonly torch.Tensor labels;
    private optim.Optimizer optimizer;

    /// <summary>Takes a module and makes its optimiser and tensors.</summary>
    /// <param name="peerCase">What is done with it.</param>
    /// <param name="module">The module.</param>
    /// <param name="data">The batch.</param>
    /// <param name="precision">What it computes in: single precision where it is timed, double where it is a judge.</param>
    public TheirSide(PeerCase peerCase, nn.Module<torch.Tensor, torch.Tensor> module, PeerData data, ScalarType precision = ScalarType.Float32)
    {
        this.peerCase = peerCase;
        this.module = module.to(precision);
        parameters = module.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        optimizer = peerCase.Recipe.CreateTheirs(module.parameters());
        long[] shape = [.. data.Shape.Select(size => (long)size)];
        inputs = data.Indices.Length > 0 ? torch.tensor(data.Indices, shape, dtype: ScalarType.Int64) : torch.tensor(data.Inputs, shape, dtype: precision);
        labels = torch.tensor(data.Labels, dtype: ScalarType.Int64);
    }

    /// <summary>Takes the values of each parameter, as those that <see cref="Restart"/> goes back to.</summary>
    public void Load(ParameterList source)
    {
        foreach (Parameter parameter in source.Where(parameter => parameter.IsTrained))
        {
            var values = new float[parameter.Count];
            parameter.CopyTo(values);
            initial[parameter.Name] = torch.tensor(values, parameters[parameter.Name].shape);
        }

        Restart();
    }

    /// <summary>Sets whether the module drops out.</summary>
    public void Train(bool on) => module.train(on);

    /// <summary>Takes back all training, the optimiser's memory included.</summary>
    public void Restart()
    {
        using IDisposable noGradient = torch.no_grad();
        foreach ((string name, torch.Tensor values) in initial)
        {
            parameters[name].copy_(values);
        }

        optimizer.Dispose();
        optimizer = peerCase.Recipe.CreateTheirs(module.parameters());
    }

    /// <summary>Computes the gradients of the batch and returns the loss.</summary>
    public float Gradients()
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        torch.Tensor loss = nn.functional.cross_entropy(module.forward(inputs), labels);
        loss.backward();
        return loss.to(ScalarType.Float32).item<float>();
    }

    /// <summary>The gradient that <see cref="Gradients"/> left.</summary>
    public float[] Gradient(string name)
    {
        using torch.Tensor gradient = parameters[name].grad!.to(ScalarType.Float32).contiguous();
        return gradient.data<float>().ToArray();
    }

    /// <summary>The output for the batch.</summary>
    public float[] Predict()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        return module.forward(inputs).to(ScalarType.Float32).contiguous().data<float>().ToArray();
    }

    /// <summary>What is timed. The loss is not read back, which ours does at every step.</summary>
    public void Step()
    {
        using DisposeScope scope = NewDisposeScope();
        if (peerCase.Mode == PeerMode.Inference)
        {
            using IDisposable noGradient = torch.no_grad();
            module.forward(inputs);
            return;
        }

        optimizer.zero_grad();
        torch.Tensor loss = nn.functional.cross_entropy(module.forward(inputs), labels);
        loss.backward();
        optimizer.step();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        inputs.Dispose();
        labels.Dispose();
        foreach (torch.Tensor values in initial.Values)
        {
            values.Dispose();
        }

        optimizer.Dispose();
        module.Dispose();
    }
}
