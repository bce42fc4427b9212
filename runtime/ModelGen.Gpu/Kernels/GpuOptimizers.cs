using System.ComponentModel;
using ILGPU;

namespace ModelGen.Runtime;

/// <summary>
/// The optimisers' steps on a GPU, an element for each thread: the formulas of <see cref="Sgd"/> and <see cref="Adam"/>. All take parameters, gradients,
/// what the optimiser remembers, one block of <c>count</c> floats after the other, and the step's coefficients in the order in which the optimiser writes them.
/// </summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static class GpuOptimizers
{
    /// <summary>The threads of a group.</summary>
    public const int Threads = 256;

    /// <summary>The most coefficients that a step has.</summary>
    public const int MostCoefficients = 8;

    /// <summary>p ← p − learningRate·(gradient + weightDecay·p).</summary>
    [GpuKernel]
    public static void Sgd(ArrayView<float> parameters, ArrayView<float> gradients, ArrayView<float> states, ArrayView<float> coefficients, int count)
    {
        int element = (Grid.IdxX * Threads) + Group.IdxX;
        if (element < count)
        {
            float parameter = parameters[element];
            float gradient = (coefficients[1] * parameter) + gradients[element];
            parameters[element] = parameter - (coefficients[0] * gradient);
        }
    }

    /// <summary>v ← momentum·v + gradient; p ← p − learningRate·(v, or gradient + momentum·v with Nesterov's variant).</summary>
    [GpuKernel]
    public static void SgdMomentum(ArrayView<float> parameters, ArrayView<float> gradients, ArrayView<float> states, ArrayView<float> coefficients, int count)
    {
        int element = (Grid.IdxX * Threads) + Group.IdxX;
        if (element < count)
        {
            float parameter = parameters[element];
            float gradient = (coefficients[1] * parameter) + gradients[element];
            float velocity = (coefficients[2] * states[element]) + gradient;
            states[element] = velocity;
            float direction = coefficients[3] > 0 ? (coefficients[2] * velocity) + gradient : velocity;
            parameters[element] = parameter - (coefficients[0] * direction);
        }
    }

    /// <summary>m ← m + (1 − beta1)·(g − m); v ← beta2·v + (1 − beta2)·g²; p ← p − stepSize·m/(√v/√(1 − beta2ᵗ) + epsilon).</summary>
    [GpuKernel]
    public static void Adam(ArrayView<float> parameters, ArrayView<float> gradients, ArrayView<float> states, ArrayView<float> coefficients, int count)
    {
        int element = (Grid.IdxX * Threads) + Group.IdxX;
        if (element < count)
        {
            float parameter = parameters[element];
            float gradient = (coefficients[6] * parameter) + gradients[element];
            float mean = states[element];
            mean = (coefficients[1] * (gradient - mean)) + mean;
            states[element] = mean;
            float square = (coefficients[2] * states[count + element]) + (coefficients[3] * gradient * gradient);
            states[count + element] = square;
            float direction = mean / ((MathF.Sqrt(square) / coefficients[4]) + coefficients[5]);
            parameters[element] = parameter - (coefficients[0] * direction);
        }
    }
}
