using TorchSharp;
using static TorchSharp.torch;

namespace ModelGen.Benchmarks.Peers;

/// <summary>A network of libtorch's with its batch, driven as TorchSharp's own examples do.</summary>
internal sealed class TheirSide : IDisposable
{
    private readonly nn.Module<torch.Tensor, torch.Tensor> module;
    private readonly optim.Optimizer optimizer;
    private readonly torch.Tensor inputs;
    private readonly torch.Tensor labels;

    /// <summary>Takes a module and makes its optimiser and tensors.</summary>
    public TheirSide(
        nn.Module<torch.Tensor, torch.Tensor> module,
        PeerData data,
        Func<IEnumerable<TorchSharp.Modules.Parameter>, optim.Optimizer> createOptimizer)
    {
        this.module = module;
        optimizer = createOptimizer(module.parameters());
        inputs = torch.tensor(data.Inputs, [.. data.Shape.Select(size => (long)size)]);
        labels = torch.tensor(data.Labels, dtype: ScalarType.Int64);
    }

    /// <summary>The values of each parameter are copied in.</summary>
    public void Load(ParameterList parameters)
    {
        Dictionary<string, TorchSharp.Modules.Parameter> theirs = module.named_parameters().ToDictionary(pair => pair.name, pair => pair.parameter);
        foreach (Parameter parameter in parameters)
        {
            var values = new float[parameter.Count];
            parameter.CopyTo(values);
            using IDisposable noGradient = torch.no_grad();
            using torch.Tensor source = torch.tensor(values, theirs[parameter.Name].shape);
            theirs[parameter.Name].copy_(source);
        }
    }

    /// <summary>Computes the gradients of the batch and returns the loss.</summary>
    public float Gradients()
    {
        using DisposeScope scope = NewDisposeScope();
        optimizer.zero_grad();
        torch.Tensor loss = nn.functional.cross_entropy(module.forward(inputs), labels);
        loss.backward();
        return loss.item<float>();
    }

    /// <summary>The gradient that <see cref="Gradients"/> left.</summary>
    public float[] Gradient(string name)
    {
        using torch.Tensor gradient = module.named_parameters().Single(pair => pair.name == name).parameter.grad!.contiguous();
        return gradient.data<float>().ToArray();
    }

    /// <summary>The output for the batch.</summary>
    public float[] Predict()
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradient = torch.no_grad();
        return module.forward(inputs).contiguous().data<float>().ToArray();
    }

    /// <summary>What is timed. The loss is not read back, which ours does at every step.</summary>
    public void Step(PeerMode mode)
    {
        using DisposeScope scope = NewDisposeScope();
        if (mode == PeerMode.Inference)
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
        optimizer.Dispose();
        module.Dispose();
    }
}
