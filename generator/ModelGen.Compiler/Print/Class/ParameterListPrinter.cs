using ModelGen.Compiler.Schedule;

namespace ModelGen.Compiler.Print.Class;

/// <summary>Prints the nested class with a property for each parameter.</summary>
internal static class ParameterListPrinter
{
    /// <summary>Prints it.</summary>
    /// <param name="writer">Where to.</param>
    /// <param name="network">The network's name.</param>
    /// <param name="parameters">Each parameter's name in saved files, and what else its summary says.</param>
    public static void Print(CodeWriter writer, string network, IReadOnlyList<(string Name, string Remark)> parameters)
    {
        writer.Summary("The parameters of the network, by name.");
        using (writer.Block($"public sealed class {network}Parameters : global::ModelGen.ParameterList"))
        {
            using (writer.Block($"internal {network}Parameters({Identifiers.Safe(network)} network)\n    : base(network)"))
            {
            }

            var taken = new HashSet<string> { "Count", "Item", "GetEnumerator", network + "Parameters" };
            for (int i = 0; i < parameters.Count; i++)
            {
                string name = KernelNames.Pascal(parameters[i].Name);
                while (!taken.Add(name))
                    name += "Parameter";
                writer.Line();
                writer.Summary($"{parameters[i].Name}{parameters[i].Remark}.");
                writer.Write($"public global::ModelGen.Parameter {name} => this[{CodeWriter.Literal(i)}];");
            }
        }
    }
}
