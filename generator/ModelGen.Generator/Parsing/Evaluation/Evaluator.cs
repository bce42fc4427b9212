using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Operations;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;

namespace ModelGen.Generator.Parsing.Evaluation;

/// <summary>
/// Runs <c>Forward</c> and <c>Loss</c> at build time over the compiler's own bound tree: constants are computed, loops unrolled, methods inlined,
/// and each operation on a <c>Tensor</c> becomes a value of the spec. It stops at the first thing that it does not understand, with an error at
/// that token; a null result, here as in the other parts of this class, means that this has happened.
/// </summary>
internal sealed partial class Evaluator(ReadingContext context, ImmutableDictionary<ISymbol, int> parameters)
{
    // Methods do not call themselves, so that one table of locals serves all of them: a second call starts its locals anew.
    private readonly Dictionary<ISymbol, Evaluated> _locals = new(SymbolEqualityComparer.Default);
    private readonly Dictionary<ISymbol, IOperation?> _bodies = new(SymbolEqualityComparer.Default);
    private readonly HashSet<ISymbol> _running = new(SymbolEqualityComparer.Default);
    private readonly Budget _budget = new();

    private Evaluated? _returned;

    // Where the class calls the method being read, if that lies outside the class and so has no place of its own in the spec.
    private SourceSpan _site;

    // What stands before the labels of the calls being read.
    private string _scope = "";

    /// <summary>Which branches were taken so far.</summary>
    public BranchRecord Branches { get; } = new(context);

    /// <summary>Reads a method of the network.</summary>
    /// <param name="method"><c>Forward</c> or <c>Loss</c>.</param>
    /// <param name="arguments">The values of its parameters.</param>
    /// <returns>The indices of the values that it returns: one, or those of a tuple; none where an error leaves none.</returns>
    public ImmutableArray<int> Read(IMethodSymbol method, ImmutableArray<int> arguments)
    {
        _site = context.ClassName;
        _mayUpdate = method.Name == WellKnownNames.Loss;
        foreach (IParameterSymbol parameter in method.Parameters)
            _locals[parameter] = new EvaluatedTensor(arguments[parameter.Ordinal]);
        try
        {
            return RunBody(method) switch
            {
                EvaluatedTensor tensor => [tensor.Index],
                EvaluatedTuple tuple => [.. tuple.Items.OfType<EvaluatedTensor>().Select(item => item.Index)],
                _ => [],
            };
        }
        catch (InsufficientExecutionStackException)
        {
            context.Refuse(DeclarationDiagnostics.TooLarge, context.ClassName, TooDeep);
            return [];
        }
    }

    private Evaluated? RunBody(IMethodSymbol method)
    {
        if (!_bodies.TryGetValue(method, out IOperation? body))
            _bodies.Add(method, body = BodyOf(method));
        if (body is null)
            return null;
        _running.Add(method);
        _returned = null;
        Flow flow = Run(body);
        _running.Remove(method);
        return flow switch
        {
            Flow.Return => _returned,
            Flow.Next when method.ReturnsVoid => EvaluatedNothing.Instance,
            _ => null,
        };
    }

    // Null where the C# compiler has errors in the method, which are then the ones to report.
    private IOperation? BodyOf(IMethodSymbol method)
    {
        if ((method.PartialImplementationPart ?? method).DeclaringSyntaxReferences.FirstOrDefault()?.GetSyntax(context.Cancellation) is not { } syntax)
            return null;
        if (!Budget.HoldsDepthOf(syntax))
        {
            context.Refuse(DeclarationDiagnostics.TooLarge, Span(KeyToken.Of(syntax)), TooDeep);
            return null;
        }

        if (context.HasCompilerError(syntax))
        {
            context.IsInvalidSource = true;
            return null;
        }

        return context.ModelOf(syntax.SyntaxTree).GetOperation(syntax, context.Cancellation) switch
        {
            IMethodBodyOperation body => body.BlockBody ?? body.ExpressionBody,
            ILocalFunctionOperation function => function.Body,
            _ => null,
        };
    }

    private const string TooDeep = "it is nested too deeply: use locals, or a loop";

    private SourceSpan Span(SyntaxNode node) => context.Parts.Find(node.SyntaxTree, node.Span) ?? _site;

    private SourceSpan Span(SyntaxToken token) => context.Parts.Find(token.SyntaxTree!, token.Span) ?? _site;

    private SourceSpan KeySpan(IOperation operation) => Span(KeyToken.Of(operation.Syntax));

    private Evaluated? Refuse(DiagnosticDescriptor descriptor, IOperation operation, params string[] arguments)
    {
        context.Refuse(descriptor, KeySpan(operation), arguments);
        return null;
    }

    // A value that should have been a constant, or an expression or statement that is none of ours.
    private Evaluated? Unsupported(IOperation operation) => operation is { Type: not null, Parent: not IExpressionStatementOperation }
            && !context.Types.IsTensorLike(operation.Type)
            && operation is not (IAnonymousFunctionOperation or IDelegateCreationOperation or IAwaitOperation or IThrowOperation)
        ? Refuse(DeclarationDiagnostics.NotConstant, operation, operation.Syntax.ToString())
        : Refuse(DeclarationDiagnostics.Unsupported, operation, $"'{KeyToken.Of(operation.Syntax).Text}'", Allowed);

    private const string Allowed =
        "it may use Tensor's methods and operators, [Parameter] and [Layer] members, locals, tuples, constants, 'for', 'foreach', 'if' and 'switch' on constants, and methods of this project";

    private bool Spend(int amount, IOperation operation)
    {
        context.Cancellation.ThrowIfCancellationRequested();
        bool isLeft = _budget.Spend(amount);
        if (isLeft && context.Values.Count <= Budget.Values)
            return true;
        Refuse(DeclarationDiagnostics.TooLarge, operation, isLeft ? Budget.TooManyValues : Budget.Exceeded);
        return false;
    }
}
