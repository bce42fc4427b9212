namespace ModelGen.CudaStandIn.Tests;

/// <summary>What instructions give, for all lanes and for some.</summary>
public sealed class ArithmeticTests
{
    [Theory]
    [InlineData("add.s32 %r1, 2147483647, 1", 0x8000_0000)]
    [InlineData("sub.s32 %r1, 3, 5", 0xFFFF_FFFE)]
    [InlineData("mul.lo.s32 %r1, 65537, 65537", 0x0002_0001)]
    [InlineData("mul.hi.u32 %r1, 0xFFFFFFFF, 0xFFFFFFFF", 0xFFFF_FFFE)]
    [InlineData("mul.hi.s32 %r1, -1, 1", 0xFFFF_FFFF)]
    [InlineData("mad.lo.s32 %r1, 7, -3, 1", 0xFFFF_FFEC)]
    [InlineData("div.s32 %r1, -7, 2", 0xFFFF_FFFD)]
    [InlineData("rem.s32 %r1, -7, 2", 0xFFFF_FFFF)]
    [InlineData("div.s32 %r1, -2147483648, -1", 0x8000_0000)]
    [InlineData("rem.s32 %r1, -2147483648, -1", 0)]
    [InlineData("div.u32 %r1, -7, 2", 0x7FFF_FFFC)]
    [InlineData("min.s32 %r1, -1, 1", 0xFFFF_FFFF)]
    [InlineData("min.u32 %r1, -1, 1", 1)]
    [InlineData("neg.s32 %r1, 5", 0xFFFF_FFFB)]
    [InlineData("not.b32 %r1, 5", 0xFFFF_FFFA)]
    [InlineData("and.b32 %r1, 12, 10", 8)]
    [InlineData("or.b32 %r1, 12, 10", 14)]
    [InlineData("xor.b32 %r1, 12, 10", 6)]
    public void Integers(string statement, uint expected) => AssertGives(statement, expected);

    [Theory]
    [InlineData("shl.b32 %r1, 1, 31", 0x8000_0000)]
    [InlineData("shl.b32 %r1, 1, 32", 0)]
    [InlineData("shr.u32 %r1, -1, 32", 0)]
    [InlineData("shr.s32 %r1, -8, 1", 0xFFFF_FFFC)]
    [InlineData("shr.s32 %r1, -8, 40", 0xFFFF_FFFF)]
    [InlineData("mov.b32 %r2, 32; shl.b32 %r1, 1, %r2", 0)]
    [InlineData("mov.b32 %r2, 40; shr.s32 %r1, -8, %r2", 0xFFFF_FFFF)]
    [InlineData("mov.b32 %r2, 3; shr.u32 %r1, -8, %r2", 0x1FFF_FFFF)]
    [InlineData("mov.b64 %rd5, -1; shr.u64 %rd5, %rd5, 36; cvt.u32.u64 %r1, %rd5", 0x0FFF_FFFF)]
    public void Shifts(string statement, uint expected) => AssertGives(statement, expected);

    [Theory]
    [InlineData("mul.wide.u32 %rd5, -1, -1; shr.u64 %rd5, %rd5, 32; cvt.u32.u64 %r1, %rd5", 0xFFFF_FFFE)]
    [InlineData("mul.wide.s32 %rd5, -1, 2; shr.u64 %rd5, %rd5, 32; cvt.u32.u64 %r1, %rd5", 0xFFFF_FFFF)]
    [InlineData("mov.b32 %r2, 0x1FF; cvt.s32.s8 %r1, %r2", 0xFFFF_FFFF)]
    [InlineData("mov.b32 %r2, 0x1FF; cvt.u32.u8 %r1, %r2", 0xFF)]
    [InlineData("mov.b32 %r2, 0x1FF; cvt.u8.u32 %rs1, %r2; cvt.s32.u8 %r1, %rs1", 0xFF)]
    [InlineData("mov.b32 %r2, -1; cvt.u64.u32 %rd5, %r2; shr.u64 %rd5, %rd5, 4; cvt.u32.u64 %r1, %rd5", 0x0FFF_FFFF)]
    [InlineData("mov.f32 %f1, 0fC0200000; cvt.rzi.s32.f32 %r1, %f1", 0xFFFF_FFFE)]
    [InlineData("mov.f32 %f1, 0fC0200000; cvt.rni.s32.f32 %r1, %f1", 0xFFFF_FFFE)]
    [InlineData("mov.f32 %f1, 0fC0200000; cvt.rmi.s32.f32 %r1, %f1", 0xFFFF_FFFD)]
    [InlineData("mov.f32 %f1, 0f501502F9; cvt.rzi.s32.f32 %r1, %f1", 0x7FFF_FFFF)]
    [InlineData("mov.f32 %f1, 0fBF800000; cvt.rzi.u32.f32 %r1, %f1", 0)]
    [InlineData("mov.f32 %f1, 0f7FC00000; cvt.rzi.s32.f32 %r1, %f1", 0)]
    [InlineData("mov.b32 %r2, 16777217; cvt.rn.f32.s32 %f1, %r2; mov.b32 %r1, %f1", 0x4B80_0000)]
    public void Conversions(string statement, uint expected) => AssertGives(statement, expected);

