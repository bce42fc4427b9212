using ModelGen.Runtime;

namespace ModelGen.Gpu.Tests.Harness;

/// <summary>A network's kernels on something that runs them, over memory laid out as the plan says.</summary>
internal interface IKernelNetwork : IDisposable
{
    /// <summary>Sets the parameters to a network's.</summary>
    void CopyFrom(CompiledNetwork network);

    /// <summary>The gradient of a parameter, in the order of the saved file.</summary>
    float[] Gradient(string name);

    /// <summary>Runs a program and returns its outputs, one behind the other, and its loss, 0 where it has none.</summary>
    (float[] Output, float Loss) Run(string name, Func<string, long> sizeOf, Array[] inputs, RandomKey key = default);
}
