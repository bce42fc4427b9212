using TorchSharp;

namespace ModelGen.Benchmarks.Peers;

/// <summary>How a network is trained, on both sides.</summary>
/// <param name="CreateOurs">Our optimiser.</param>
/// <param name="CreateTheirs">The same one of libtorch, for given parameters.</param>
internal sealed record Recipe(
    Func<Optimizer> CreateOurs,
    Func<IEnumerable<TorchSharp.Modules.Parameter>, torch.optim.Optimizer> CreateTheirs)
{
    /// <summary>Stochastic gradient descent.</summary>
    public static Recipe Sgd { get; } = new(() => new Sgd(0.01f), parameters => torch.optim.SGD(parameters, 0.01));

    /// <summary>Stochastic gradient descent with momentum and weight decay, as residual networks are trained.</summary>
    public static Recipe Momentum { get; } = new(
        () => new Sgd(0.1f, momentum: 0.9f, weightDecay: 1e-4f), parameters => torch.optim.SGD(parameters, 0.1, momentum: 0.9, weight_decay: 1e-4));

    /// <summary>Adam with weight decay apart, as transformers are trained.</summary>
    public static Recipe AdamW { get; } = new(
        () => new AdamW(1e-3f, beta2: 0.99f, weightDecay: 0.1f), parameters => torch.optim.AdamW(parameters, 1e-3, beta2: 0.99, weight_decay: 0.1));

    /// <summary>Adam.</summary>
    public static Recipe Adam { get; } = new(() => new Adam(1e-3f), parameters => torch.optim.Adam(parameters, 1e-3));
}
