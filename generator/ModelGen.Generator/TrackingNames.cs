namespace ModelGen.Generator;

/// <summary>The names of the incremental steps, under which a driver with step tracking lists why each of them ran.</summary>
public static class TrackingNames
{
    /// <summary>A class with <c>[Network]</c>, read into a spec.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>The spec, compiled to source files and errors.</summary>
    public const string Compile = nameof(Compile);

    /// <summary>Whether the project asks for kernels for GPUs.</summary>
    public const string ForGpu = nameof(ForGpu);

    /// <summary>The names of files that several networks would share.</summary>
    public const string SharedFileNames = nameof(SharedFileNames);

    /// <summary>Whether analyzers are switched off for the build.</summary>
    public const string AnalyzersAreOff = nameof(AnalyzersAreOff);

    /// <summary>The errors that the generator itself reports, with their places.</summary>
    public const string Errors = nameof(Errors);

    /// <summary>All of them, in the order of the pipeline.</summary>
    public static IReadOnlyList<string> All { get; } = [Parse, ForGpu, Compile, SharedFileNames, AnalyzersAreOff, Errors];
}
