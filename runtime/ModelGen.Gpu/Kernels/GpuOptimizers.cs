using System.ComponentModel;
using ILGPU;

namespace ModelGen.Runtime;

/// <summary>
/// The optimisers' steps on a GPU, an element for each thread: the formulas of the optimisers of their names. All take parameters, gradients,
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

    /// <summary>Adam and AdamW: m ← m + (1 − beta1)·(g − m); v ← beta2·v + (1 − beta2)·g²; p ← shrinkage·p − stepSize·m/(√v/√(1 − beta2ᵗ) + epsilon).</summary>
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
            parameters[element] = (coefficients[7] * parameter) - (coefficients[0] * direction);
        }
    }

    /// <summary>v ← alpha·v + (1 − alpha)·g²; d ← g/(√(v, or v − m² where centred) + epsilon); p ← p − learningRate·(d, or u ← momentum·u + d).</summary>
    [GpuKernel]
    public static void RmsProp(ArrayView<float> parameters, ArrayView<float> gradients, ArrayView<float> states, ArrayView<float> coefficients, int count)
    {
        int element = (Grid.IdxX * Threads) + Group.IdxX;
        if (element < count)
        {
            float parameter = parameters[element];
            float gradient = (coefficients[1] * parameter) + gradients[element];
            float square = (coefficients[2] * states[element]) + (coefficients[3] * gradient * gradient);
            states[element] = square;
            int next = count + element;
            if (coefficients[6] > 0)
            {
                float mean = states[next];
                mean = (coefficients[3] * (gradient - mean)) + mean;
                states[next] = mean;
                square -= mean * mean;
                square = square < 0 ? 0 : square;
                next += count;
            }

            float direction = gradient / (MathF.Sqrt(square) + coefficients[4]);
            if (coefficients[5] > 0)
            {
                direction = (coefficients[5] * states[next]) + direction;
                states[next] = direction;
            }

            parameters[element] = parameter - (coefficients[0] * direction);
        }
    }

    /// <summary>s ← s + g²; p ← p − stepSize·g/(√s + epsilon).</summary>
    [GpuKernel]
    public static void Adagrad(ArrayView<float> parameters, ArrayView<float> gradients, ArrayView<float> states, ArrayView<float> coefficients, int count)
    {
        int element = (Grid.IdxX * Threads) + Group.IdxX;
        if (element < count)
        {
            float parameter = parameters[element];
            float gradient = (coefficients[1] * parameter) + gradients[element];
            float sum = (gradient * gradient) + states[element];
            states[element] = sum;
            parameters[element] = parameter - (coefficients[0] * (gradient / (MathF.Sqrt(sum) + coefficients[2])));
        }
    }

    /// <summary>v ← rho·v + (1 − rho)·g²; d ← g·√(u + epsilon)/√(v + epsilon); u ← rho·u + (1 − rho)·d²; p ← p − learningRate·d.</summary>
    [GpuKernel]
    public static void Adadelta(ArrayView<float> parameters, ArrayView<float> gradients, ArrayView<float> states, ArrayView<float> coefficients, int count)
    {
        int element = (Grid.IdxX * Threads) + Group.IdxX;
        if (element < count)
        {
            float parameter = parameters[element];
            float gradient = (coefficients[1] * parameter) + gradients[element];
            float square = (coefficients[2] * states[element]) + (coefficients[3] * gradient * gradient);
            states[element] = square;
            float change = states[count + element];
            float direction = MathF.Sqrt(change + coefficients[4]) / MathF.Sqrt(square + coefficients[4]) * gradient;
            states[count + element] = (coefficients[2] * change) + (coefficients[3] * direction * direction);
            parameters[element] = parameter - (coefficients[0] * direction);
        }
    }

    /// <summary>p ← shrinkage·p − learningRate·sign(m + (1 − beta1)·(gradient − m)); m ← m + (1 − beta2)·(gradient − m).</summary>
    [GpuKernel]
    public static void Lion(ArrayView<float> parameters, ArrayView<float> gradients, ArrayView<float> states, ArrayView<float> coefficients, int count)
    {
        int element = (Grid.IdxX * Threads) + Group.IdxX;
        if (element < count)
        {
            float mean = states[element];
            float change = gradients[element] - mean;
            float towards = (coefficients[2] * change) + mean;
            states[element] = (coefficients[3] * change) + mean;
            float direction = towards > 0 ? 1 : towards < 0 ? -1 : 0;
            parameters[element] = (coefficients[1] * parameters[element]) - (coefficients[0] * direction);
        }
    }
}
