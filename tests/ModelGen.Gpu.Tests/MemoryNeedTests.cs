using System.Globalization;
using ModelGen.Runtime;

namespace ModelGen.Gpu.Tests;

/// <summary>The sentence of a device that has not enough memory.</summary>
public sealed class MemoryNeedTests
{
    [Theory]
    [InlineData(1_000L, "Net needs 5,000,500 bytes on Small at these sizes (2,000,000 for parameters, 3,000,500 for intermediate results), which does not have them and has 1,000 left; a smaller batch needs less.")]
    [InlineData(null, "Net needs 5,000,500 bytes on Small at these sizes (2,000,000 for parameters, 3,000,500 for intermediate results), which does not have them; a smaller batch needs less.")]
    public void It_says_what_is_needed_for_what(long? left, string sentence)
    {
        var need = new MemoryNeed("Net", "Small");
        long arena = 1;
        need.Add("parameters", () => 2_000_000);
        need.Add("input 3", () => 0);
        need.Add("intermediate results", () => arena);
        arena = 3_000_500;
        CultureInfo.CurrentCulture = CultureInfo.InvariantCulture;
        Assert.Equal(sentence, need.NotMet(left).Message);
    }
}