    [Theory]
    // The square of 1 + 2^-12, of which a rounding leaves the last bit out.
    [InlineData("fma.rn.f32 %f1, 0f3F800800, 0f3F800800, 0fBF801000", 0x3380_0000)]
    [InlineData("mul.rn.f32 %f2, 0f3F800800, 0f3F800800; add.rn.f32 %f1, %f2, 0fBF801000", 0)]
    [InlineData("mul.f32 %f2, 0f3F800800, 0f3F800800; sub.f32 %f1, %f2, 0f3F801000", 0)]
    [InlineData("div.rn.f32 %f1, 0f3F800000, 0f40400000", 0x3EAA_AAAB)]
    [InlineData("rcp.rn.f32 %f1, 0f40400000", 0x3EAA_AAAB)]
    [InlineData("sqrt.rn.f32 %f1, 0f40000000", 0x3FB5_04F3)]
    [InlineData("min.f32 %f1, 0f7FC00000, 0f3F800000", 0x3F80_0000)]
    [InlineData("max.f32 %f1, 0f3F800000, 0f7FC00000", 0x3F80_0000)]
    [InlineData("max.f32 %f1, 0f80000000, 0f00000000", 0)]
    [InlineData("neg.f32 %f1, 0f00000000", 0x8000_0000)]
    [InlineData("abs.f32 %f1, 0fBF800000", 0x3F80_0000)]
    // Not flushed to zero.
    [InlineData("mul.f32 %f1, 0f00800000, 0f3F000000", 0x0040_0000)]
    [InlineData("ex2.approx.f32 %f1, 0f40400000", 0x4100_0000)]
    [InlineData("lg2.approx.f32 %f1, 0f41000000", 0x4040_0000)]
    [InlineData("rsqrt.approx.f32 %f1, 0f40800000", 0x3F00_0000)]
    [InlineData("cvt.rmi.f32.f32 %f1, 0fBF000000", 0xBF80_0000)]
    public void Floats(string statement, uint expected) => AssertGives(statement + "; mov.b32 %r1, %f1", expected);

    [Theory]
    [InlineData("setp.lt.s32 %p1, -1, 1", true)]
    [InlineData("setp.lt.u32 %p1, -1, 1", false)]
    [InlineData("setp.lo.u32 %p1, -1, 1", false)]
    [InlineData("setp.eq.f32 %p1, 0f80000000, 0f00000000", true)]
    [InlineData("setp.ne.f32 %p1, 0f7FC00000, 0f00000000", false)]
    [InlineData("setp.neu.f32 %p1, 0f7FC00000, 0f00000000", true)]
    [InlineData("setp.equ.f32 %p1, 0f7FC00000, 0f00000000", true)]
    [InlineData("setp.lt.f32 %p1, 0f7FC00000, 0f00000000", false)]
    [InlineData("setp.ltu.f32 %p1, 0f7FC00000, 0f00000000", true)]
    [InlineData("setp.geu.f32 %p1, 0f00000000, 0f3F800000", false)]
    [InlineData("setp.nan.f32 %p1, 0f00000000, 0f7FC00000", true)]
    [InlineData("testp.notanumber.f32 %p1, 0f7FC00000", true)]
    [InlineData("testp.notanumber.f32 %p1, 0f7F800000", false)]
    [InlineData("testp.infinite.f32 %p1, 0fFF800000", true)]
    [InlineData("setp.eq.s32 %p2, 1, 1; setp.eq.s32 %p3, 1, 2; and.pred %p1, %p2, %p3", false)]
    [InlineData("setp.eq.s32 %p2, 1, 1; setp.eq.s32 %p3, 1, 2; or.pred %p1, %p2, %p3", true)]
    [InlineData("setp.eq.s32 %p2, 1, 2; not.pred %p1, %p2", true)]
    [InlineData("mov.pred %p1, 1", true)]
    [InlineData("mov.pred %p1, 0", false)]
    public void Comparisons(string statement, bool expected) => AssertGives(statement + "; selp.b32 %r1, 7, 3, %p1", expected ? 7u : 3u);

    [Fact]
    public void Doubles()
    {
        // 1/3 in 53 bits, back in 24.
        AssertGives("mov.f64 %fd1, 0d4008000000000000; rcp.rn.f64 %fd2, %fd1; fma.rn.f64 %fd2, %fd2, 0d4000000000000000, 0d0000000000000000; cvt.rn.f32.f64 %f1, %fd2; mov.b32 %r1, %f1", 0x3F2A_AAAB);
    }

    // A lane that does not do it keeps what it had, and the lanes beside it do not mind.
    private static void AssertGives(string statements, uint expected)
    {
        const uint Before = 99;
        string all = new StandInDevice().Run($"{statements}; st.global.b32 [%rd2], %r1; ret;")[31].ToString("x8", null);
        Assert.Equal(expected.ToString("x8", null), all);
        string last = statements.Split(';')[^1].Trim();
        string guarded = $"mov.b32 %r1, {Before}; {statements[..^last.Length]} setp.lt.s32 %p8, %r0, 5; @%p8 {last}; st.global.b32 [%rd2], %r1; ret;";
        Assert.Equal([.. Enumerable.Repeat(expected, 5), .. Enumerable.Repeat(Before, 32)], new StandInDevice().Run(guarded, threads: 37));
    }
}
