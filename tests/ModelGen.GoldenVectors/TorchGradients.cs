using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace ModelGen.GoldenVectors;

/// <summary>The networks of the list whose values are gradients: libtorch's own, with a graph of their own to go back through.</summary>
internal static class TorchGradients
{
    /// <summary>The networks by name.</summary>
    public static IReadOnlyDictionary<string, Func<CaseTensors, Tensor>> Forward { get; } = new Dictionary<string, Func<CaseTensors, Tensor>>
    {
        ["GradientOfInput"] = t => OfInput(t, x => ((x.mm(t["W"]) + t["B"]).tanh() * t["V"]).sum()),
        ["GradientOfGradient"] = t => OfInput(t, x => Slope(((x * t["Scale"]).sigmoid() * (x + t["Shift"]).exp() / (1 + (x * x * t["Scale"] * t["Scale"])).sqrt()).sum(), x).sum()),
        ["GradientOfHidden"] = OfHidden,
        ["GradientPenalty"] = Penalty,
        ["GradientOfImages"] = t => OfInput(t, image => OfImages(t, image)),
        ["GradientOfPool"] = t => OfInput(t, image => Dense(functional.max_pool2d(functional.conv2d(image, t["conv1.weight"], t["conv1.bias"]).tanh(), 2).flatten(1), t, "dense1").log_softmax(-1)[.., 0].sum()),
        ["GradientThroughTime"] = t => OfInput(t, x => States(t, x).square().sum()),
        ["GradientInStep"] = InStep,
        ["GradientOfTable"] = OfTable,
    };

    private static Tensor Slope(Tensor of, Tensor withRespectTo) => autograd.grad([of], [withRespectTo], retain_graph: true, create_graph: true)[0];

    private static Tensor OfInput(CaseTensors t, Func<Tensor, Tensor> scalar)
    {
        Tensor x = t.X.requires_grad_();
        return Slope(scalar(x), x);
    }

    private static Tensor OfHidden(CaseTensors t)
    {
        Tensor hidden = t.X.mm(t["W"]).sigmoid();
        Tensor score = hidden.mm(t["U"]).softmax(-1).square().sum();
        return Slope(score, hidden).mm(t["U"]) + hidden.mm(Slope(score, t["U"]));
    }

    private static Tensor Penalty(CaseTensors t)
    {
        Tensor x = t.X.requires_grad_();
        Tensor score = Dense(Dense(x, t, "dense1").tanh(), t, "dense2");
        Tensor length = (Slope(score.sum(), x).square().sum(1) + 0.01f).sqrt();
        return cat([score, (length - 1).square().unsqueeze(1)], 1);
    }

    private static Tensor OfImages(CaseTensors t, Tensor image)
    {
        Tensor hidden = functional.conv2d(image, t["conv1.weight"], t["conv1.bias"], [2, 2], [1, 1]).tanh();
        hidden = functional.group_norm(functional.avg_pool2d(hidden, 2, stride: 1), 1, t["norm1.weight"], t["norm1.bias"], eps: 0.1);
        hidden = functional.conv2d(hidden, t["conv2.weight"], t["conv2.bias"]).tanh();
        return Dense(hidden.flatten(1), t, "dense1").log_softmax(-1)[.., 0].sum();
    }

    private static Tensor States(CaseTensors t, Tensor x)
    {
        Tensor state = zeros(x.shape[0], 5, dtype: x.dtype);
        var states = new List<Tensor>();
        for (long step = 0; step < x.shape[1]; step++)
        {
            state = (x[.., step].mm(t["W"]) + state.mm(t["U"])).tanh();
            states.Add(state);
        }

        return stack(states, 1);
    }

    private static Tensor InStep(CaseTensors t)
    {
        Tensor state = zeros(t.X.shape[0], 4, dtype: t.X.dtype).requires_grad_();
        var states = new List<Tensor>();
        for (long step = 0; step < t.X.shape[1]; step++)
        {
            Tensor energy = ((state.mm(t["W"]) + t["B"]).tanh() * t.X[.., step]).sum() + (0.5 * state.square().sum());
            state = state - (0.3f * Slope(energy, state));
            states.Add(state);
        }

        return stack(states, 1);
    }

    private static Tensor OfTable(CaseTensors t)
    {
        Tensor read = t["Table"].index(t.Indices);
        return read.matmul(Slope((read * read.sigmoid()).sum(), t["Table"]).t());
    }

    private static Tensor Dense(Tensor x, CaseTensors t, string layer) => functional.linear(x, t[$"{layer}.weight"], t[$"{layer}.bias"]);
}
