using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Class;

/// <summary>Prints the methods that users call: over spans, and over tensor spans that are checked and handed on.</summary>
internal sealed class MethodPrinter(NetworkModel model)
{
    // Names of the emitted methods' own, beside those that the source gives.
    private readonly string _inputs = model.FreeName("inputs"), _loss = model.FreeName("loss"), _optimizer = model.FreeName("optimizer");

    private bool HasSeveral => model.Outputs.Count > 1;

    /// <summary>Prints one method in both forms.</summary>
    public void Print(CodeWriter writer, NetworkMethod method)
    {
        InputPort[] inputs = model.Inputs.Where(input => method.NeedsLabels || !input.ForLoss).ToArray();
        string[] solved = SolveOrder(inputs).Select(step => step.Symbol).ToArray();
        string[] given = model.Symbols.Where(symbol => !solved.Contains(symbol) && IsNeeded(symbol, inputs)).ToArray();
        PrintDocs(writer, method, inputs, given);
        using (writer.Block($"public {method.Result} {method.Name}({SpanParameters(method, inputs, given)})"))
            PrintBody(writer, method, inputs, given);
        writer.Line();
        writer.Write($"/// <inheritdoc cref=\"{method.Name}({CrefParameters(method, inputs, given)})\"/>");
        using (writer.Block($"public {method.Result} {method.Name}({TensorParameters(method, inputs, given)})"))
        {
            IEnumerable<string> arguments = inputs
                .Select(input => Values(input.Name, input.Shape))
                .Concat(Outputs(method).Select(output => Values(output.Name, output.Shape, HasSeveral ? "ValuesOrNone" : "Values")))
                .Concat(given.Select(Identifiers.Safe))
                .Concat(method.TakesOptimizer ? [_optimizer] : []);
            writer.Write($"{(method.Result == "void" ? "" : "return ")}{method.Name}(\n        {string.Join(",\n        ", arguments)});".Replace("\n        ", "\n    "));
        }
    }

    private IReadOnlyList<OutputPort> Outputs(NetworkMethod method) => method.WritesOutput ? model.Outputs : [];

