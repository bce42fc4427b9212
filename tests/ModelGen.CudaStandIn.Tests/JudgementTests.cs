using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Tests;

/// <summary>What a kernel must not do, and how it is said.</summary>
public sealed class JudgementTests
{
    private const string OwnWord = "mov.b64 %rd5, memory; add.u64 %rd6, %rd5, %rd4; ";

    [Fact]
    public void A_kernel_that_does_nothing_wrong() =>
        Assert.Equal((CudaError.Success, ""), new StandInDevice().Judge(OwnWord + "st.shared.b32 [%rd6], %r0; ld.shared.b32 %r1, [%rd6]; bar.sync 0; ld.shared.b32 %r1, [%rd5]; ret;", threads: 64));

    [Theory]
    [InlineData(OwnWord + "st.shared.b32 [%rd5], 1; ret;", CudaError.LaunchFailed, "test, line 20 (st.shared.b32): thread 1 of group (0, 0, 0) writes 4 bytes at 0 of shared memory, which thread 0 writes too, with no barrier between.")]
    [InlineData(OwnWord + "st.shared.b32 [%rd6], 1; ld.shared.b32 %r1, [%rd5]; ret;", CudaError.LaunchFailed, "test, line 20 (ld.shared.b32): thread 1 of group (0, 0, 0) reads 4 bytes at 0 of shared memory, which thread 0 writes too, with no barrier between.")]
    [InlineData(OwnWord + "st.shared.b32 [%rd6], 1; bar.sync 0; ld.shared.b32 %r1, [%rd5+8]; st.shared.b32 [%rd6], 2; ret;", CudaError.LaunchFailed, "test, line 20 (st.shared.b32): thread 2 of group (0, 0, 0) writes 4 bytes at 8 of shared memory, which several threads read, with no barrier between.")]
    [InlineData(OwnWord + "setp.eq.s32 %p1, %r0, 3; st.shared.b32 [%rd6], 1; bar.sync 0; @%p1 ld.shared.b32 %r1, [%rd5+8]; st.shared.b32 [%rd6], 2; ret;", CudaError.LaunchFailed, "test, line 20 (st.shared.b32): thread 2 of group (0, 0, 0) writes 4 bytes at 8 of shared memory, which thread 3 reads, with no barrier between.")]
    [InlineData(OwnWord + "ld.shared.b32 %r1, [%rd6+4]; ret;", CudaError.LaunchFailed, "test, line 20 (ld.shared.b32): thread 0 of group (0, 0, 0) reads 4 bytes at 4 of shared memory, which no thread has written.")]
    [InlineData(OwnWord + "st.shared.b32 [%rd6+1020], 1; ret;", CudaError.IllegalAddress, "test, line 20 (st.shared.b32): thread 1 of group (0, 0, 0) writes 4 bytes at 1024 of shared memory, which is 1024 long.")]
    [InlineData(OwnWord + "ld.shared.b32 %r1, [%rd6-4]; ret;", CudaError.IllegalAddress, "test, line 20 (ld.shared.b32): thread 0 of group (0, 0, 0) reads 4 bytes at -4 of shared memory, which is 1024 long.")]
    [InlineData(OwnWord + "st.shared.b32 [%rd6+2], 1; ret;", CudaError.MisalignedAddress, "test, line 20 (st.shared.b32): thread 0 of group (0, 0, 0) writes 4 bytes at 2 of shared memory, which is no multiple of 4.")]
    public void Shared_memory(string body, CudaError error, string message) => Assert.Equal((error, message), new StandInDevice().Judge(body));

    [Fact]
    public void A_race_is_one_between_warps_too_and_none_behind_a_barrier()
    {
        const string Other = "xor.b32 %r1, %r0, 32; mul.wide.u32 %rd7, %r1, 4; add.u64 %rd8, %rd5, %rd7; ";
        Assert.StartsWith("test, line 20 (ld.shared.b32): thread 32 of group (0, 0, 0) reads", new StandInDevice().Judge(
            OwnWord + Other + "st.shared.b32 [%rd6], 1; bar.sync 0; st.shared.b32 [%rd6], 1; setp.ge.s32 %p1, %r0, 32; @%p1 ld.shared.b32 %r2, [%rd8]; ret;", threads: 64).Message, StringComparison.Ordinal);
        Assert.Equal(CudaError.Success, new StandInDevice().Judge(
            OwnWord + Other + "st.shared.b32 [%rd6], 1; bar.sync 0; ld.shared.b32 %r2, [%rd8]; bar.sync 0; st.shared.b32 [%rd6], 2; ret;", threads: 64).Error);
    }

    [Fact]
    public void Bytes_of_a_word_are_of_different_threads() =>
        Assert.Equal(CudaError.Success, new StandInDevice().Judge("mov.b64 %rd5, memory; cvt.u64.u32 %rd6, %r0; add.u64 %rd5, %rd5, %rd6; st.shared.b8 [%rd5], %r0; bar.sync 0; ret;").Error);

