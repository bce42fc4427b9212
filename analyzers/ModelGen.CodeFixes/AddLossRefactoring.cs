using System.Composition;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Shapes;

namespace ModelGen.CodeFixes;

/// <summary>Adds a <c>Loss</c> to a network that only predicts: over class indices, or over targets of the (first) output's shape.</summary>
[ExportCodeRefactoringProvider(LanguageNames.CSharp, Name = nameof(AddLossRefactoring)), Shared]
public sealed class AddLossRefactoring : CodeRefactoringProvider
{
    /// <inheritdoc/>
    public override async Task ComputeRefactoringsAsync(CodeRefactoringContext context)
    {
        if (await Place.InAsync(context.Document, context.Span, context.CancellationToken).ConfigureAwait(false) is not { } place
            || place.Around<TypeDeclarationSyntax>() is not { } type
            || !(type.Identifier.Span.Contains(context.Span) || place.Around<MethodDeclarationSyntax>() is { Identifier: { ValueText: "Forward" } name } && name.Span.Contains(context.Span))
            || NetworkAtCursor.Of(place) is not { } network
            || network.Type.GetMembers("Loss").Length > 0)
        {
            return;
        }

        string tensor = place.NameOf("Tensor"), shape = place.NameOf("ShapeAttribute") == "ShapeAttribute" ? "Shape" : "global::ModelGen.Shape";
        (string first, Shape output) = network.Shapes.Outputs[0];
        bool isAlone = network.Shapes.Outputs.Count == 1;
        string others = string.Concat(network.Shapes.Outputs.Skip(1).Select(other => $", {tensor} {other.Name}"));
        if (output.Rank >= 2 && output[output.Rank - 1].IsConstant && SizesOf(output.Sizes.Take(output.Rank - 1)) is { } rows)
            Register("Add a Loss over class indices", Loss(isAlone ? "logits" : first, $"[{shape}({rows})] {tensor}<int>", "label", "CrossEntropy"));
        if (output.Rank >= 1 && SizesOf(output.Sizes) is { } sizes)
            Register("Add a Loss over targets", Loss(first, $"[{shape}({sizes})] {tensor}", "target", "MeanSquaredError"));

        // A name that an output has is none for what it is compared with.
        string Loss(string compared, string type, string target, string method)
        {
            target = network.Shapes.Outputs.Any(other => other.Name == target) ? target + "Value" : target;
            return $"static {tensor} Loss({tensor} {compared}{others}, {type} {target}) => {compared}.{method}({target});";
        }

        void Register(string title, string member) => context.RegisterRefactoring(new Offer(title, place.MemberAtEnd(type, member)).ToAction(context.Document));
    }

    // Sizes as [Shape] takes them; null where one is a multiple of a symbol.
    private static string? SizesOf(IEnumerable<Size> sizes) => sizes.All(size => size.IsConstant || (size.Factor == 1 && size.FreeSymbols.SequenceEqual([size.Symbols])))
        ? string.Join(", ", sizes.Select(size => size.IsConstant ? size.ToString() : $"\"{size.Symbols}\""))
        : null;
}
