namespace ModelGen.Packaging.Tests;

/// <summary>What NativeAOT links with.</summary>
internal static class Linker
{
    private static readonly string[] names = ["clang", "gcc"];

    /// <summary>Whether the machine has one.</summary>
    public static bool IsThere() =>
        OperatingSystem.IsWindows()
        || (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator).Any(path => names.Any(linker => File.Exists(Path.Combine(path, linker))));

    /// <summary>Skips the test where it has none.</summary>
    public static void OrSkip() => Assert.SkipUnless(IsThere(), "NativeAOT needs a linker: install clang or gcc.");
}
