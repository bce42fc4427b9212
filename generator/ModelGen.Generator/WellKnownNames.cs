namespace ModelGen.Generator;

/// <summary>The metadata names of the types users write against, and the build properties that the generator reads.</summary>
internal static class WellKnownNames
{
    public const string NetworkAttribute = "ModelGen.NetworkAttribute";
    public const string ShapeAttribute = "ModelGen.ShapeAttribute";
    public const string ParameterAttribute = "ModelGen.ParameterAttribute";
    public const string Tensor = "ModelGen.Tensor";
    public const string TypedTensor = "ModelGen.Tensor`1";
    public const string Initializer = "ModelGen.Initializer";
    public const string IndexTensor = "ModelGen.IndexTensor";
    public const string Layer = "ModelGen.Layer";
    public const string LayerAttribute = "ModelGen.LayerAttribute";
    public const string CompiledNetwork = "ModelGen.CompiledNetwork";

    public const string Forward = "Forward";
    public const string Loss = "Loss";

    public const string RunAnalyzers = "build_property.RunAnalyzers";
    public const string PrintSchedules = "build_property.ModelGenPrintSchedules";
    public const string RunAnalyzersDuringBuild = "build_property.RunAnalyzersDuringBuild";
    public const string ForGpu = "build_property.ModelGenGpu";
    public const string KernelPass = "build_property.ModelGenKernelPass";
}
