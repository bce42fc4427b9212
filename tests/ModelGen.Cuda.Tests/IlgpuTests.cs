namespace ModelGen.Cuda.Tests;

/// <summary>The kernels of the project's own assembly on ILGPU's CPU accelerator.</summary>
public sealed class IlgpuCpuTests : DeviceTests
{
    /// <inheritdoc/>
    protected override Device Target => Device.IlgpuCpu;

    /// <inheritdoc/>
    protected override IReadOnlyCollection<string> Tried => ["Momentum", "Adam"];
}

/// <summary>The same on an OpenCL device, where there is one that ILGPU can use.</summary>
public sealed class OpenClTests : DeviceTests
{
    private static readonly FoundDevice found = new(() => Device.OpenCL());

    /// <inheritdoc/>
    protected override Device Target => found.OrSkip();

    [Fact]
    public void The_devices_are_listed_in_the_order_they_are_counted() =>
        Assert.Equal(Enumerable.Range(0, Device.OpenCLDevices.Count).Select(Device.OpenCL), Device.OpenCLDevices);
}
