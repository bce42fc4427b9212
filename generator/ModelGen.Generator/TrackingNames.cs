namespace ModelGen.Generator;

/// <summary>The names of the incremental steps, under which a driver with step tracking lists why each of them ran.</summary>
public static class TrackingNames
{
    /// <summary>A class with <c>[Network]</c>, read into a spec.</summary>
    public const string Parse = nameof(Parse);

    /// <summary>What the build asks of the compiler.</summary>
    public const string CompilerOptions = nameof(CompilerOptions);

    /// <summary>The spec, compiled to source files and errors.</summary>
    public const string Compile = nameof(Compile);

    /// <summary>The names of files that several networks would share.</summary>
    public const string SharedFileNames = nameof(SharedFileNames);

    /// <summary>Whether analyzers are switched off for the build.</summary>
    public const string AnalyzersAreOff = nameof(AnalyzersAreOff);

    /// <summary>The errors that the generator itself reports, with their places.</summary>
    public const string Errors = nameof(Errors);

    /// <summary>The layers that kernels for GPUs serve, with their places: in the pass of a build that compiles the kernels further.</summary>
    public const string Kernels = nameof(Kernels);

    /// <summary>Those of every run, in the order of the pipeline.</summary>
    public static IReadOnlyList<string> All { get; } = [Parse, CompilerOptions, Compile, SharedFileNames, AnalyzersAreOff, Errors];
}