    [Theory]
    [InlineData("st.global.b32 [%rd2+4], 1; ret;", CudaError.IllegalAddress, "thread 31 of group (0, 0, 0) writes 4 bytes at 0x", "where nothing is allocated; the block below has 128 bytes at 0x")]
    [InlineData("ld.global.b32 %r1, [%rd3-4]; ret;", CudaError.IllegalAddress, "thread 0 of group (0, 0, 0) reads 4 bytes at 0x", "where nothing is allocated")]
    [InlineData("ld.global.b32 %r1, [%rd3+2]; ret;", CudaError.MisalignedAddress, "thread 0 of group (0, 0, 0) reads 4 bytes at 0x", "which is no multiple of 4")]
    [InlineData("ld.global.v2.b32 {%r1, %r2}, [%rd3]; ret;", CudaError.MisalignedAddress, "thread 1 of group (0, 0, 0) reads 8 bytes at 0x", "which is no multiple of 8")]
    public void Global_memory(string body, CudaError error, params string[] parts)
    {
        (CudaError found, string message) = new StandInDevice().Judge(body);
        Assert.Equal(error, found);
        Assert.All(["test, line 20 (", .. parts], part => Assert.Contains(part, message, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("st.global.b32 [%rd2], 1; ret;", "writes")]
    [InlineData("mov.b32 %r1, %ctaid.x; setp.eq.s32 %p1, %r1, 0; @%p1 st.global.b32 [%rd2], 1; @!%p1 ld.global.b32 %r2, [%rd2]; ret;", "of the same launch")]
    public void Groups_of_a_launch_that_meet_in_memory(string body, string part)
    {
        (CudaError error, string message) = new StandInDevice().Judge(body, groups: 2);
        Assert.Equal(CudaError.LaunchFailed, error);
        Assert.Contains(part, message, StringComparison.Ordinal);
        Assert.Contains("of the same launch", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Groups_read_the_same_and_launches_write_what_others_wrote()
    {
        var device = new StandInDevice();
        nint reads = device.Kernel("ld.global.b32 %r1, [%rd3]; ret;"), writes = device.Kernel("st.global.b32 [%rd2], 1; ret;");
        ulong block = device.Words(new uint[32]);
        device.Launch(reads, 3, 32, block, block);
        device.Launch(writes, 1, 32, block, block);
        device.Launch(writes, 1, 32, block, block);
        device.Launch(reads, 3, 32, block, block);
        Assert.Equal(CudaError.Success, device.Try(called => called.SynchronizeContext()));
    }

    [Theory]
    [InlineData("setp.lt.s32 %p1, %r0, 7; @%p1 bra A; bar.sync 0; ret;\nA:\nbar.sync 0; ret;", "waits at a barrier that only the lanes ffffff80 of its warp come to, of ffffffff.")]
    [InlineData("setp.lt.s32 %p1, %r0, 32; @%p1 bra A; bar.sync 0; ret;\nA:\nbar.sync 0; ret;", "thread 32 of group (0, 0, 0) waits at a barrier while thread 0 waits at the one in line 22.")]
    [InlineData("setp.lt.s32 %p1, %r0, 7; @%p1 bra.uni A; ret; A: ret;", "(bra.uni): thread 0 of group (0, 0, 0) jumps and others of its warp do not, where the text says that all do the same.")]
    [InlineData("setp.lt.s32 %p1, %r0, 7; @%p1 bra A; ret; A: shfl.sync.down.b32 %r1, %r0, 1, 31, -1; ret;", "gets the value of lane 7, which does not take part.")]
    [InlineData("setp.lt.s32 %p1, %r0, 7; @%p1 shfl.sync.down.b32 %r1, %r0, 1, 31, -1; ret;", "shuffles with the lanes 0000007f of its warp, where the text says ffffffff.")]
    [InlineData("mov.b32 %r1, 0; div.s32 %r2, %r0, %r1; ret;", "thread 0 of group (0, 0, 0) divides by zero.")]
    public void Lanes_at_different_places_and_what_has_no_result(string body, string message)
    {
        (CudaError error, string found) = new StandInDevice().Judge(body, threads: 64);
        Assert.Equal(CudaError.LaunchFailed, error);
        Assert.EndsWith(message, found, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_without_an_end()
    {
        (CudaError error, string message) = new StandInDevice().Judge("AGAIN: bra AGAIN;");
        Assert.Equal(CudaError.LaunchTimeout, error);
        Assert.Contains("the loop does not end", message, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_done_any_more_behind_an_error()
    {
        var device = new StandInDevice();
        Assert.Equal(CudaError.IllegalAddress, device.Judge("st.global.b32 [%rd2+4], 1; ret;").Error);
        Assert.Equal(CudaError.IllegalAddress, device.Try(called => called.Allocate(4)));
    }

    [Fact]
    public unsafe void What_nothing_has_written_is_not_read()
    {
        var device = new StandInDevice();
        ulong block = device.Get(called => called.Allocate(64)), other = device.Get(called => called.Allocate(64));
        nint reads = device.Kernel("ld.global.b32 %r1, [%rd1+4]; ret;"), writes = device.Kernel("st.global.b32 [%rd0+4], 1; ret;");
        uint value = 7;
        void* source = &value;
        device.Do(called => called.CopyToDevice(block + 4, source, 4));
        device.Do(called => called.CopyOnDevice(other, block, 64));
        device.Launch(reads, 1, 1, 0, other);
        device.Launch(writes, 1, 1, block + 8);
        device.Launch(reads, 1, 1, 0, block + 8);
        device.Do(called => called.SynchronizeContext());
        device.Do(called => called.CopyOnDevice(other, block + 16, 16));
        device.Launch(reads, 1, 1, 0, other);
        Assert.Equal(CudaError.LaunchFailed, device.Try(called => called.SynchronizeContext()));
        Assert.EndsWith(", which nothing has written.", device.LastFault, StringComparison.Ordinal);
    }

    [Fact]
    public void What_was_freed_is_no_ones()
    {
        var device = new StandInDevice();
        ulong block = device.Words(new uint[32]);
        nint kernel = device.Kernel("st.global.b32 [%rd2], 1; ret;");
        device.Launch(kernel, 1, 32, block);
        device.Do(called => called.SynchronizeContext());
        device.Do(called => called.Free(block));
        device.Launch(kernel, 1, 32, block);
        Assert.Equal(CudaError.IllegalAddress, device.Try(called => called.SynchronizeContext()));
    }
}
