namespace ModelGen.Samples;

/// <summary>Learning rates that fall while a network is trained, for <see cref="TrainingRun"/>.</summary>
public static class Annealing
{
    /// <summary>Half a cosine, from an optimiser's learning rate at the first step to zero after the last (Loshchilov and Hutter 2017, arXiv:1608.03983).</summary>
    /// <returns>What is to be called after each step.</returns>
    public static Action<int, int> Cosine(Optimizer optimizer)
    {
        float highest = optimizer.LearningRate;
        return (step, steps) => optimizer.LearningRate = highest * (1 + MathF.Cos(MathF.PI * step / steps)) / 2;
    }
}
