using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CodeRefactorings;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using ModelGen.Generator;

namespace ModelGen.Analyzers.Tests.CodeFixes;

/// <summary>A user's project as an editor holds it: documents of a workspace, with the generator and the analyzer as the package brings them.</summary>
internal sealed class EditorProject : IDisposable
{
    private readonly AdhocWorkspace _workspace = new();

    public EditorProject(params string[] files)
    {
        var id = ProjectId.CreateNewId();
        CSharpCompilation compilation = Workbench.Compilation();
        Solution solution = _workspace.CurrentSolution
            .AddProject(ProjectInfo.Create(
                id, VersionStamp.Default, "Networks", "Networks", LanguageNames.CSharp,
                compilationOptions: compilation.Options,
                parseOptions: new CSharpParseOptions(LanguageVersion.Latest, DocumentationMode.Diagnose),
                metadataReferences: compilation.References,
                analyzerReferences: [new PackageReference()]));
        for (int file = 0; file < files.Length; file++)
            solution = solution.AddDocument(DocumentId.CreateNewId(id), $"File{file}.cs", SourceText.From(files[file]), filePath: $"/src/File{file}.cs");
        Project = solution.GetProject(id)!;
    }

    private EditorProject(Project project) => Project = project;

    public Project Project { get; }

    public void Dispose() => _workspace.Dispose();

    /// <summary>The document of that number.</summary>
    public Document File(int number) => Project.Documents.Single(document => document.Name == $"File{number}.cs");

    /// <summary>The text of the document of that number.</summary>
    public async Task<string> TextAsync(int file = 0) => (await File(file).GetTextAsync(Cancellation)).ToString();

    /// <summary>What the analyzer and the generator report, and the C# compiler's errors.</summary>
    public async Task<IReadOnlyList<Diagnostic>> DiagnosticsAsync()
    {
        Compilation compilation = (await Project.GetCompilationAsync(Cancellation))!;
        Compilation written = compilation.RemoveSyntaxTrees(compilation.SyntaxTrees.Where(Generator.Parsing.ClassParts.IsGenerated));
        Workbench.Driver().RunGeneratorsAndUpdateCompilation(written, out _, out ImmutableArray<Diagnostic> reported, Cancellation);
        ImmutableArray<Diagnostic> analyzed = await compilation.WithAnalyzers([new NetworkAnalyzer()]).GetAnalyzerDiagnosticsAsync(Cancellation);
        return [.. reported, .. analyzed, .. compilation.GetDiagnostics(Cancellation).Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error)];
    }

    /// <summary>The actions that a fix offers for the first diagnostic of an id.</summary>
    public async Task<IReadOnlyList<CodeAction>> FixesAsync(CodeFixProvider provider, string id)
    {
        Diagnostic diagnostic = (await DiagnosticsAsync()).First(found => found.Id == id);
        return await FixesAsync(provider, diagnostic);
    }

    /// <summary>The actions that a refactoring offers at a span of the first document.</summary>
    public async Task<IReadOnlyList<CodeAction>> RefactoringsAsync(CodeRefactoringProvider provider, TextSpan span)
    {
        var actions = new List<CodeAction>();
        await provider.ComputeRefactoringsAsync(new CodeRefactoringContext(File(0), span, actions.Add, Cancellation));
        return actions;
    }

    /// <summary>The project after an action.</summary>
    public async Task<EditorProject> AfterAsync(CodeAction action)
    {
        ImmutableArray<CodeActionOperation> operations = await action.GetOperationsAsync(Cancellation);
        return new EditorProject(Assert.IsType<ApplyChangesOperation>(Assert.Single(operations)).ChangedSolution.GetProject(Project.Id)!);
    }

    /// <summary>The project after every mistake of an id is fixed at once, in the whole solution.</summary>
    public async Task<EditorProject> AfterAllAsync(CodeFixProvider provider, string id, string title)
    {
        var context = new FixAllContext(File(0), provider, FixAllScope.Solution, title, [id], new AllDiagnostics(this), Cancellation);
        CodeAction action = (await provider.GetFixAllProvider()!.GetFixAsync(context))!;
        return await AfterAsync(action);
    }

    private static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private async Task<IReadOnlyList<CodeAction>> FixesAsync(CodeFixProvider provider, Diagnostic diagnostic)
    {
        Assert.Contains(diagnostic.Id, provider.FixableDiagnosticIds);
        Document document = Project.Documents.Single(candidate => candidate.FilePath == diagnostic.Location.GetLineSpan().Path);
        var actions = new List<CodeAction>();
        await provider.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), Cancellation));
        return actions;
    }

    // What the package brings into a project.
    private sealed class PackageReference : AnalyzerReference
    {
        private readonly ImmutableArray<ISourceGenerator> _generators = [new ModelGenerator().AsSourceGenerator()];

        public override string FullPath => "";

        public override object Id => "ModelGen";

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzers(string language) => [new NetworkAnalyzer()];

        public override ImmutableArray<DiagnosticAnalyzer> GetAnalyzersForAllLanguages() => [new NetworkAnalyzer()];

        public override ImmutableArray<ISourceGenerator> GetGenerators(string language) => _generators;

        public override ImmutableArray<ISourceGenerator> GetGeneratorsForAllLanguages() => _generators;
    }

    private sealed class AllDiagnostics(EditorProject project) : FixAllContext.DiagnosticProvider
    {
        public override async Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project _, CancellationToken cancellationToken) => await project.DiagnosticsAsync();

        public override async Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken) =>
            (await project.DiagnosticsAsync()).Where(diagnostic => diagnostic.Location.GetLineSpan().Path == document.FilePath);

        public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project _, CancellationToken cancellationToken) => Task.FromResult<IEnumerable<Diagnostic>>([]);
    }
}
