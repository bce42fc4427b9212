namespace ModelGen.CudaStandIn.Tests;

/// <summary>Jumps that lanes do and others do not, barriers, shuffles.</summary>
public sealed class ControlTests
{
    [Fact]
    public void Lanes_that_part_meet_again()
    {
        // Odd threads add 100, even ones 200; then all shuffle, which lanes that have not met must not.
        uint[] result = new StandInDevice().Run("""
            and.b32 %r1, %r0, 1;
            setp.eq.s32 %p1, %r1, 1;
            @%p1 bra ODD;
            add.s32 %r2, %r0, 200;
            bra.uni MEET;
            ODD:
            add.s32 %r2, %r0, 100;
            MEET:
            shfl.sync.bfly.b32 %r3, %r2, 1, 0x1F, -1;
            st.global.b32 [%rd2], %r3;
            ret;
            """);
        Assert.Equal([.. Enumerable.Range(0, 32).Select(lane => (uint)((lane ^ 1) + (lane % 2 == 0 ? 100 : 200)))], result);
    }

    [Fact]
    public void Each_lane_goes_through_a_loop_as_often_as_it_wants()
    {
        uint[] result = new StandInDevice().Run("""
            mov.b32 %r1, 0;
            mov.b32 %r2, 0;
            AGAIN:
            add.s32 %r2, %r2, %r1;
            add.s32 %r1, %r1, 1;
            setp.le.s32 %p1, %r1, %r0;
            @%p1 bra AGAIN;
            st.global.b32 [%rd2], %r2;
            """, threads: 70);
        Assert.Equal([.. Enumerable.Range(0, 70).Select(thread => (uint)(thread * (thread + 1) / 2))], result);
    }

    [Fact]
    public void Lanes_meet_where_their_ways_do_however_the_text_is_laid_out()
    {
        // The way of odd threads stands behind the loop that it is in. Were they not waited for, lanes would come to the jump that is the same for all at different turns.
        uint[] result = new StandInDevice().Run("""
            mov.b32 %r1, 0;
            mov.b32 %r2, 0;
            and.b32 %r3, %r0, 1;
            setp.eq.s32 %p1, %r3, 1;
            AGAIN:
            setp.ge.s32 %p2, %r1, 3;
            @%p2 bra.uni DONE;
            @%p1 bra ODD;
            add.s32 %r2, %r2, 10;
            NEXT:
            add.s32 %r1, %r1, 1;
            bra.uni AGAIN;
            DONE:
            st.global.b32 [%rd2], %r2;
            ret;
            ODD:
            add.s32 %r2, %r2, 20;
            bra.uni NEXT;
            """);
        Assert.Equal([.. Enumerable.Range(0, 32).Select(lane => lane % 2 == 0 ? 30u : 60u)], result);
    }

    [Fact]
    public void A_thread_that_ends_is_not_waited_for()
    {
        uint[] result = new StandInDevice().Run("""
            setp.ge.s32 %p1, %r0, 40;
            @%p1 ret;
            bar.sync 0;
            st.global.b32 [%rd2], 1;
            ret;
            """, threads: 64);
        Assert.Equal([.. Enumerable.Range(0, 64).Select(thread => thread < 40 ? 1u : 0u)], result);
    }

    [Fact]
    public void What_is_written_before_a_barrier_is_read_behind_it()
    {
        uint[] result = new StandInDevice().Run("""
            mov.b64 %rd5, memory;
            add.u64 %rd6, %rd5, %rd4;
            mov.b32 %r3, 0;
            AGAIN:
            add.s32 %r1, %r0, %r3;
            st.shared.b32 [%rd6], %r1;
            bar.sync 0;
            xor.b32 %r2, %r0, 33;
            mul.wide.u32 %rd7, %r2, 4;
            add.u64 %rd8, %rd5, %rd7;
            ld.shared.b32 %r4, [%rd8];
            bar.sync 0;
            add.s32 %r3, %r3, 1000;
            setp.lt.s32 %p1, %r3, 3000;
            @%p1 bra.uni AGAIN;
            st.global.b32 [%rd2], %r4;
            ret;
            """, threads: 128);
        Assert.Equal([.. Enumerable.Range(0, 128).Select(thread => (uint)((thread ^ 33) + 2000))], result);
    }

    [Theory]
    [InlineData("up", 3, 0x0000, 5, 2)]
    [InlineData("up", 3, 0x0000, 2, 2)]
    [InlineData("down", 3, 0x001F, 5, 8)]
    [InlineData("down", 3, 0x001F, 30, 30)]
    [InlineData("down", 3, 0x181F, 6, 6)]
    [InlineData("bfly", 16, 0x001F, 5, 21)]
    [InlineData("idx", 2, 0x181F, 13, 10)]
    public void Shuffles_get_what_another_lane_has(string kind, int by, int limits, int lane, uint expected) =>
        Assert.Equal(expected, new StandInDevice().Run($"shfl.sync.{kind}.b32 %r1, %r0, {by}, {limits}, -1; st.global.b32 [%rd2], %r1; ret;")[lane]);

    [Fact]
    public void Groups_and_threads_know_where_they_are()
    {
        var device = new StandInDevice();
        ulong output = device.Words(new uint[60]);
        nint kernel = device.Kernel("""
            mov.b32 %r1, %ctaid.x;
            mov.b32 %r2, %ntid.x;
            mad.lo.s32 %r3, %r1, %r2, %r0;
            mul.wide.u32 %rd5, %r3, 4;
            add.u64 %rd6, %rd0, %rd5;
            mov.b32 %r4, %nctaid.x;
            mad.lo.s32 %r5, %r3, 100, %r4;
            st.global.b32 [%rd6], %r5;
            ret;
            """);
        Assert.Equal(default, device.Launch(kernel, 6, 10, output));
        Assert.Equal([.. Enumerable.Range(0, 60).Select(thread => (uint)((thread * 100) + 6))], device.Read(output, 60));
    }

    [Fact]
    public void Vectors_and_bytes_go_through_memory()
    {
        uint[] result = new StandInDevice().Run("""
            setp.ne.s32 %p1, %r0, 0;
            @%p1 ret;
            ld.global.v2.b32 {%r1, %r2}, [%rd1+8];
            st.global.v2.b32 [%rd0], {%r2, %r1};
            ld.global.b8 %rs1, [%rd1+1];
            cvt.s32.s8 %r3, %rs1;
            st.global.b32 [%rd0+8], %r3;
            ld.global.s8 %r4, [%rd1+2];
            st.global.b32 [%rd0+12], %r4;
            st.global.b8 [%rd0+17], %r1;
            ret;
            """, 6, 0x0080_FF00, 0, 11, 12);
        Assert.Equal([12, 11, 0xFFFF_FFFF, 0xFFFF_FF80, 11 << 8, 0], result);
    }
}
