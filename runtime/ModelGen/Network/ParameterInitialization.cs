using System.Runtime.Intrinsics;

namespace ModelGen.Runtime;

/// <summary>
/// The first values of the parameters. Element e, in the order of the saved file, of parameter p takes word e mod 4 of Philox 4×32-10 with the seed
/// as key and (e/4, p, e/2³⁴, 0) as counter: it depends on seed, parameter and element alone.
/// <list type="bullet">
/// <item>Uniform: (2·u − 1)·bound with u = word/2³² cut to 24 bits, so in [−bound, bound). Default: bound = 1/√fan-in; Glorot: √(6/(fan-in + fan-out)); He: √(6/fan-in).</item>
/// <item>Normal: deviation·√(−2·ln u₀)·cos(2π·u₁) and ·sin(2π·u₁) (Box and Muller 1958) from words 0 and 1, and again from 2 and 3, with
/// u₀ = (word + 1)/2³² and u₁ = word/2³². Glorot: deviation = √(2/(fan-in + fan-out)); He: √(2/fan-in); Normal: 1.</item>
/// </list>
/// </summary>
internal static class ParameterInitialization
{
    private const double TwoTo32 = 4294967296.0;
    private const int WordsPerBlock = 4;

    /// <summary>Draws every parameter of a network into its block, whose gaps are zero and stay so.</summary>
    public static void Draw(NetworkPlan plan, NetworkMemory memory, ulong seed)
    {
        for (int index = 0; index < plan.Parameters.Length; index++)
        {
            ParameterPlan parameter = plan.Parameters[index];
            var values = new float[parameter.Count];
            Draw(parameter, index, seed, values);
            ParameterLayout.Scatter(parameter, values, ref memory.Parameter(parameter.Offset));
        }
    }

    /// <summary>Draws one parameter in the order of the saved file.</summary>
    public static void Draw(ParameterPlan parameter, int index, ulong seed, Span<float> values)
    {
        double inputs = Math.Max(1, parameter.FanIn);
        double both = Math.Max(1, (double)parameter.FanIn + parameter.FanOut);
        switch (parameter.Initializer)
        {
            case Initializer.Zeros: values.Clear(); break;
            case Initializer.Ones: values.Fill(1f); break;
            case Initializer.GlorotUniform: Uniform(values, Math.Sqrt(6 / both), index, seed); break;
            case Initializer.GlorotNormal: Normal(values, Math.Sqrt(2 / both), index, seed); break;
            case Initializer.HeUniform: Uniform(values, Math.Sqrt(6 / inputs), index, seed); break;
            case Initializer.HeNormal: Normal(values, Math.Sqrt(2 / inputs), index, seed); break;
            case Initializer.Normal: Normal(values, 1, index, seed); break;
            default: Uniform(values, 1 / Math.Sqrt(inputs), index, seed); break;
        }
    }

    private static void Uniform(Span<float> values, double bound, int parameter, ulong seed)
    {
        var width = (float)bound;
        for (int start = 0; start < values.Length; start += WordsPerBlock)
        {
            Vector128<uint> words = Block(start, parameter, seed);
            for (int word = 0; word < WordsPerBlock && start + word < values.Length; word++)
            {
                // 24 bits: every step of the way is exact in single precision but the last product.
                int centred = (int)(words[word] >> 8) - (1 << 23);
                values[start + word] = centred * (1f / (1 << 23)) * width;
            }
        }
    }

    private static void Normal(Span<float> values, double deviation, int parameter, ulong seed)
    {
        Span<float> block = stackalloc float[WordsPerBlock];
        for (int start = 0; start < values.Length; start += WordsPerBlock)
        {
            Vector128<uint> words = Block(start, parameter, seed);
            for (int pair = 0; pair < WordsPerBlock; pair += 2)
            {
                double radius = deviation * Math.Sqrt(-2 * Math.Log((words[pair] + 1.0) / TwoTo32));
                (double sine, double cosine) = Math.SinCos(2 * Math.PI * (words[pair + 1] / TwoTo32));
                block[pair] = (float)(radius * cosine);
                block[pair + 1] = (float)(radius * sine);
            }

            Span<float> rest = values[start..];
            block[..Math.Min(WordsPerBlock, rest.Length)].CopyTo(rest);
        }
    }

    private static Vector128<uint> Block(long start, int parameter, ulong seed) =>
        Philox.Words(seed, (uint)(start / WordsPerBlock), (uint)parameter, (uint)(start / WordsPerBlock >> 32), 0);
}
