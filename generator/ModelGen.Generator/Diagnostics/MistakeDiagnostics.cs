using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Diagnostics;

/// <summary>MG0201 to MG0299: what compiles and is likely a mistake all the same. The analyzer alone reports it, and a project may configure it.</summary>
public static class MistakeDiagnostics
{
    private const string Category = "ModelGen.Mistakes";

    /// <summary>{0} the parameter.</summary>
    public static readonly DiagnosticDescriptor ParameterUnused = new(
        id: "MG0201",
        title: "A parameter is never used",
        messageFormat: "Nothing is computed from the parameter '{0}', so it stays as it was drawn: use it in Forward, or remove it",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0201.md");

    /// <summary>{0} the layer.</summary>
    public static readonly DiagnosticDescriptor LayerUnused = new(
        id: "MG0202",
        title: "A layer is never used",
        messageFormat: "The layer '{0}' is never applied, so the network has no parameters of it: apply it in Forward, or remove it",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0202.md");

    /// <summary>{0} the input, {1} the method.</summary>
    public static readonly DiagnosticDescriptor InputUnused = new(
        id: "MG0203",
        title: "An input is never used",
        messageFormat: "Nothing is computed from the input '{0}', which must be passed all the same: use it in {1}, or remove it",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0203.md");

    /// <summary>{0} the op that makes it.</summary>
    public static readonly DiagnosticDescriptor ValueUnused = new(
        id: "MG0204",
        title: "A value is never used",
        messageFormat: "Neither the output nor the loss is computed from what '{0}' returns: use the value, or remove the call",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0204.md");

    /// <summary>{0} the condition, {1} what it is, {2} the turns.</summary>
    public static readonly DiagnosticDescriptor BranchNeverRuns = new(
        id: "MG0205",
        title: "A branch never runs",
        messageFormat: "This branch never runs: '{0}' is {1} in each of its {2} turns",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0205.md");

    /// <summary>{0} the call, {1} the loss, {2} its activation.</summary>
    public static readonly DiagnosticDescriptor ActivationInLoss = new(
        id: "MG0206",
        title: "The loss applies this activation itself",
        messageFormat: "'{0}' comes before {1}, which takes logits and applies a {2} of its own: remove it, and take probabilities from the prediction where they are needed",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0206.md");

    /// <summary>{0} the activation, {1} its range, {2} the loss.</summary>
    public static readonly DiagnosticDescriptor LogitsBounded = new(
        id: "MG0207",
        title: "An activation bounds the logits",
        messageFormat: "'{0}' leaves only logits {1} to {2}, which takes any numbers: remove it",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0207.md");

    /// <summary>Says it all.</summary>
    public static readonly DiagnosticDescriptor LogitsForProbabilities = new(
        id: "MG0208",
        title: "A loss of probabilities gets logits",
        messageFormat: "BinaryCrossEntropy takes probabilities, and a layer gives any numbers: use BinaryCrossEntropyWithLogits, or a Sigmoid before it",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0208.md");

    /// <summary>{0} the call, {1} the shape, {2} what to use.</summary>
    public static readonly DiagnosticDescriptor SoftmaxOfOne = new(
        id: "MG0209",
        title: "A softmax of one element",
        messageFormat: "'{0}' goes over an axis of one element of {1}, of which the softmax is always 1: use {2}, or more than one element",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0209.md");

    /// <summary>{0} the call, {1} the shape.</summary>
    public static readonly DiagnosticDescriptor SamplesMixed = new(
        id: "MG0210",
        title: "The samples of a batch are mixed",
        messageFormat: "'{0}' goes along the batch of {1}, so that the output for a sample depends on the others it comes with: take another axis, or transpose",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0210.md");

    /// <summary>{0} the operator, {1} and {2} the shapes, {3} the result.</summary>
    public static readonly DiagnosticDescriptor SamplesPaired = new(
        id: "MG0211",
        title: "Each sample is set against all others",
        messageFormat: "'{0}' repeats {1} and {2} to {3}, each sample against all others: bring both to one shape with Reshape, or say that it is meant with Unsqueeze",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0211.md");

    /// <summary>{0} the activation.</summary>
    public static readonly DiagnosticDescriptor ActivationTwice = new(
        id: "MG0212",
        title: "An activation is applied twice",
        messageFormat: "'{0}' comes straight after another '{0}': remove one of them, or put a layer between",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0212.md");

    /// <summary>Says it all.</summary>
    public static readonly DiagnosticDescriptor NothingTrained = new(
        id: "MG0213",
        title: "The loss trains nothing",
        messageFormat: "No parameter has a part in this loss, so training would change nothing: compute it from Forward's output",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0213.md");

    /// <summary>Says it all.</summary>
    public static readonly DiagnosticDescriptor LogarithmOfSoftmax = new(
        id: "MG0214",
        title: "The logarithm of a softmax",
        messageFormat: "The logarithm of a Softmax is −∞ where a probability is too small for a float: use LogSoftmax",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Warning,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0214.md");
}
