using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Diagnostics;

/// <summary>MG0101 to MG0199: shapes and types of values, found by the compiler's rules.</summary>
public static class ShapeDiagnostics
{
    private const string Category = "ModelGen.Shapes";

    /// <summary>{0} layer or op, {1} and {2} the shapes, {3} the reason.</summary>
    public static readonly DiagnosticDescriptor NotBroadcastable = new(
        id: "MG0101",
        title: "Shapes do not fit element by element",
        messageFormat: "{0}: the shapes {1} and {2} do not fit element by element; {3}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0101.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} op, {1} and {2} the sides, {3} and {4} the inner sizes, {5} what would fit.</summary>
    public static readonly DiagnosticDescriptor InnerSizesDiffer = new(
        id: "MG0102",
        title: "The inner sizes of a matrix product differ",
        messageFormat: "{0}: {1} on the left ends in {3}, and {2} on the right begins with {4}, which must be as many; {5}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0102.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} layer, {1} the window, {2} the input's shape, {3} why.</summary>
    public static readonly DiagnosticDescriptor WindowTooLarge = new(
        id: "MG0103",
        title: "A window is larger than its input",
        messageFormat: "{0}: a {1} window does not fit into its input {2}; {3}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0103.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} layer or op, {1} what it needs, {2} the shape it got.</summary>
    public static readonly DiagnosticDescriptor WrongRank = new(
        id: "MG0104",
        title: "An input has the wrong number of axes",
        messageFormat: "{0} needs {1}, and its input has the shape {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0104.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} op, {1} the shape with its count, {2} the wanted shape with its count, {3} the reason.</summary>
    public static readonly DiagnosticDescriptor ReshapeMismatch = new(
        id: "MG0105",
        title: "A reshape changes the number of values",
        messageFormat: "{0}: {1} cannot become {2}; {3}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0105.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} layer or op, {1} the argument, {2} what it must be, {3} what it is.</summary>
    public static readonly DiagnosticDescriptor ArgumentOutOfRange = new(
        id: "MG0106",
        title: "An argument is out of range",
        messageFormat: "{0}: {1} must be {2}, and is {3}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0106.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} op, {1} the axis, {2} the shape.</summary>
    public static readonly DiagnosticDescriptor AxisOutOfRange = new(
        id: "MG0107",
        title: "An axis lies outside the shape",
        messageFormat: "{0}: axis {1} lies outside the shape {2}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0107.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the shape.</summary>
    public static readonly DiagnosticDescriptor LossNotScalar = new(
        id: "MG0108",
        title: "Loss must be a single number",
        messageFormat: "Loss must return a single number, and returns the shape {0}: take its Mean() or Sum()",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0108.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} op, {1} the logits' shape, {2} the labels' shape, {3} what would fit.</summary>
    public static readonly DiagnosticDescriptor LabelsDoNotFit = new(
        id: "MG0109",
        title: "Labels do not fit the logits",
        messageFormat: "{0}: logits {1} and labels {2} do not fit; {3}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0109.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} op, {1} what is wrong.</summary>
    public static readonly DiagnosticDescriptor WrongElementType = new(
        id: "MG0110",
        title: "An input has the wrong element type",
        messageFormat: "{0}: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0110.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the name.</summary>
    public static readonly DiagnosticDescriptor DuplicateParameter = new(
        id: "MG0111",
        title: "Two parameters have one name",
        messageFormat: "Two parameters are named '{0}', so a saved file could not hold both: give one of them another name",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0111.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the layer, {1} and {2} the shapes of its inputs, {3} its parameter, {4} and {5} that one's shapes, {6} the features that differ, and what would fit.</summary>
    public static readonly DiagnosticDescriptor SharedLayerDiffers = new(
        id: "MG0113",
        title: "A layer is used with inputs that its parameters do not fit",
        messageFormat: "'{0}' is used on {1} and on {2}, for which '{3}' would have to be {4} and {5}: give each use a layer of its own, or inputs of the same features{6}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0113.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} what does not fit.</summary>
    public static readonly DiagnosticDescriptor StepDoesNotFit = new(
        id: "MG0114",
        title: "A step of Scan does not fit",
        messageFormat: "Scan: {0}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0114.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the shape.</summary>
    public static readonly DiagnosticDescriptor GradientOfSeveral = new(
        id: "MG0115",
        title: "A gradient is taken of several numbers",
        messageFormat: "Gradient takes the gradient of a single number, and is given the shape {0}: take its Mean() or Sum()",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0115.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} what the gradient is with respect to, {1} why there is none.</summary>
    public static readonly DiagnosticDescriptor NothingFlows = new(
        id: "MG0116",
        title: "There is no gradient between two values",
        messageFormat: "Gradient: {0} has no part in the number whose gradient is taken{1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0116.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the parameter, {1} its shape, {2} that of its new value.</summary>
    public static readonly DiagnosticDescriptor UpdateDiffers = new(
        id: "MG0117",
        title: "A new value has not the shape of its parameter",
        messageFormat: "Update: '{0}' has the shape {1}, and its new value the shape {2}; they must be the same",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0117.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}
