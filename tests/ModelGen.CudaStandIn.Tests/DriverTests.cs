using ModelGen.CudaStandIn.Driver;
using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Tests;

/// <summary>What the driver's functions refuse, and how much memory there is.</summary>
public sealed unsafe class DriverTests
{
    [Fact]
    public void A_device_has_so_much_memory_and_no_more()
    {
        var device = new StandInDevice(new StandInSettings(Memory: 4096));
        Assert.Equal((4096ul, 4096ul), device.Get(called => called.MemoryInfo()));
        ulong block = device.Get(called => called.Allocate(1000));
        Assert.Equal((3072ul, 4096ul), device.Get(called => called.MemoryInfo()));
        Assert.Equal(CudaError.OutOfMemory, device.Try(called => called.Allocate(3073)));
        device.Do(called => called.Allocate(3072));
        device.Do(called => called.Free(block));
        Assert.Equal(CudaError.InvalidValue, device.Try(called => called.Free(block)));
        Assert.NotEqual(block, device.Get(called => called.Allocate(1000)));
    }

    [Fact]
    public void New_memory_holds_no_numbers()
    {
        var device = new StandInDevice();
        ulong block = device.Get(called => called.Allocate(4));
        Assert.True(float.IsNaN(BitConverter.UInt32BitsToSingle(device.Read(block, 1)[0])));
    }

    [Fact]
    public void Devices_do_not_reach_each_others_memory()
    {
        var device = new StandInDevice(new StandInSettings(Devices: 2));
        ulong block = device.Words(new uint[32]);
        nint kernel = device.Kernel("st.global.b32 [%rd2], 1; ret;");
        device.Enter(1);
        Assert.Equal(CudaError.InvalidHandle, device.Launch(kernel, 1, 32, block));
        nint other = device.Kernel("st.global.b32 [%rd2], 1; ret;");
        Assert.Equal(CudaError.InvalidValue, device.Try(called => called.Free(block)));
        Assert.Equal(CudaError.Success, device.Launch(other, 1, 32, block));
        Assert.Equal(CudaError.IllegalAddress, device.Try(called => called.SynchronizeContext()));
    }

    [Fact]
    public void Launches_that_no_device_takes()
    {
        var device = new StandInDevice();
        nint kernel = device.Kernel("ret;");
        Assert.Equal(CudaError.InvalidValue, device.Launch(kernel, 1, 1025, 0));
        Assert.Equal(CudaError.InvalidValue, device.Launch(kernel, 0, 32, 0));
        Assert.Equal(CudaError.InvalidHandle, device.Launch(kernel + 99, 1, 32, 0));
        Assert.Equal(CudaError.NotFound, device.Try(called => called.GetFunction(called.LoadModule(StandInDevice.Text("ret;")), "other")));
        nint small = device.Get(called => called.GetFunction(called.LoadModule(".target sm_75\n.visible .entry f() .maxntid 64 { ret; }"), "f"));
        Assert.Equal(CudaError.LaunchOutOfResources, device.Launch(small, 1, 96, 0));
    }

    [Fact]
    public void Modules_for_newer_devices_and_devices_that_are_not_there()
    {
        var device = new StandInDevice(new StandInSettings(Capability: 70));
        Assert.Equal(CudaError.NoBinaryForDevice, device.Try(called => called.LoadModule(StandInDevice.Text("ret;"))));
        Assert.Equal(CudaError.InvalidDevice, device.Try(called => called.RetainContext(1)));
        Assert.Equal((7, 0), (device.Get(called => called.Attribute(75, 0)), device.Get(called => called.Attribute(76, 0))));
    }

    [Fact]
    public void A_thread_without_a_context_can_do_nothing()
    {
        var device = new StandInDevice();
        CudaError error = default;
        var thread = new Thread(() => error = device.Try(called => called.Allocate(4)));
        thread.Start();
        thread.Join();
        Assert.Equal(CudaError.InvalidContext, error);
    }

    [Fact]
    public void Copies_stay_in_what_is_allocated()
    {
        var device = new StandInDevice();
        ulong block = device.Words(1, 2);
        ulong host = 0;
        void* there = &host;
        Assert.Equal(CudaError.InvalidValue, device.Try(called => called.CopyToHost(there, block + 4, 8)));
        Assert.Equal(CudaError.InvalidValue, device.Try(called => called.CopyToDevice(block - 1, there, 8)));
        device.Do(called => called.CopyOnDevice(block + 4, block, 4));
        Assert.Equal([1, 1], device.Read(block, 2));
    }

    [Fact]
    public void Every_error_has_a_text() => Assert.All(Enum.GetValues<CudaError>(), error => Assert.NotEqual(0, ErrorTexts.Of(error)));
}
