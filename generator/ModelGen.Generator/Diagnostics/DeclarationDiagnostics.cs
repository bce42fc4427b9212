using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Diagnostics;

/// <summary>MG0001 to MG0099: how a network is declared and written.</summary>
public static class DeclarationDiagnostics
{
    private const string Category = "ModelGen.Declaration";

    /// <summary>{0} the class.</summary>
    public static readonly DiagnosticDescriptor NotPartial = new(
        id: "MG0001",
        title: "A network must be partial",
        messageFormat: "'{0}' must be declared partial, so that its constructor, Predict, TrainStep and parameters can be added to it: write 'partial class {0}'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0001.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the type around it, {1} the network.</summary>
    public static readonly DiagnosticDescriptor ContainingTypeNotPartial = new(
        id: "MG0002",
        title: "A type around a network must be partial",
        messageFormat: "'{0}' must be declared partial, since the network '{1}' is nested in it and is completed in another part",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0002.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the class.</summary>
    public static readonly DiagnosticDescriptor Generic = new(
        id: "MG0003",
        title: "A network cannot be generic",
        messageFormat: "The network '{0}' cannot have type parameters, since it is compiled for one set of sizes and types: declare one class for each",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0003.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the class, {1} what it is: <c>a record</c>.</summary>
    public static readonly DiagnosticDescriptor WrongKind = new(
        id: "MG0004",
        title: "A network must be an ordinary class",
        messageFormat: "The network '{0}' must be an ordinary class that objects can be made of, not {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0004.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the class, {1} its base class.</summary>
    public static readonly DiagnosticDescriptor HasBaseClass = new(
        id: "MG0005",
        title: "A network cannot have a base class of its own",
        messageFormat: "The network '{0}' cannot derive from '{1}', since it is made to derive from ModelGen.CompiledNetwork: remove the base class",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0005.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the class.</summary>
    public static readonly DiagnosticDescriptor NoForward = new(
        id: "MG0006",
        title: "A network needs a Forward",
        messageFormat: "The network '{0}' needs a method 'static Tensor Forward([Shape(…)] Tensor input)' that says what it computes",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0006.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} Forward or Loss, {1} what is wrong and what to write.</summary>
    public static readonly DiagnosticDescriptor Signature = new(
        id: "MG0007",
        title: "Forward or Loss is declared wrongly",
        messageFormat: "{0} {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0007.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the parameter, {1} its method, {2} an example.</summary>
    public static readonly DiagnosticDescriptor ShapeMissing = new(
        id: "MG0008",
        title: "An input needs a shape",
        messageFormat: "The parameter '{0}' of {1} needs its shape: write for example '{2}'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0008.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the parameter, {1} what is wrong and what to write.</summary>
    public static readonly DiagnosticDescriptor BadShape = new(
        id: "MG0009",
        title: "A shape is not understood",
        messageFormat: "The shape of '{0}' {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0009.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the property, {1} what is wrong.</summary>
    public static readonly DiagnosticDescriptor BadParameter = new(
        id: "MG0010",
        title: "A parameter is declared wrongly",
        messageFormat: "The parameter '{0}' {1}: write for example '[Parameter(10, 20)] static partial Tensor {0} {{ get; }}'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0010.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the property, {1} the size.</summary>
    public static readonly DiagnosticDescriptor BadParameterSize = new(
        id: "MG0011",
        title: "A size of a parameter is not positive",
        messageFormat: "The parameter '{0}' has a size of {1}; sizes are positive numbers",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0011.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} what was found, {1} what is allowed at that place.</summary>
    public static readonly DiagnosticDescriptor Unsupported = new(
        id: "MG0012",
        title: "A network cannot use this",
        messageFormat: "{0} is not understood in a network; {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0012.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the expression.</summary>
    public static readonly DiagnosticDescriptor NotConstant = new(
        id: "MG0013",
        title: "A value is not known at build time",
        messageFormat: "'{0}' is not known at build time; sizes, arguments and conditions are made of literals, const members, locals, loop variables and arithmetic on them",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0013.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} what there is too much of, and what to do.</summary>
    public static readonly DiagnosticDescriptor TooLarge = new(
        id: "MG0014",
        title: "A network is too large to read",
        messageFormat: "This network is too large: {0}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0014.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the method.</summary>
    public static readonly DiagnosticDescriptor Recursion = new(
        id: "MG0015",
        title: "A method of a network calls itself",
        messageFormat: "'{0}' comes back to itself, directly or through others, and cannot be unrolled: write a constant 'for' loop instead",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0015.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the method.</summary>
    public static readonly DiagnosticDescriptor ResultUnused = new(
        id: "MG0016",
        title: "The result of a call is not used",
        messageFormat: "The result of '{0}' is not used; a call changes no tensor, it returns a new one: write for example 'x = x.{0}(…)'",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0016.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the method, {1} why.</summary>
    public static readonly DiagnosticDescriptor Unreadable = new(
        id: "MG0017",
        title: "A method cannot be read into the network",
        messageFormat: "'{0}' cannot be read into the network, since it {1}; methods of Tensor and static methods of this project can be called",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0017.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the expression, {1} why.</summary>
    public static readonly DiagnosticDescriptor ArithmeticFails = new(
        id: "MG0018",
        title: "A constant expression has no value",
        messageFormat: "'{0}' has no value: {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0018.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the class.</summary>
    public static readonly DiagnosticDescriptor NeedsOtherGenerator = new(
        id: "MG0019",
        title: "A network depends on what another generator makes",
        messageFormat: "The source of '{0}' names something that a source generator makes, which ModelGen cannot see: write it in the project's own source",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0019.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} the layer, {1} what is wrong.</summary>
    public static readonly DiagnosticDescriptor BadLayer = new(
        id: "MG0020",
        title: "A layer cannot be read",
        messageFormat: "The layer '{0}' {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0020.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);

    /// <summary>{0} what is updated, {1} why it cannot be.</summary>
    public static readonly DiagnosticDescriptor BadUpdate = new(
        id: "MG0021",
        title: "A parameter cannot be updated here",
        messageFormat: "'{0}' cannot be updated here, since {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Error,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0021.md",
        customTags: WellKnownDiagnosticTags.NotConfigurable);
}
