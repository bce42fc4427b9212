using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Tests;

/// <summary>Work that is done as late as it may, and what is waited for.</summary>
public sealed unsafe class StreamTests
{
    private const uint NonBlocking = 1;

    private readonly StandInDevice device = new();
    private readonly ulong block;
    private readonly nint counts;
    private readonly uint* pinned;

    public StreamTests()
    {
        block = device.Words(0);
        counts = device.Kernel("ld.global.b32 %r1, [%rd0]; add.s32 %r1, %r1, 1; st.global.b32 [%rd0], %r1; ret;");
        pinned = (uint*)device.Get(called => called.AllocatePinned(4, 0));
        *pinned = 77;
    }

    [Fact]
    public void Nothing_is_done_before_somebody_waits()
    {
        nint stream = Stream(NonBlocking);
        Count(stream);
        Fetch(stream);
        Assert.Equal(77u, *pinned);
        device.Do(called => called.SynchronizeStream(stream));
        Assert.Equal(1u, *pinned);
    }

    [Fact]
    public void A_source_is_read_when_the_copy_is_done()
    {
        nint stream = Stream(NonBlocking);
        device.Do(called => called.CopyToDevice(block, pinned, 4, stream));
        *pinned = 78;
        device.Do(called => called.SynchronizeStream(stream));
        Assert.Equal([78], device.Read(block, 1));
    }

    [Fact]
    public void A_copy_that_is_waited_for_does_not_wait_for_streams_of_their_own()
    {
        nint apart = Stream(NonBlocking), along = Stream(0);
        Count(apart);
        Assert.Equal(0u, Now());
        Count(along);
        Assert.Equal(1u, Now());
        device.Do(called => called.SynchronizeStream(apart));
        Assert.Equal(2u, Now());
    }

    [Fact]
    public void Streams_wait_for_the_default_stream_and_it_for_them()
    {
        nint along = Stream(0);
        Count(0);
        Fetch(along);
        device.Do(called => called.SynchronizeStream(along));
        Assert.Equal(1u, *pinned);
        Count(along);
        Fetch(0);
        device.Do(called => called.SynchronizeStream(0));
        Assert.Equal(2u, *pinned);
    }

    [Fact]
    public void A_stream_waits_for_what_was_before_an_event_when_it_was_recorded()
    {
        nint one = Stream(NonBlocking), other = Stream(NonBlocking), happened = device.Get(called => called.CreateEvent(0));
        device.Do(called => called.Wait(other, happened, 0));
        Count(one);
        device.Do(called => called.Record(happened, one));
        Count(one);
        device.Do(called => called.Wait(other, happened, 0));
        Fetch(other);
        device.Do(called => called.SynchronizeStream(other));
        Assert.Equal(1u, *pinned);
        device.Do(called => called.SynchronizeContext());
        Assert.Equal(2u, Now());
    }

    [Fact]
    public void Events_are_waited_for_and_tell_the_time()
    {
        nint stream = Stream(NonBlocking), begin = device.Get(called => called.CreateEvent(0)), end = device.Get(called => called.CreateEvent(0)), without = device.Get(called => called.CreateEvent(2));
        Assert.Equal(CudaError.InvalidHandle, device.Try(called => called.MillisecondsBetween(begin, end)));
        device.Do(called => called.Record(begin, stream));
        Count(stream);
        device.Do(called => called.Record(end, stream));
        device.Do(called => called.Record(without, stream));
        Assert.Equal(CudaError.NotReady, device.Try(called => called.MillisecondsBetween(begin, end)));
        device.Do(called => called.SynchronizeEvent(end));
        Assert.Equal(1u, Now());
        Assert.True(device.Get(called => called.MillisecondsBetween(begin, end)) > 0);
        Assert.Equal(CudaError.InvalidHandle, device.Try(called => called.MillisecondsBetween(begin, without)));
    }

    [Fact]
    public void Memory_that_is_freed_too_early_is_found_out()
    {
        nint stream = Stream(NonBlocking);
        Count(stream);
        device.Do(called => called.Free(block));
        Assert.Equal(CudaError.IllegalAddress, device.Try(called => called.SynchronizeStream(stream)));
        Assert.Contains("where nothing is allocated", device.LastFault, StringComparison.Ordinal);

        var other = new StandInDevice();
        ulong there = other.Words(0);
        nint early = other.Get(called => called.AllocatePinned(4, 0)), into = other.Get(called => called.CreateStream(NonBlocking));
        other.Do(called => called.CopyToDevice(there, (void*)early, 4, into));
        other.Do(called => called.FreePinned(early));
        Assert.Equal(CudaError.IllegalAddress, other.Try(called => called.SynchronizeStream(into)));
    }

    [Fact]
    public void A_stream_that_is_destroyed_is_done_all_the_same()
    {
        nint stream = Stream(NonBlocking);
        Count(stream);
        device.Do(called => called.DestroyStream(stream));
        Assert.Equal(CudaError.InvalidHandle, device.Try(called => called.SynchronizeStream(stream)));
        device.Do(called => called.SynchronizeContext());
        Assert.Equal(1u, Now());
    }

    private nint Stream(uint flags) => device.Get(called => called.CreateStream(flags));

    private void Count(nint stream) => Assert.Equal(CudaError.Success, device.Launch(counts, 1, 1, block, 0, stream));

    private void Fetch(nint stream) => device.Do(called => called.CopyToHost(pinned, block, 4, stream));

    // By a copy that is waited for.
    private uint Now()
    {
        uint value = 0;
        uint* there = &value;
        device.Do(called => called.CopyToHost(there, block, 4));
        return value;
    }
}
