namespace ModelGen.Analyzers.Tests;

/// <summary>Shape errors of the compiler's, at the token of the user's.</summary>
public class ShapeErrorTests
{
    [Fact]
    public async Task A_kernel_larger_than_its_image_is_one_error_at_the_layer()
    {
        string source = Networks.MnistCnn.Replace("Conv2D(32, kernel: 3)", "[|Conv2D|](32, kernel: 40)", StringComparison.Ordinal);
        await Expectation.OneErrorAsync("MG0103", source);
        await Expectation.OneErrorAsync("MG0103", source, ("RunAnalyzers", "false"));
    }
}
