using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Schedule;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Class;

/// <summary>Prints the part of the class that users see: constructor, methods, parameters, summary.</summary>
/// <param name="model">The network.</param>
/// <param name="scratchBytes">The most scratch memory that one of its kernels needs for each worker.</param>
internal sealed class ClassPrinter(NetworkModel model, long scratchBytes)
{
    private readonly ClassSpec _class = model.Spec.Class;

    /// <summary>The file.</summary>
    public EmittedFile Print()
    {
        string summary = SummaryText.Of(model);
        string doc = string.Join("\n", new[] { "/// <remarks>", "/// <code>" }
            .Concat(summary.Split('\n').Select(line => "/// " + line.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;")))
            .Concat(["/// </code>", "/// </remarks>", "[global::System.CodeDom.Compiler.GeneratedCode(\"ModelGen\", null)]", ""]));
        return ClassFrame.File(_class, "", PartContents().ToArray(), [], isNullable: true, (doc, " : global::ModelGen.CompiledNetwork"), writer => PrintMembers(writer, summary));
    }

    private IEnumerable<(string Name, string What)> PartContents()
    {
        yield return ("Plan", "the shapes of inputs, outputs and parameters");
        yield return ("Summary", "the layers, the cost and the memory, for people");
        yield return (_class.Name, "the constructor");
        yield return ("Predict", model.Outputs.Count == 1 ? "computes the output" : "computes the outputs");
        if (model.Spec.Loss is not null)
        {
            yield return ("TrainStep", model.UpdatesItself ? "computes the parameters' new values" : "computes the gradients and lets an optimiser use them");
            yield return ("Evaluate", "computes outputs and loss");
            if (!model.UpdatesItself)
                yield return ("Gradients", "computes the gradients alone");
        }

        yield return ("MemoryBytes", "the memory that it takes");
        foreach (ParameterValue parameter in model.Spec.Values.OfType<ParameterValue>())
            yield return (parameter.Name, "stands for a parameter in the source");
        yield return (_class.Name + "Parameters", "the values of the parameters");
    }

    private void PrintMembers(CodeWriter writer, string summary)
    {
        for (int i = 0; i < model.Programs.Count; i++)
            writer.Write($"private const int {model.Programs[i].Name}Program = {i};");
        writer.Line();
        PrintPlan(writer);
        writer.Line();
        writer.Summary("The network's layers with their shapes and parameters, its cost and its memory.");
        writer.Write("public const string Summary =\n    " + string.Join(" +\n    ", summary.Split('\n').Select((line, i) => CodeWriter.Literal(i == 0 ? line : "\n" + line))) + ";");
        writer.Line();
        PrintConstructor(writer);
        writer.Line();
        writer.Write($"/// <inheritdoc/>\npublic override {_class.Name}Parameters Parameters {{ get; }}");
        var methods = new MethodPrinter(model);
        writer.Line();
        methods.Print(writer, NetworkMethod.Predict);
        if (model.Spec.Loss is not null)
        {
            foreach (NetworkMethod method in model.UpdatesItself ? NetworkMethod.WithUpdates : NetworkMethod.WithLoss)
            {
                writer.Line();
                methods.Print(writer, method);
            }
        }

        writer.Line();
        PrintMemory(writer);
        PrintBatches(writer);
        if (model.UpdatesItself)
            writer.Line().Write("/// <inheritdoc/>\nprotected override bool UpdatesItself => true;");
        PrintTensorProperties(writer);
        writer.Line();
        ParameterListPrinter.Print(
            writer,
            _class.Name,
            model.Parameters.Select(stored => (stored.Parameter.Name, $", {stored.Parameter.FileShape}{Kind(stored)}")).ToArray());
    }

    private string Kind(StoredParameter stored) => model.IsUpdated(stored) ? ", updated by Loss" : stored.Parameter.IsTrained ? "" : ", a state: saved, not trained";

    private void PrintPlan(CodeWriter writer)
    {
        writer.Write("private static readonly global::ModelGen.Runtime.NetworkPlan Plan = new(");
        writer.Write($"    {CodeWriter.Literal(_class.Name)},");
        writer.Write($"    symbols: [{string.Join(", ", model.Symbols.Select(CodeWriter.Literal))}],");
        writer.Write("    inputs:\n    [");
        for (int slot = 0; slot < model.Inputs.Count; slot++)
            writer.Write($"        new({PlanInput(model.Inputs[slot], model.IndexRanges.TryGetValue(slot, out IndexRange? range) ? range : null)}),");
        writer.Write("    ],");
        writer.Write($"    outputs: [{string.Join(", ", model.Outputs.Select(output => $"new({CodeWriter.Literal(output.Name)}, false, {PlanShape(output.Shape)})"))}],");
        writer.Write("    parameters:\n    [");
        foreach (StoredParameter stored in model.Parameters)
        {
            string numbers = $"{PlanShape(stored.Parameter.FileShape)}, {PlanShape(stored.Shape)}, [{string.Join(", ", stored.Strides.Select(stride => CodeWriter.Literal(stride.Constant)))}]";
            writer.Write($"        new({CodeWriter.Literal(stored.Parameter.Name)}, {numbers}, {CodeWriter.Literal(stored.Offset)}, global::ModelGen.Initializer.{stored.Parameter.Initializer}, {CodeWriter.Literal(stored.Parameter.FanIn)}, {CodeWriter.Literal(stored.Parameter.FanOut)}{(stored.Parameter.IsTrained ? "" : ", IsTrained: false")}),");
        }

        writer.Write($"    ],\n    parameterFloats: {CodeWriter.Literal(model.ParameterFloats)});");
    }

    private string PlanInput(InputPort input, IndexRange? range)
    {
        string forLoss = input.ForLoss ? ", ForLoss: true" : "", indices = range is null ? "" : $", Indices: {CodeWriter.Literal(range.Count)}";
        string ignored = range?.Ignored is { } index ? $", Ignored: {CodeWriter.Literal(index)}" : "";
        return $"{CodeWriter.Literal(input.Name)}, {(input.Type == ElementType.Int32 ? "true" : "false")}, {PlanShape(input.Shape)}{forLoss}{indices}{ignored}";
    }

    private string PlanShape(Shape shape) => "[" + string.Join(", ", shape.Sizes.Select(size =>
        CodeWriter.Literal(size.IsConstant ? size.Constant : -1 - model.Symbols.ToList().IndexOf(size.Symbols)))) + "]";

    private void PrintConstructor(CodeWriter writer)
    {
        writer.Summary("Makes a network and draws its first weights.");
        writer.Write("/// <param name=\"seed\">The seed: the same one gives the same bits.</param>");
        writer.Write("/// <param name=\"threads\">The threads to work with; 0 for one per processor. The results do not depend on it.</param>");
        using (writer.Block($"public {Identifiers.Safe(_class.Name)}(ulong seed = 0, int threads = 0)\n    : base(Plan, seed, threads)"))
            writer.Write("Parameters = new(this);");
    }

    private void PrintMemory(CodeWriter writer)
    {
        string parameters = string.Join(", ", model.Symbols.Select(symbol => "int " + Identifiers.Safe(symbol)));
        string threads = scratchBytes == 0 ? "" : $" and up to {CodeWriter.Literal(scratchBytes)} bytes for each thread";
        writer.Summary($"The exact bytes of native memory that the network takes: parameters, gradients and the arena; an optimiser's state{threads} {(scratchBytes == 0 ? "comes" : "come")} on top.");
        writer.Write($"public static long MemoryBytes({parameters}) => {SizeText.Sum(SummaryText.Memory(model))};");
        writer.Line();
        writer.Write("/// <inheritdoc/>");
        using (writer.Block("protected override long ArenaBytes(global::System.ReadOnlySpan<int> sizes)"))
        {
            for (int symbol = 0; symbol < model.Symbols.Count; symbol++)
            {
                if (model.Arena.Regions.Any(region => region.FreeSymbols.Contains(model.Symbols[symbol])))
                    writer.Write($"int {Identifiers.Safe(model.Symbols[symbol])} = sizes[{symbol}];");
            }

            writer.Write($"return {SizeText.Sum(model.Arena.Regions)};");
        }
    }

    // Fit and Evaluate over a dataset: for networks whose inputs all come in rows of one batch.
    private void PrintBatches(CodeWriter writer)
    {
        bool rows = model.Spec.Loss is not null && model.Symbols.Count == 1
            && model.Inputs.All(input => input.Shape.Rank > 0 && input.Shape[0] == Size.Of(model.Symbols[0]) && input.Shape.Sizes.Skip(1).All(size => size.IsConstant));
        if (!rows)
            return;
        string inputs = string.Join(", ", model.Inputs.Select((input, slot) => $"batch.{(input.Type == ElementType.Int32 ? "Integers" : "Floats")}({slot})"));
        // Measures go by the first output.
        string outputs = string.Concat(model.Outputs.Select((_, place) => place == 0 ? ", output" : ", []"));
        writer.Line();
        writer.Write("/// <inheritdoc/>");
        (string parameter, string argument) = model.UpdatesItself ? ("", "") : ("global::ModelGen.Optimizer optimizer, ", ", optimizer");
        writer.Write($"protected override float TrainBatch(global::ModelGen.Batch batch, {parameter}global::System.Span<float> output) =>\n    TrainStep({inputs}{outputs}{argument});");
        writer.Line();
        writer.Write("/// <inheritdoc/>");
        writer.Write($"protected override float EvaluateBatch(global::ModelGen.Batch batch, global::System.Span<float> output) =>\n    Evaluate({inputs}{outputs});");
    }

    private void PrintTensorProperties(CodeWriter writer)
    {
        foreach (ParameterValue parameter in model.Spec.Values.OfType<ParameterValue>())
        {
            writer.Line();
            TensorProperty(writer, parameter);
        }
    }

    /// <summary>The implementing part of a <c>[Parameter]</c> property, which the compiler of the user's code asks for.</summary>
    public static void TensorProperty(CodeWriter writer, ParameterValue parameter)
    {
        // The docs of an implementing part hide those of the declaring one.
        if (!parameter.IsDocumented)
            writer.Summary($"The parameter {parameter.FileName}, [{string.Join(", ", parameter.Shape)}].");
        string modifiers = parameter.Accessibility.Length == 0 ? "" : parameter.Accessibility + " ";
        writer.Write($"{modifiers}partial global::ModelGen.Tensor {Identifiers.Safe(parameter.Name)} =>\n    throw new global::System.NotSupportedException(\"A Tensor holds nothing; the values are in Parameters.\");");
    }
}
