using System.Reflection;

namespace ModelGen.Packaging.Tests;

/// <summary>The source tree the tests were built from.</summary>
internal static class Repository
{
    public static string Root { get; } = Metadata("RepositoryRoot");

    /// <summary>NuGet's folder of unpacked packages that this build restored to.</summary>
    public static string PackagesFolder { get; } = Metadata("PackagesFolder");

    private static string Metadata(string key) =>
        typeof(Repository).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value!;
}
