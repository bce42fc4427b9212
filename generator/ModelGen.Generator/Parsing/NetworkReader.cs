using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Parsing.Evaluation;

namespace ModelGen.Generator.Parsing;

/// <summary>Reads one class: its declaration, its inputs, its parameters, then what <c>Forward</c> and <c>Loss</c> compute.</summary>
internal sealed class NetworkReader(INamedTypeSymbol type, ClassSpec declaration, ReadingContext context)
{
    public ParsedNetwork Read()
    {
        if (ClassReader.RefuseUnextensible(type, context))
            return Result(declaration, -1, null, NetworkState.NotExtensible);

        context.IsInvalidSource |= context.Parts.Syntax(context.Cancellation).Any(HasSyntaxError);
        var signatures = new SignatureReader(type, context);
        Signature? forward = signatures.ReadForward();
        Signature? loss = signatures.ReadLoss(forward);
        ImmutableDictionary<ISymbol, int> parameters = new ParameterReader(type, context).Read();

        int output = -1;
        int? lossValue = null;
        if (context.IsSound && forward is not null)
        {
            var evaluator = new Evaluator(context, parameters);
            output = evaluator.Read(forward.Method, forward.Values) ?? -1;
            if (loss is not null && output >= 0)
                lossValue = evaluator.Read(loss.Method, loss.Values.Insert(0, output));
            evaluator.Branches.Warn();
            WarnOfUnusedLayers(evaluator);
        }

        ClassSpec named = declaration with { OutputName = OutputName(loss) };
        return Result(named, output, lossValue, context.IsInvalidSource ? NetworkState.InvalidSource : NetworkState.Read);
    }

    private void WarnOfUnusedLayers(Evaluator evaluator)
    {
        foreach (ISymbol member in type.GetMembers().Where(member => context.Types.IsLayer(member) && context.Parts.Declares(member) && !evaluator.HasRead(member)))
            context.Warn(MistakeDiagnostics.LayerUnused, context.Span(KeyToken.Of(member.DeclaringSyntaxReferences[0].GetSyntax(context.Cancellation))), member.Name);
    }

    private ParsedNetwork Result(ClassSpec described, int output, int? loss, NetworkState state)
    {
        // Where C# itself reports errors, a second one for the same mistake would only be in the way.
        List<SpecError> errors = context.IsInvalidSource ? [] : context.Errors;
        var spec = new NetworkSpec(described, context.Values.ToEquatableArray(), output, loss, errors.ToEquatableArray())
        {
            Warnings = context.Warnings.ToEquatableArray(),
            Updates = context.Updates.ToEquatableArray(),
        };
        return new ParsedNetwork(ClassReader.MetadataName(type), spec, state) { Inlined = context.Inlined.ToEquatableArray() };
    }

    private static bool HasSyntaxError(TypeDeclarationSyntax part) =>
        part.ContainsDiagnostics && part.GetDiagnostics().Any(diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error);

    // The inputs and the output are parameters of one method in the generated class.
    private string OutputName(Signature? loss)
    {
        string name = loss is null ? "output" : ClassReader.Escaped(loss.Method.Parameters[0].Name);
        HashSet<string> taken = [.. context.Values.OfType<InputValue>().Select(input => input.Name)];
        return new[] { name, "output", "outputs" }.FirstOrDefault(candidate => !taken.Contains(candidate)) ?? "networkOutput";
    }
}
