using System.Globalization;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Plan;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Class;

/// <summary>The table of a network: its layers with their shapes and parameters, what a sample costs, and the memory it takes.</summary>
internal static class SummaryText
{
    private static readonly int[] Batches = [1, 32, 128];

    /// <summary>The table, for people.</summary>
    public static string Of(NetworkModel model)
    {
        var rows = new List<string[]> { new[] { "layer", "output", "parameters" } };
        foreach (ParameterValue member in model.Spec.Values.OfType<ParameterValue>())
        {
            Parameter parameter = model.Parameters.Select(stored => stored.Parameter).First(parameter => parameter.Name == member.FileName);
            rows.Add([$"{member.Name} (Parameter)", parameter.FileShape.ToString(), Number(parameter.FileShape.Elements.Constant)]);
        }

        foreach (LayerSummary layer in model.Layers)
            rows.Add([$"{layer.Label} ({layer.Op})", layer.Shape.ToString(), layer.Parameters == 0 ? "" : Number(layer.Parameters)]);
        int[] widths = Enumerable.Range(0, 3).Select(column => rows.Max(row => row[column].Length)).ToArray();
        IEnumerable<string> table = rows.Select(row => $"{row[0].PadRight(widths[0])}  {row[1].PadRight(widths[1])}  {row[2].PadLeft(widths[2])}".TrimEnd());
        string outputs = model.Outputs.Count == 1 ? "" : $"Outputs: {string.Join(", ", model.Outputs.Select(output => $"{output.Name} {output.Shape}"))}\n";
        return $"{model.Spec.Class.Name}: {Number(model.ParameterCount)} parameters\n{string.Join("\n", table)}\n{outputs}{Costs(model)}";
    }

    /// <summary>The bytes that parameters, gradients and the arena take, as a sum.</summary>
    public static IEnumerable<Size> Memory(NetworkModel model) => model.Arena.Regions.Append(2 * 4 * model.ParameterFloats);

    private static string Costs(NetworkModel model)
    {
        bool one = model.Symbols.Count == 1;
        int largest = Batches[Batches.Length - 1];
        IEnumerable<string> operations = model.Programs.Where(program => program.Name != "Evaluate").Select(program =>
            $"{(one ? Amount(SizeText.Evaluate(program.Work, largest) / largest) : "")} for {(program.Name == "Predict" ? "predicting" : "a training step")}");
        string work = one ? $"Operations for each of {model.Symbols[0]}, at {model.Symbols[0]} = {largest}: {string.Join(", ", operations)}.\n" : "";
        string memory = model.Symbols.Count == 0
            ? $"Memory: {Number(SizeText.Evaluate(Memory(model), 1))} bytes"
            : $"Memory: {string.Join(", ", Batches.Select(batch => $"{Number(SizeText.Evaluate(Memory(model), batch))} bytes at {string.Join(" = ", model.Symbols)} = {batch}"))}";
        return work + memory + (model.UpdatesItself ? "." : ", without the optimiser's state.");
    }

    private static string Number(long number) => number.ToString("N0", CultureInfo.InvariantCulture);

    private static string Amount(long number) => number switch
    {
        >= 1_000_000 => (number / 1e6).ToString("0.#", CultureInfo.InvariantCulture) + " million",
        _ => Number(number),
    };
}
