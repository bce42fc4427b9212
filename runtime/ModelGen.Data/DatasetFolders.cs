namespace ModelGen.Data;

/// <summary>The folders in which datasets are looked for.</summary>
public sealed record DatasetFolders
{
    /// <summary>The environment variable that names a folder of datasets.</summary>
    public const string Variable = "MODELGEN_DATA";

    /// <summary>The folder the user named for this very dataset: nothing else is looked at where it is set.</summary>
    public string? Given { get; init; }

    /// <summary>A folder of datasets, one subfolder each, or one dataset's files.</summary>
    public string? Shared { get; init; }

    /// <summary>The folder that downloads go to, one subfolder for each dataset.</summary>
    public required string Cache { get; init; }

    /// <summary>
    /// The folders of this process: <c>$MODELGEN_DATA</c>, and the user's cache folder: <c>$XDG_CACHE_HOME/modelgen</c> or <c>~/.cache/modelgen</c>,
    /// on Windows <c>%LocalAppData%\modelgen</c>.
    /// </summary>
    /// <param name="given">The folder the user named, if any.</param>
    public static DatasetFolders FromEnvironment(string? given = null)
    {
        string? shared = Environment.GetEnvironmentVariable(Variable);
        return new()
        {
            Given = given,
            Shared = string.IsNullOrEmpty(shared) ? null : shared,
            Cache = Path.Combine(CacheHome(), "modelgen"),
        };
    }

    private static string CacheHome()
    {
        if (OperatingSystem.IsWindows())
        {
            return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData, Environment.SpecialFolderOption.DoNotVerify);
        }

        // The base directory specification: a relative $XDG_CACHE_HOME is to be ignored.
        string? cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        return Path.IsPathFullyQualified(cache ?? string.Empty)
            ? cache!
            : Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".cache");
    }
}