    private void PrintDocs(CodeWriter writer, NetworkMethod method, InputPort[] inputs, string[] given)
    {
        writer.Summary(HasSeveral ? method.Summary.Replace("output", "outputs") : method.Summary);
        foreach (InputPort input in inputs)
            writer.Write($"/// <param name=\"{input.Name}\">{input.Shape}{IndexDocs(input)}.</param>");
        foreach (OutputPort output in Outputs(method))
            writer.Write($"/// <param name=\"{output.Name}\">{output.Shape}; receives {(HasSeveral ? "this output, or is empty where it is not wanted" : "the network's output")}.</param>");
        foreach (string symbol in given)
            writer.Write($"/// <param name=\"{symbol}\">The size that no input's length tells.</param>");
        if (method.TakesOptimizer)
            writer.Write($"/// <param name=\"{_optimizer}\">Updates the parameters.</param>");
        if (method.Result != "void")
            writer.Write("/// <returns>The loss.</returns>");
        writer.Write("/// <exception cref=\"global::System.ArgumentException\">An input or output has the wrong size; the message says which it needs.</exception>");
    }

    private void PrintBody(CodeWriter writer, NetworkMethod method, InputPort[] inputs, string[] given)
    {
        if (method.TakesOptimizer)
            writer.Write($"global::System.ArgumentNullException.ThrowIfNull({_optimizer});");
        var known = new HashSet<string>(given);
        foreach ((InputPort input, string symbol) in SolveOrder(inputs))
        {
            Size row = input.Shape.Elements.DividedBy(Size.Of(symbol))!;
            writer.Write($"int {Identifiers.Safe(symbol)} = global::ModelGen.Runtime.InputChecks.Leading({Identifiers.Safe(input.Name)}.Length, {SizeText.Int(row)}, {CodeWriter.Literal(input.Name)}, {CodeWriter.Literal(input.Shape.ToString())});");
        }

        foreach (InputPort input in inputs.Where(input => SolveOrder(inputs).All(step => step.Input != input)))
            writer.Write(LengthCheck(input.Name, input.Shape));
        foreach (OutputPort output in Outputs(method))
            writer.Write(LengthCheck(output.Name, output.Shape, HasSeveral ? "LengthOrNone" : "Length"));
        foreach (InputPort input in inputs.Where(input => model.IndexRanges.ContainsKey(Slot(input))))
            writer.Write(IndexCheck(input, model.IndexRanges[Slot(input)]));
        writer.Write($"var {_inputs} = new global::ModelGen.Runtime.NetworkInputs();");
        foreach (InputPort input in inputs)
            writer.Write($"{_inputs}.Add({Identifiers.Safe(input.Name)});");
        NetworkProgram program = model.Programs.First(program => program.Name == method.Program);
        string sizes = string.Join(", ", model.Symbols.Select(symbol => IsNeeded(symbol, inputs) ? Identifiers.Safe(symbol) : "1"));
        string trains = program.WritesGradients ? ", trains: true" : "";
        writer.Write($"Execute({method.Program}Program, [{sizes}], {_inputs}, operations: {SizeText.Sum(program.Work)}{trains});");
        foreach ((OutputPort output, Buffer buffer) in Outputs(method).Zip(program.Outputs, (output, buffer) => (output, buffer)))
            writer.Write($"CopyActivation({SizeText.Sum(model.Arena.OffsetOf(buffer))}, {Identifiers.Safe(output.Name)});");
        if (program.Loss is { } loss && method.Result != "void")
            writer.Write($"float {_loss} = 0;\nCopyActivation({SizeText.Sum(model.Arena.OffsetOf(loss))}, new global::System.Span<float>(ref {_loss}));");
        if (method.TakesOptimizer)
            writer.Write($"Update({_optimizer});");
        else if (method.Updates)
            writer.Write("Update();");
        if (method.Result != "void")
            writer.Write($"return {_loss};");
    }

    // Which input's length tells which symbol: one that has that symbol, once, and none other that is not yet known.
    private IReadOnlyList<(InputPort Input, string Symbol)> SolveOrder(InputPort[] inputs)
    {
        var steps = new List<(InputPort, string)>();
        var known = new HashSet<string>();
        bool progress = true;
        while (progress)
        {
            progress = false;
            foreach (InputPort input in inputs)
            {
                string[] open = input.Shape.Elements.SymbolNames.Where(symbol => !known.Contains(symbol)).ToArray();
                if (open.Length != 1)
                    continue;
                known.Add(open[0]);
                steps.Add((input, open[0]));
                progress = true;
            }
        }

        return steps;
    }

    private bool IsNeeded(string symbol, InputPort[] inputs) =>
        inputs.Any(input => input.Shape.Sizes.Any(size => size.SymbolNames.Contains(symbol)))
        || model.Outputs.Any(output => output.Shape.Sizes.Any(size => size.SymbolNames.Contains(symbol)));

    private string IndexDocs(InputPort input) => !model.IndexRanges.TryGetValue(Slot(input), out IndexRange? range) ? ""
        : range.Ignored is { } ignored ? $", indices below {range.Count}; {ignored} counts for nothing" : $", class indices below {range.Count}";

    private static string IndexCheck(InputPort input, IndexRange range)
    {
        string ignored = range.Ignored is { } index ? $", ignored: {CodeWriter.Literal(index)}" : "";
        return $"global::ModelGen.Runtime.InputChecks.ClassIndices({Identifiers.Safe(input.Name)}, {CodeWriter.Literal(range.Count)}, {CodeWriter.Literal(input.Name)}{ignored});";
    }

    private int Slot(InputPort input) => model.Inputs.ToList().IndexOf(input);

    private string LengthCheck(string name, Shape shape, string check = "Length") =>
        $"global::ModelGen.Runtime.InputChecks.{check}({Identifiers.Safe(name)}.Length, {SizeText.Long(shape.Elements)}, {CodeWriter.Literal(name)}, {CodeWriter.Literal(shape.ToString())});";

    private static string Element(InputPort input) => input.Type == ElementType.Int32 ? "int" : "float";

    private string SpanParameters(NetworkMethod method, InputPort[] inputs, string[] given) => Join(
        method, inputs, given, input => $"global::System.ReadOnlySpan<{Element(input)}> {Identifiers.Safe(input.Name)}", output => $"global::System.Span<float> {Identifiers.Safe(output.Name)}");

    private string TensorParameters(NetworkMethod method, InputPort[] inputs, string[] given) => Join(
        method,
        inputs,
        given,
        input => $"in global::System.Numerics.Tensors.ReadOnlyTensorSpan<{Element(input)}> {Identifiers.Safe(input.Name)}",
        output => $"in global::System.Numerics.Tensors.TensorSpan<float> {Identifiers.Safe(output.Name)}");

    private string CrefParameters(NetworkMethod method, InputPort[] inputs, string[] given) => string.Join(
        ", ",
        inputs.Select(input => $"global::System.ReadOnlySpan{{{Element(input)}}}")
            .Concat(Outputs(method).Select(_ => "global::System.Span{float}"))
            .Concat(given.Select(_ => "int"))
            .Concat(method.TakesOptimizer ? ["global::ModelGen.Optimizer"] : []));

    private string Join(NetworkMethod method, InputPort[] inputs, string[] given, Func<InputPort, string> parameter, Func<OutputPort, string> result) => string.Join(
        ", ",
        inputs.Select(parameter)
            .Concat(Outputs(method).Select(result))
            .Concat(given.Select(symbol => "int " + Identifiers.Safe(symbol)))
            .Concat(method.TakesOptimizer ? [$"global::ModelGen.Optimizer {_optimizer}"] : []));

    private string Values(string name, Shape shape, string values = "Values")
    {
        IEnumerable<string> lengths = shape.Sizes.Select(size => size.IsConstant ? CodeWriter.Literal(size.Constant) : "-1");
        return $"global::ModelGen.Runtime.InputChecks.{values}({Identifiers.Safe(name)}, [{string.Join(", ", lengths)}], {CodeWriter.Literal(name)}, {CodeWriter.Literal(shape.ToString())})";
    }
}

/// <summary>A method that users call.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Program">The program that it runs.</param>
/// <param name="Result">What it returns.</param>
/// <param name="NeedsLabels">Whether it takes the inputs of <c>Loss</c> too.</param>
/// <param name="WritesOutput">Whether it hands out the network's outputs.</param>
/// <param name="TakesOptimizer">Whether it updates the parameters.</param>
/// <param name="Summary">Its documentation.</param>
internal sealed record NetworkMethod(
    string Name, string Program, string Result, bool NeedsLabels, bool WritesOutput, bool TakesOptimizer, string Summary)
{
    private const string Gives = " and gives the parameters the values that Loss says; returns the loss before that.";

    /// <summary>Whether it changes parameters.</summary>
    public bool Updates { get; init; }

    /// <summary>What every network can do.</summary>
    public static NetworkMethod Predict { get; } = new("Predict", "Predict", "void", false, true, false, "Computes the network's output.");

    /// <summary>What a network with a loss can do besides.</summary>
    public static IReadOnlyList<NetworkMethod> WithLoss { get; } =
    [
        new("TrainStep", "Train", "float", true, false, true, "Computes the loss and its gradients and lets the optimiser update the parameters; returns the loss before the update."),
        new("TrainStep", "Train", "float", true, true, true, "Computes output, loss and gradients and lets the optimiser update the parameters; returns the loss before the update."),
        new("Evaluate", "Evaluate", "float", true, true, false, "Computes output and loss without training."),
        new("Gradients", "Train", "float", true, false, false, "Computes the loss and leaves its gradient with respect to each parameter in Parameters."),
    ];

    /// <summary>What a network with a loss can do besides that updates all its parameters itself.</summary>
    public static IReadOnlyList<NetworkMethod> WithUpdates { get; } =
    [
        new("TrainStep", "Train", "float", true, false, false, "Computes the loss" + Gives) { Updates = true },
        new("TrainStep", "Train", "float", true, true, false, "Computes output and loss" + Gives) { Updates = true },
        new("Evaluate", "Evaluate", "float", true, true, false, "Computes output and loss without training."),
    ];
}
