using ModelGen.CudaStandIn.Driver;
using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Tests;

/// <summary>Work that is taken down, and what must not happen meanwhile.</summary>
public sealed unsafe class CaptureTests
{
    private const uint NonBlocking = 1;
    private const int ForAll = 0;
    private const int ForThread = 1;
    private const int ForNobody = 2;

    private readonly StandInDevice device = new();
    private readonly ulong block;
    private readonly nint counts;
    private readonly nint stream;

    public CaptureTests()
    {
        block = device.Words(0);
        counts = device.Kernel("ld.global.b32 %r1, [%rd0]; add.s32 %r1, %r1, 1; st.global.b32 [%rd0], %r1; ret;");
        stream = device.Get(called => called.CreateStream(NonBlocking));
    }

    [Fact]
    public void What_is_taken_down_is_done_as_often_as_it_is_launched()
    {
        device.Do(called => called.BeginCapture(stream, ForThread));
        Count();
        Count();
        nint graph = device.Get(called => called.EndCapture(stream)), executable = device.Get(called => called.Instantiate(graph, 0));
        device.Do(called => called.DestroyGraph(graph));
        Assert.Equal([0], device.Read(block, 1));
        device.Do(called => called.LaunchGraph(executable, stream));
        device.Do(called => called.LaunchGraph(executable, stream));
        device.Do(called => called.DestroyExecutable(executable));
        Count();
        Assert.Equal([5], device.Read(block, 1));
        Assert.Equal(CudaError.InvalidHandle, device.Try(called => called.LaunchGraph(executable, stream)));
    }

    public static TheoryData<string> Forbidden => [.. Calls.Keys];

    [Theory]
    [MemberData(nameof(Forbidden))]
    public void What_it_forbids_ends_it(string call)
    {
        device.Do(called => called.BeginCapture(stream, ForThread));
        Count();
        Assert.Equal(CudaError.CaptureUnsupported, device.Try(called => Calls[call](called, block, stream)));
        Assert.Equal(CudaError.CaptureInvalidated, device.Try(called => called.EndCapture(stream)));
        Count();
        Assert.Equal([1], device.Read(block, 1));
    }

    [Theory]
    [InlineData(ForAll, CudaError.CaptureUnsupported)]
    [InlineData(ForThread, CudaError.Success)]
    [InlineData(ForNobody, CudaError.Success)]
    public void Other_threads_are_kept_from_it_only_by_a_capture_for_all(int mode, CudaError expected)
    {
        device.Do(called => called.BeginCapture(stream, mode));
        Assert.Equal(expected, Elsewhere(called => called.Allocate(4)));
    }

    [Fact]
    public void It_ends_in_the_thread_that_began_it()
    {
        device.Do(called => called.BeginCapture(stream, ForThread));
        Assert.Equal(CudaError.CaptureWrongThread, Elsewhere(called => called.EndCapture(stream)));
        nint other = device.Get(called => called.CreateStream(NonBlocking));
        device.Do(called => called.BeginCapture(other, ForNobody));
        Assert.Equal(CudaError.Success, Elsewhere(called => called.EndCapture(other)));
    }

    [Fact]
    public void Events_do_not_cross_its_border()
    {
        nint happened = device.Get(called => called.CreateEvent(0));
        device.Do(called => called.Record(happened, stream));
        device.Do(called => called.BeginCapture(stream, ForThread));
        Assert.Equal(CudaError.CaptureIsolation, device.Try(called => called.Wait(stream, happened, 0)));
        Assert.Equal(CudaError.CaptureInvalidated, device.Try(called => called.EndCapture(stream)));

        device.Do(called => called.BeginCapture(stream, ForThread));
        device.Do(called => called.Record(happened, stream));
        device.Do(called => called.Wait(stream, happened, 0));
        Assert.Equal(CudaError.CapturedEvent, device.Try(called => called.SynchronizeEvent(happened)));
        Assert.Equal(CudaError.CaptureInvalidated, device.Try(called => called.EndCapture(stream)));
    }

    [Fact]
    public void The_default_stream_is_neither_captured_nor_used_beside_a_stream_that_waits_for_it()
    {
        Assert.Equal(CudaError.CaptureUnsupported, device.Try(called => called.BeginCapture(0, ForThread)));
        device.Do(called => called.BeginCapture(stream, ForThread));
        Assert.Equal(CudaError.Success, device.Launch(counts, 1, 1, block));
        device.Do(called => called.EndCapture(stream));

        nint along = device.Get(called => called.CreateStream(0));
        device.Do(called => called.BeginCapture(along, ForThread));
        Assert.Equal(CudaError.CaptureImplicit, device.Launch(counts, 1, 1, block));
        Assert.Equal(CudaError.CaptureInvalidated, device.Try(called => called.EndCapture(along)));
    }

    [Fact]
    public void A_capture_begins_once_and_ends_once()
    {
        Assert.Equal(CudaError.IllegalState, device.Try(called => called.EndCapture(stream)));
        device.Do(called => called.BeginCapture(stream, ForThread));
        Assert.Equal(CudaError.IllegalState, device.Try(called => called.BeginCapture(stream, ForThread)));
    }

    private static Dictionary<string, Action<StandInDriver, ulong, nint>> Calls { get; } = new()
    {
        ["cuMemAlloc"] = (called, _, _) => called.Allocate(4),
        ["cuMemFree"] = (called, block, _) => called.Free(block),
        ["cuMemHostAlloc"] = (called, _, _) => called.AllocatePinned(4, 0),
        ["cuStreamSynchronize"] = (called, _, stream) => called.SynchronizeStream(stream),
        ["cuCtxSynchronize"] = (called, _, _) => called.SynchronizeContext(),
        ["cuMemcpyHtoD"] = (called, block, _) =>
        {
            int value = 3;
            called.CopyToDevice(block, &value, 4);
        },
        ["cuMemcpyDtoD"] = (called, block, _) => called.CopyOnDevice(block, block, 4),
        ["cuModuleLoadDataEx"] = (called, _, _) => called.LoadModule(StandInDevice.Text("ret;")),
    };

    private void Count() => Assert.Equal(CudaError.Success, device.Launch(counts, 1, 1, block, 0, stream));

    private CudaError Elsewhere(Action<StandInDriver> function)
    {
        CudaError error = default;
        var thread = new Thread(() =>
        {
            device.Enter(0);
            error = device.Try(function);
        });
        thread.Start();
        thread.Join();
        return error;
    }
}
