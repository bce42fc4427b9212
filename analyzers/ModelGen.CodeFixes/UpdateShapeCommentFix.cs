using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.CodeFixes;

/// <summary>Writes the shape that a line has into the comment that says another.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UpdateShapeCommentFix)), Shared]
public sealed class UpdateShapeCommentFix() : TextFix(ShapeNotes.CommentDiffers)
{
    private protected override IEnumerable<Offer> Offers(Place place, Diagnostic diagnostic) =>
        [new Offer("Correct the shape", new TextChange(place.Span, $"// {diagnostic.Properties[ErrorText.Value]}"))];
}
