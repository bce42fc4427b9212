using ModelGen.Compiler;
using ModelGen.Compiler.Gpu;
using ModelGen.Compiler.Print;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Diagnostics;
using ModelGen.Generator.Parsing;

namespace ModelGen.Generator;

/// <summary>What comes out of a network: the errors of reading and of compiling it, and the files to add.</summary>
/// <param name="MetadataName">The class's name in metadata.</param>
/// <param name="Errors">Why it does not compile; empty also where the C# compiler says why.</param>
/// <param name="Files">The files: the compiled network, or members that throw where there is none.</param>
public sealed record CompletedNetwork(string MetadataName, EquatableArray<SpecError> Errors, EquatableArray<EmittedFile> Files)
{
    /// <summary>The layers that the kernels for GPUs serve, in the pass of a build that compiles those.</summary>
    public EquatableArray<KernelPlace> Kernels { get; init; }
}

/// <summary>From what a class says to what is added to it.</summary>
public static class NetworkPipeline
{
    /// <summary>Compiles a network. It never throws, except when cancelled: what is unforeseen is an error of the network's.</summary>
    public static CompletedNetwork Complete(ParsedNetwork network, CompilerOptions options, CancellationToken cancellation)
    {
        try
        {
            return Compile(network, options, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            SpecError error = NetworkParser.Unforeseen(network.Spec.Class.Declaration, exception);
            return Result(network, new EquatableArray<SpecError>([error]), default);
        }
    }

    /// <summary>
    /// What is wrong with a network, or where nothing is, what is likely a mistake in it, without the time that printing its code takes: for the analyzer, at every key. What is
    /// unforeseen is left to the generator to report, which meets it as well.
    /// </summary>
    public static EquatableArray<SpecError> Check(ParsedNetwork network, CancellationToken cancellation)
    {
        if (network.State != NetworkState.Read || network.Spec.Errors.Count > 0)
            return network.Spec.Errors;
        try
        {
            return NetworkCompiler.Check(network.Spec, cancellation);
        }
        catch (Exception exception) when (exception is not OperationCanceledException)
        {
            return new EquatableArray<SpecError>([NetworkParser.Unforeseen(network.Spec.Class.Declaration, exception)]);
        }
    }

    private static CompletedNetwork Compile(ParsedNetwork network, CompilerOptions options, CancellationToken cancellation)
    {
        NetworkSpec spec = network.Spec;
        if (network.State == NetworkState.NotExtensible)
            return Result(network, spec.Errors, default);
        if (network.State == NetworkState.InvalidSource)
            return Result(network, spec.Errors, Unread(spec));
        if (spec.Errors.Count > 0)
            return Failed(network, spec.Errors);

        CompilationResult result = NetworkCompiler.CompileUnlessCancelled(spec, options, cancellation);
        return result.Errors.Count > 0 ? Failed(network, result.Errors) : Result(network, result.Errors, result.Files) with { Kernels = result.Kernels };
    }

    // Members that throw: the rest of the program still binds, so the user sees this error and no other.
    private static CompletedNetwork Failed(ParsedNetwork network, EquatableArray<SpecError> errors) =>
        Result(network, errors, NetworkCompiler.EmitFailed(network.Spec, ErrorText.Of(errors[0])));

    private static EquatableArray<EmittedFile> Unread(NetworkSpec spec) => NetworkCompiler
        .EmitFailed(spec, $"{spec.Class.Name} does not compile: the C# compiler reports errors in its source.")
        .Append(UnreadMark.For(spec.Class))
        .ToEquatableArray();

    private static CompletedNetwork Result(ParsedNetwork network, EquatableArray<SpecError> errors, EquatableArray<EmittedFile> files) =>
        new(network.MetadataName, errors, files);
}
