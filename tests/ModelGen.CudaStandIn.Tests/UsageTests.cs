using System.Globalization;
using ModelGen.CudaStandIn.Driver;

namespace ModelGen.CudaStandIn.Tests;

/// <summary>What is counted of kernels where a report is asked for.</summary>
public sealed class UsageTests : IDisposable
{
    private readonly string file = Path.GetTempFileName();

    public void Dispose() => File.Delete(file);

    [Theory]
    // Neighbours: 32 words are 4 sectors. Eight words apart: one each.
    [InlineData("ld.global.b32 %r1, [%rd3]; ret;", 4, 4, 0, 0)]
    [InlineData("shl.b32 %r1, %r0, 5; mul.wide.u32 %rd5, %r1, 1; add.u64 %rd6, %rd1, %rd5; ld.global.b32 %r1, [%rd6]; ret;", 32, 4, 0, 0)]
    [InlineData("ld.global.b32 %r1, [%rd1]; ret;", 1, 1, 0, 0)]
    // Neighbours have banks of their own; two words apart, two share one.
    [InlineData("mov.b64 %rd5, memory; add.u64 %rd6, %rd5, %rd4; st.shared.b32 [%rd6], 1; ret;", 0, 0, 1, 0)]
    [InlineData("mov.b64 %rd5, memory; add.u64 %rd6, %rd5, %rd4; add.u64 %rd6, %rd6, %rd4; st.shared.b32 [%rd6], 1; ret;", 0, 0, 1, 1)]
    public void Sectors_and_banks(string body, int sectors, int needed, int accesses, int conflicts)
    {
        var device = new StandInDevice(new StandInSettings(Report: file));
        ulong block = device.Words(new uint[256]);
        device.Launch(device.Kernel(body), 1, 32, block, block);
        device.Do(called => called.SynchronizeContext());
        int[] row = Row();
        Assert.Equal([1, 32], row[..2]);
        Assert.Equal([sectors, needed, accesses, conflicts], row[5..]);
    }

    [Fact]
    public void Launches_instructions_and_bytes()
    {
        var device = new StandInDevice(new StandInSettings(Report: file));
        ulong block = device.Words(new uint[256]);
        nint kernel = device.Kernel("ld.global.b32 %r1, [%rd3]; mov.b32 %r2, %ctaid.x; setp.eq.s32 %p1, %r2, 0; @%p1 st.global.b32 [%rd2], 1; ret;");
        device.Launch(kernel, 1, 32, block, block);
        device.Launch(kernel, 1, 40, block, block);
        device.Do(called => called.SynchronizeContext());
        Assert.Equal([2, 72, 11, 72 * 4, 72 * 4], Row()[..5]);
    }

    private int[] Row() => [.. File.ReadAllLines(file)[2].Split(' ', StringSplitOptions.RemoveEmptyEntries)[1..].Select(cell => int.Parse(cell, CultureInfo.InvariantCulture))];
}
