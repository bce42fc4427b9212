using ModelGen.Runtime;

namespace ModelGen.Cuda.Tests;

/// <summary>
/// A CUDA device: one of the machine's, or the library that <c>MODELGEN_CUDA_DRIVER</c> names, or the one that interprets kernels. Without a driver and without a linker for that these are skipped.
/// </summary>
public sealed class CudaTests : DeviceTests
{
    // A device with more left is not filled for a test.
    private const long LittleMemory = 256 << 20;

    private static readonly FoundDevice found = new(() => Device.Cuda(0));

    /// <inheritdoc/>
    protected override Device Target => found.OrSkip();

    [Fact]
    public void A_step_allocates_nothing()
    {
        using SmallCnn network = new(seed: 2, threads: 1);
        network.To(Target);
        Adam adam = new(0.01f);
        (float[] image, int[] label) = Data(2, 0);
        for (int step = 0; step < 3; step++)
            network.TrainStep(image, label, adam);
        long before = GC.GetAllocatedBytesForCurrentThread();
        network.TrainStep(image, label, adam);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    [Fact]
    public void A_device_that_is_not_there_is_said_in_a_sentence()
    {
        _ = Target;
        Assert.Contains("no CUDA device 99", Assert.Throws<DeviceException>(() => Device.Cuda(99)).Message, StringComparison.Ordinal);
        Assert.Throws<ArgumentOutOfRangeException>(() => Device.Cuda(-1));
    }

    [Fact]
    public void The_devices_are_listed_in_the_order_they_are_counted()
    {
        Assert.Same(Target, Device.CudaDevices[0]);
        Assert.Equal(Enumerable.Range(0, Device.CudaDevices.Count).Select(Device.Cuda), Device.CudaDevices);
        Assert.Contains($"reports {Device.CudaDevices.Count}", Assert.Throws<DeviceException>(() => Device.Cuda(Device.CudaDevices.Count)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_does_not_fit_is_said_to_the_byte_and_a_smaller_batch_goes_on()
    {
        using SmallCnn onCpu = new(seed: 2, threads: 1), network = new(seed: 2, threads: 1);
        network.To(Target);
        Assert.SkipUnless(CudaDriver.BytesLeft is < LittleMemory, "The device has more memory than a test should fill, or does not say how much.");
        (float[] image, int[] label) = Data(2, 0);
        Sgd cpuOptimizer = new(0.1f), optimizer = new(0.1f);
        Assert.Equal(onCpu.TrainStep(image, label, cpuOptimizer), network.TrainStep(image, label, optimizer), 1e-4);

        int many = checked((int)(LittleMemory / (100 * sizeof(float))));
        (float[] images, int[] labels) = Data(many, 0);
        string message = Assert.Throws<DeviceException>(() => network.Predict(images, new float[many * 5])).Message;
        Assert.Matches(@"^SmallCnn needs [\d,]+ bytes on .+ at these sizes \([\d,]+ for parameters, .*[\d,]+ for intermediate results.*\), which does not have them and has [\d,]+ left; a smaller batch needs less\.$", message);
        Assert.Equal(onCpu.TrainStep(image, label, cpuOptimizer), network.TrainStep(image, label, optimizer), 1e-4);
    }
}

/// <summary>A device that is looked for once.</summary>
internal sealed class FoundDevice(Func<Device> find)
{
    private readonly Lazy<(Device? Device, string Reason)> found = new(() =>
    {
        try
        {
            return (find(), "");
        }
        catch (DeviceException exception)
        {
            return (null, exception.Message);
        }
    });

    /// <summary>The device; where there is none the test is skipped for the reason that was given.</summary>
    public Device OrSkip()
    {
        Assert.SkipWhen(found.Value.Device is null, found.Value.Reason);
        return found.Value.Device!;
    }
}
