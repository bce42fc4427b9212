using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Class;

/// <summary>
/// Prints the members of a class whose network does not compile, with bodies that throw the error's message: code that uses the class then
/// still binds, and the user sees one error and not forty.
/// </summary>
internal static class FailedClassPrinter
{
    /// <summary>The file.</summary>
    public static EmittedFile Print(NetworkSpec spec, string message) =>
        ClassFrame.File(spec.Class, "", [], [], isNullable: true, ("", " : global::ModelGen.CompiledNetwork"), writer => PrintMembers(writer, spec, message));

    private static void PrintMembers(CodeWriter writer, NetworkSpec spec, string message)
    {
        string name = Identifiers.Safe(spec.Class.Name);
        writer.Write($"private static global::System.Exception DoesNotCompile() => new global::System.NotSupportedException({CodeWriter.Literal(message)});");
        writer.Line();
        writer.Write("/// <summary>The network does not compile.</summary>\npublic const string Summary = \"\";");
        writer.Line();
        using (writer.Block($"public {name}(ulong seed = 0, int threads = 0)\n    : base(null!, seed, threads)"))
            writer.Write("throw DoesNotCompile();");
        writer.Line();
        writer.Write($"/// <inheritdoc/>\npublic override {spec.Class.Name}Parameters Parameters => throw DoesNotCompile();");
        InputValue[] inputs = spec.Values.OfType<InputValue>().ToArray();
        string predictInputs = Spans(inputs.Where(input => !input.ForLoss)), allInputs = Spans(inputs);
        string outputs = string.Join(", ", spec.Outputs.Select(output => $"global::System.Span<float> {Identifiers.Safe(output.Name)}")), optimizer = "global::ModelGen.Optimizer optimizer";
        string inputsAlone = allInputs.Length == 0 ? "" : allInputs.Substring(0, allInputs.Length - 2);
        var methods = new List<(string Result, string Name, string Parameters)>
        {
            ("void", "Predict", predictInputs + outputs),
            ("float", "TrainStep", allInputs + optimizer),
            ("float", "TrainStep", $"{allInputs}{outputs}, {optimizer}"),
            ("float", "Evaluate", allInputs + outputs),
            ("float", "Gradients", inputsAlone),
        };
        // Which parameters would be left to an optimiser is not known.
        if (spec.Updates.Count > 0)
            methods.AddRange([("float", "TrainStep", inputsAlone), ("float", "TrainStep", allInputs + outputs)]);
        foreach ((string result, string method, string parameters) in methods)
        {
            writer.Line();
            writer.Write($"/// <summary>The network does not compile.</summary>\npublic {result} {method}({parameters}) => throw DoesNotCompile();");
        }

        writer.Line();
        writer.Write("/// <inheritdoc/>\nprotected override void RunProgram(int program, global::ModelGen.Runtime.NetworkMemory memory, global::ModelGen.Runtime.Worker worker) => throw DoesNotCompile();");
        writer.Line();
        writer.Write("/// <inheritdoc/>\nprotected override long ArenaBytes(global::System.ReadOnlySpan<int> sizes) => throw DoesNotCompile();");
        writer.Line();
        writer.Write("/// <inheritdoc/>\nprotected override global::ModelGen.Runtime.ProgramKernels KernelsOf(int program, global::System.ReadOnlySpan<int> sizes) => throw DoesNotCompile();");
        foreach (ParameterValue parameter in spec.Values.OfType<ParameterValue>())
        {
            writer.Line();
            ClassPrinter.TensorProperty(writer, parameter);
        }

        writer.Line();
        ParameterListPrinter.Print(writer, spec.Class.Name, ParameterNames(spec).Select(parameter => (parameter, "")).ToArray());
    }

    // The parameters that the layers would have, as far as the source tells: code that reads them binds too.
    private static IEnumerable<string> ParameterNames(NetworkSpec spec)
    {
        var labels = new CallLabels();
        return spec.Values.SelectMany(value => value switch
        {
            ParameterValue parameter => [parameter.FileName],
            CallValue call when SurfaceOp.Find(call.Op) is { } op && labels.Next(call, op) is var label => op.ParametersOf(call).Select(name => $"{label}.{name}"),
            _ => [],
        });
    }

    private static string Spans(IEnumerable<InputValue> inputs) => string.Concat(inputs.Select(input =>
        $"global::System.ReadOnlySpan<{(input.Type == ElementType.Int32 ? "int" : "float")}> {Identifiers.Safe(input.Name)}, "));
}
