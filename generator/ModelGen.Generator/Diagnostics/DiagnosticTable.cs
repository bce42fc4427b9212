using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using static ModelGen.Generator.Diagnostics.DeclarationDiagnostics;
using static ModelGen.Generator.Diagnostics.InternalDiagnostics;
using static ModelGen.Generator.Diagnostics.KernelDiagnostics;
using static ModelGen.Generator.Diagnostics.MistakeDiagnostics;
using static ModelGen.Generator.Diagnostics.ShapeDiagnostics;
using static ModelGen.Generator.Diagnostics.ShapeNotes;

namespace ModelGen.Generator.Diagnostics;

/// <summary>
/// Every diagnostic there is, by id: the one table that the generator and the analyzer share. A new one takes the next free id of its area, and
/// needs a row in the release table, a page under <c>docs/diagnostics</c> and a test.
/// </summary>
public static class DiagnosticTable
{
    /// <summary>Where the pages of the diagnostics are.</summary>
    public const string Pages = "https://github.com/modelgen/modelgen/blob/main/docs/diagnostics/";

    /// <summary>All of them, by id.</summary>
    public static ImmutableArray<DiagnosticDescriptor> All { get; } =
    [
        NotPartial, ContainingTypeNotPartial, Generic, WrongKind, HasBaseClass,
        NoForward, Signature, ShapeMissing, BadShape, BadParameter, BadParameterSize,
        Unsupported, NotConstant, TooLarge, Recursion, ResultUnused, Unreadable, ArithmeticFails, NeedsOtherGenerator, BadLayer, BadUpdate,
        NotBroadcastable, InnerSizesDiffer, WindowTooLarge, WrongRank, ReshapeMismatch, ArgumentOutOfRange,
        AxisOutOfRange, LossNotScalar, LabelsDoNotFit, WrongElementType, DuplicateParameter, SharedLayerDiffers, StepDoesNotFit,
        GradientOfSeveral, NothingFlows, UpdateDiffers,
        ParameterUnused, LayerUnused, InputUnused, ValueUnused, BranchNeverRuns, ActivationInLoss, LogitsBounded, LogitsForProbabilities, SoftmaxOfOne,
        SamplesMixed, SamplesPaired, ActivationTwice, NothingTrained, LogarithmOfSoftmax,
        ShapeOfMember, CommentDiffers,
        KernelRefused,
        Unforeseen,
    ];

    private static readonly Dictionary<string, DiagnosticDescriptor> ById = All.ToDictionary(descriptor => descriptor.Id);

    // Where a class has errors of these, the rest of the user's program cannot bind: its members are missing, or not known. An error that the
    // generator reports ends the C# compiler's work before it binds the bodies of methods, so the user sees this one mistake and not every use of
    // what is missing. And only the generator takes every step, so only it meets everything that is unforeseen.
    private static readonly ImmutableHashSet<string> ReportedByGenerator = ImmutableHashSet.Create(
        NotPartial.Id, ContainingTypeNotPartial.Id, Generic.Id, WrongKind.Id, HasBaseClass.Id, NoForward.Id, Signature.Id, Unforeseen.Id);

    /// <summary>The diagnostic with this id; <see cref="Unforeseen"/> for an id that is not in the table.</summary>
    public static DiagnosticDescriptor Get(string id) => ById.TryGetValue(id, out DiagnosticDescriptor? descriptor) ? descriptor : Unforeseen;

    /// <summary>Whether the generator reports it even where analyzers run; the analyzer then does not.</summary>
    public static bool IsReportedByGenerator(string id) => ReportedByGenerator.Contains(id);
}
