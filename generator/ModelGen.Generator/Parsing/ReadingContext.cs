using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Compiler.Spec;

namespace ModelGen.Generator.Parsing;

/// <summary>What the reading of one class shares: where it looks, and what it has found so far.</summary>
internal sealed class ReadingContext(Compilation compilation, WellKnownTypes types, ClassParts parts, SourceSpan className, CancellationToken cancellation)
{
    private readonly Dictionary<SyntaxTree, SemanticModel> _models = [];

    public WellKnownTypes Types => types;

    public ClassParts Parts => parts;

    /// <summary>Where the class's name stands: the place of what has no better one.</summary>
    public SourceSpan ClassName => className;

    public CancellationToken Cancellation => cancellation;

    public List<ValueSpec> Values { get; } = [];

    public List<SpecError> Errors { get; } = [];

    /// <summary>The new values of parameters.</summary>
    public List<UpdateSpec> Updates { get; } = [];

    /// <summary>The calls that were read in place, for the shapes that editors show.</summary>
    public List<InlinedCall> Inlined { get; } = [];

    public List<SpecError> Warnings { get; } = [];

    /// <summary>Whether the C# compiler reports errors where the network was read.</summary>
    public bool IsInvalidSource { get; set; }

    /// <summary>Whether reading can go on: nothing was refused so far, by either compiler.</summary>
    public bool IsSound => Errors.Count == 0 && !IsInvalidSource;

    public int Add(ValueSpec value)
    {
        Values.Add(value);
        return Values.Count - 1;
    }

    public void Refuse(DiagnosticDescriptor descriptor, SourceSpan span, params string[] arguments) =>
        Errors.Add(new SpecError(descriptor.Id, span, arguments.ToEquatableArray()));

    public void Warn(DiagnosticDescriptor descriptor, SourceSpan span, params string[] arguments) =>
        Warnings.Add(new SpecError(descriptor.Id, span, arguments.ToEquatableArray()));

    public SourceSpan Span(SyntaxToken token) => Span(token.SyntaxTree, token.Span);

    public SourceSpan Span(SyntaxNode node) => Span(node.SyntaxTree, node.Span);

    public SourceSpan Span(SyntaxReference? reference) => reference is null ? className : Span(reference.SyntaxTree, reference.Span);

    /// <summary>The one model of a tree: symbols and operations of two models of it would not be the same objects.</summary>
    public SemanticModel ModelOf(SyntaxTree tree)
    {
        if (!_models.TryGetValue(tree, out SemanticModel? model))
            _models.Add(tree, model = compilation.GetSemanticModel(tree));
        return model;
    }

    /// <summary>Whether the C# compiler reports an error inside the node; a warning that the project raises to an error is none.</summary>
    public bool HasCompilerError(SyntaxNode node) =>
        ModelOf(node.SyntaxTree).GetDiagnostics(node.Span, cancellation).Any(diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error);

    private SourceSpan Span(SyntaxTree? tree, TextSpan span) => tree is null ? className : parts.Find(tree, span) ?? className;
}
