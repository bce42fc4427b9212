namespace ModelGen.Runtime.Tests;

/// <summary>Native memory of a few bytes and of many pages: it is zero, all of it can be written, and it begins where it should.</summary>
public sealed class AlignedBlockTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(1000)]
    [InlineData(LargePages.Size)]
    [InlineData((4L * LargePages.Size) + 4)]
    [InlineData((9L * LargePages.Size) - 4)]
    public unsafe void It_is_zero_and_its_own(long bytes)
    {
        using var block = new AlignedBlock(bytes, "The memory of a test");
        using var other = new AlignedBlock(bytes, "The memory of a test");
        var floats = new Span<float>(block.Start, (int)(bytes / sizeof(float)));
        Assert.Equal(-1, floats.IndexOfAnyExcept(0f));
        floats.Fill(3);
        Assert.Equal(-1, new Span<float>(other.Start, floats.Length).IndexOfAnyExcept(0f));
        Assert.Equal(0, (nint)block.Start % (LargePages.AreWorthIt(bytes) ? LargePages.Size : 64));
    }

    [Fact]
    public void Large_pages_are_asked_for_on_Linux_where_they_count()
    {
        Assert.Equal(OperatingSystem.IsLinux(), LargePages.AreWorthIt(1L << 30));
        Assert.False(LargePages.AreWorthIt(LargePages.Size));
    }
}
