using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace ModelGen.CodeFixes;

/// <summary>A place in a file, and what there is to know of it.</summary>
internal sealed class Place(SemanticModel model, SyntaxNode root, SourceText text, TextSpan span, CancellationToken cancellation)
{
    /// <summary>The place at a span of a document; null where the document has no syntax.</summary>
    public static async Task<Place?> InAsync(Document document, TextSpan span, CancellationToken cancellation)
    {
        SemanticModel? model = await document.GetSemanticModelAsync(cancellation).ConfigureAwait(false);
        SyntaxNode? root = await document.GetSyntaxRootAsync(cancellation).ConfigureAwait(false);
        return model is null || root is null || span.End > root.FullSpan.End
            ? null
            : new Place(model, root, await document.GetTextAsync(cancellation).ConfigureAwait(false), span, cancellation);
    }

    public SemanticModel Model => model;

    public SourceText Text => text;

    public TextSpan Span => span;

    public CancellationToken Cancellation => cancellation;

    /// <summary>The innermost node of a kind around the place.</summary>
    public T? Around<T>()
        where T : SyntaxNode => root.FindNode(span, getInnermostNodeForTie: true).FirstAncestorOrSelf<T>();

    /// <summary>The call of an op whose name stands at the place; null where what stands there is anything else, such as the call of a helper whose body is meant.</summary>
    public InvocationExpressionSyntax? OpCall() =>
        Around<InvocationExpressionSyntax>() is { Expression: MemberAccessExpressionSyntax access } call && access.Name.Span == span
        && Model.GetSymbolInfo(call, cancellation).Symbol is IMethodSymbol { ContainingType: { Name: "Tensor", ContainingNamespace.Name: "ModelGen" } }
            ? call
            : null;

    /// <summary>Whether an expression gives a tensor.</summary>
    public bool IsTensor(ExpressionSyntax expression) => Model.GetTypeInfo(expression, cancellation).Type is { Name: "Tensor", ContainingNamespace.Name: "ModelGen" };

    /// <summary>What a network's <c>Forward</c> gives: the name of each output, and <c>output</c> or <c>output2</c> for those without one.</summary>
    public IReadOnlyList<string> OutputsOf(INamedTypeSymbol network)
    {
        ITypeSymbol? returned = network.GetMembers("Forward").OfType<IMethodSymbol>().FirstOrDefault()?.ReturnType;
        return returned is INamedTypeSymbol { IsTupleType: true, TupleElements: var elements }
            ? elements.Select((element, place) => element.IsExplicitlyNamedTupleElement ? element.Name : $"output{place + 1}").ToArray()
            : ["output"];
    }

    /// <summary>The line break that the file uses.</summary>
    public string LineBreak
    {
        get
        {
            TextLine first = text.Lines[0];
            return first.EndIncludingLineBreak - first.End == 2 ? "\r\n" : "\n";
        }
    }

    /// <summary>The white space in front of the line that a node begins on.</summary>
    public string IndentOf(SyntaxNode node)
    {
        string line = text.Lines.GetLineFromPosition(node.SpanStart).ToString();
        return line.Substring(0, line.Length - line.TrimStart().Length);
    }

    /// <summary>The name of one of ModelGen's types as it must be written here: with its namespace where the name alone means something else, or nothing.</summary>
    public string NameOf(string type) =>
        Model.LookupNamespacesAndTypes(span.Start, name: type).Any(symbol => symbol.ContainingNamespace is { Name: "ModelGen", ContainingNamespace.IsGlobalNamespace: true })
        && Model.LookupNamespacesAndTypes(span.Start, name: type).Select(symbol => symbol.ContainingNamespace).Distinct(SymbolEqualityComparer.Default).Count() == 1
            ? type
            : $"global::ModelGen.{type}";

    /// <summary>Adds a member at the top of a type, behind a line of its own.</summary>
    public TextChange MemberAtTop(TypeDeclarationSyntax type, string member)
    {
        string indent = IndentOf(type);
        string line = LineBreak + (type.Members.Count > 0 && StartsLine(type.Members[0]) ? IndentOf(type.Members[0]) : indent + "    ") + member;
        if (type.OpenBraceToken.Span.IsEmpty)
            return new TextChange(type.SemicolonToken.Span, $"{LineBreak}{indent}{{{line}{LineBreak}{indent}}}");
        bool endsHere = text.Lines.GetLineFromPosition(type.OpenBraceToken.SpanStart).LineNumber == text.Lines.GetLineFromPosition(type.OpenBraceToken.GetNextToken().SpanStart).LineNumber;
        return endsHere
            ? new TextChange(TextSpan.FromBounds(type.OpenBraceToken.Span.End, type.OpenBraceToken.GetNextToken().SpanStart), line + LineBreak + (type.Members.Count > 0 ? LineBreak + indent + "    " : indent))
            : new TextChange(new TextSpan(type.OpenBraceToken.Span.End, 0), line + (type.Members.Count > 0 ? LineBreak : ""));
    }

    /// <summary>Adds a member at the end of a type, behind an empty line.</summary>
    public TextChange MemberAtEnd(TypeDeclarationSyntax type, string member)
    {
        if (type.Members.Count == 0)
            return MemberAtTop(type, member);
        MemberDeclarationSyntax last = type.Members[type.Members.Count - 1];
        string indent = StartsLine(last) ? IndentOf(last) : IndentOf(type) + "    ";
        string behind = StartsLine(type.CloseBraceToken) ? "" : LineBreak + IndentOf(type);
        return Insert(last.Span.End, LineBreak + LineBreak + indent + member + behind);
    }

    /// <summary>Removes a node with its documentation, and its lines where nothing else is on them.</summary>
    public TextChange Without(SyntaxNode node)
    {
        int documentation = node.GetLeadingTrivia().Where(trivia => trivia.HasStructure).Select(trivia => trivia.FullSpan.Start).DefaultIfEmpty(node.SpanStart).First();
        TextLine first = text.Lines.GetLineFromPosition(documentation), last = text.Lines.GetLineFromPosition(node.Span.End);
        bool alone = StartsLine(node) && text.ToString(TextSpan.FromBounds(node.Span.End, last.End)).Trim().Length == 0;
        int next = node.GetLastToken().GetNextToken().SpanStart;
        return new TextChange(alone ? TextSpan.FromBounds(first.Start, last.EndIncludingLineBreak) : TextSpan.FromBounds(node.SpanStart, Math.Min(next, last.End)), "");
    }

    /// <summary>Text in front of a position.</summary>
    public static TextChange Insert(int position, string added) => new(new TextSpan(position, 0), added);

    private bool StartsLine(SyntaxNodeOrToken part) =>
        text.ToString(TextSpan.FromBounds(text.Lines.GetLineFromPosition(part.SpanStart).Start, part.SpanStart)).Trim().Length == 0;
}
