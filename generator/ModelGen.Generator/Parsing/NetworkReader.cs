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
            return Result([], null, NetworkState.NotExtensible);

        context.IsInvalidSource |= context.Parts.Syntax(context.Cancellation).Any(HasSyntaxError);
        var signatures = new SignatureReader(type, context);
        Signature? forward = signatures.ReadForward();
        Signature? loss = signatures.ReadLoss(forward);
        ImmutableDictionary<ISymbol, int> parameters = new ParameterReader(type, context).Read();

        ImmutableArray<int> outputs = [];
        int? lossValue = null;
        if (context.IsSound && forward is not null)
        {
            var evaluator = new Evaluator(context, parameters);
            outputs = evaluator.Read(forward.Method, forward.Values);
            if (loss is not null && outputs.Length > 0)
                lossValue = evaluator.Read(loss.Method, outputs.AddRange(loss.Values)) is [var value] ? value : null;
            evaluator.Branches.Warn();
            WarnOfUnusedLayers(evaluator);
        }

        OutputSpec[] named = [.. OutputNames.Of(forward, loss, context.Values).Select((name, place) => new OutputSpec(name, outputs.IsEmpty ? -1 : outputs[place]))];
        return Result(named, lossValue, context.IsInvalidSource ? NetworkState.InvalidSource : NetworkState.Read);
    }

    private void WarnOfUnusedLayers(Evaluator evaluator)
    {
        foreach (ISymbol member in type.GetMembers().Where(member => context.Types.IsLayer(member) && context.Parts.Declares(member) && !evaluator.HasRead(member)))
            context.Warn(MistakeDiagnostics.LayerUnused, context.Span(KeyToken.Of(member.DeclaringSyntaxReferences[0].GetSyntax(context.Cancellation))), member.Name);
    }

    private ParsedNetwork Result(OutputSpec[] outputs, int? loss, NetworkState state)
    {
        // Where C# itself reports errors, a second one for the same mistake would only be in the way.
        List<SpecError> errors = context.IsInvalidSource ? [] : context.Errors;
        var spec = new NetworkSpec(declaration, context.Values.ToEquatableArray(), outputs.ToEquatableArray(), loss, errors.ToEquatableArray())
        {
            Warnings = context.Warnings.ToEquatableArray(),
            Updates = context.Updates.ToEquatableArray(),
        };
        return new ParsedNetwork(ClassReader.MetadataName(type), spec, state) { Inlined = context.Inlined.ToEquatableArray() };
    }

    private static bool HasSyntaxError(TypeDeclarationSyntax part) =>
        part.ContainsDiagnostics && part.GetDiagnostics().Any(diagnostic => diagnostic.DefaultSeverity == DiagnosticSeverity.Error);
}
