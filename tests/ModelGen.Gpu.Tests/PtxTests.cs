using ILGPU;
using ModelGen.Compiler.Gpu;
using ModelGen.Gpu.Tests.Harness;
using ModelGen.Ptx;
using ModelGen.Runtime;

namespace ModelGen.Gpu.Tests;

/// <summary>What the build step makes of kernels.</summary>
public sealed class PtxTests
{
    [Fact]
    public void A_class_of_kernels_becomes_one_module_always_the_same()
    {
        var kernels = new CompiledKernels(GpuModel.Of(NetworkSources.Model("DropoutBehindFlatten"), GpuTarget.Default));
        (int architecture, string text) = PtxCompiler.Modules(kernels.Type).First();
        Assert.Equal(75, architecture);
        Assert.All(kernels.Model.Methods, method => Assert.Contains($".visible .entry {method.Name}(", text, StringComparison.Ordinal));
        Assert.Equal(text, PtxCompiler.Module(kernels.Type, architecture));
    }

    [Fact]
    public void A_kernel_that_no_driver_can_run_is_refused_by_its_name()
    {
        PtxException refused = Assert.Throws<PtxException>(() => PtxCompiler.Module(typeof(Refused), 75));
        Assert.StartsWith($"{typeof(Refused).FullName}.{nameof(Refused.Fused)}: ", refused.Message, StringComparison.Ordinal);
    }

    private static class Refused
    {
        [GpuKernel]
        public static void Fused(ArrayView<float> values) => values[0] = MathF.FusedMultiplyAdd(values[0], 2, 1);
    }
}
