using Microsoft.CodeAnalysis;

namespace ModelGen.Generator.Diagnostics;

/// <summary>MG0301 to MG0399: shapes that editors show. None says that anything is wrong with the network.</summary>
public static class ShapeNotes
{
    private const string Category = "ModelGen.Notes";

    /// <summary>{0} the member, {1} what it gives.</summary>
    public static readonly DiagnosticDescriptor ShapeOfMember = new(
        id: "MG0301",
        title: "The shape that a member gives",
        messageFormat: "'{0}' gives {1}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Hidden,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0301.md");

    /// <summary>{0} the shape.</summary>
    public static readonly DiagnosticDescriptor CommentDiffers = new(
        id: "MG0302",
        title: "A comment says another shape",
        messageFormat: "What this line computes has the shape {0}",
        category: Category,
        defaultSeverity: DiagnosticSeverity.Info,
        isEnabledByDefault: true,
        helpLinkUri: DiagnosticTable.Pages + "MG0302.md");
}
