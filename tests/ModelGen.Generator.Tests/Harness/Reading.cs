using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using ModelGen.Compiler.Spec;
using ModelGen.Generator.Parsing;

namespace ModelGen.Generator.Tests.Harness;

/// <summary>Reads a network and writes its spec down in short lines, for comparison.</summary>
internal static class Reading
{
    public static ParsedNetwork Parse(string name, params string[] files) =>
        TryParse(name, files) ?? throw new InvalidOperationException($"There is no class '{name}'.");

    /// <summary>Null where the C# compiler itself does not see the class.</summary>
    public static ParsedNetwork? TryParse(string name, params string[] files)
    {
        CSharpCompilation compilation = Workbench.Compilation(files);
        if (compilation.GetTypeByMetadataName(name) is not { } type)
            return null;
        return NetworkParser.Parse(type, NetworkParser.NetworkAttributeOf(type)!, compilation, CancellationToken.None);
    }

    /// <summary>The spec of a network without errors, one value a line: <c>3: Dense(2) units=128 bias=1 @Dense</c>.</summary>
    public static string Describe(string name, params string[] files)
    {
        NetworkSpec spec = Parse(name, files).Spec;
        Assert.Empty(spec.Errors);
        IEnumerable<string> lines = spec.Values.Select((value, index) => $"{index}: {Describe(value)}");
        return string.Join("\n", lines.Concat(spec.Outputs.Select(output => $"{output.Name} {output.Value}")).Append($"loss {spec.Loss?.ToString(CultureInfo.InvariantCulture) ?? "none"}"));
    }

    /// <summary>The calls of a <see cref="Networks.WithBody"/> network's <c>Forward</c>, in short.</summary>
    public static string Body(string body, string members = "", string others = "")
    {
        NetworkSpec spec = Parse("Net", Networks.WithBody(body, members, others)).Spec;
        Assert.Empty(spec.Errors);
        Assert.DoesNotContain(spec.Outputs, output => output.Value < 0);
        Assert.NotNull(spec.Loss);
        return string.Join("; ", spec.Values.Take(spec.Values.Count - 1).Skip(2).Select(Describe));
    }

    public static string Describe(ValueSpec value) => value switch
    {
        InputValue input => $"input {input.Name} {input.Type} [{string.Join(", ", input.Shape)}]{(input.ForLoss ? " for Loss" : "")}",
        ParameterValue parameter => $"parameter {parameter.Accessibility} {parameter.Name} \"{parameter.FileName}\" [{string.Join(", ", parameter.Shape)}] {parameter.Initializer}",
        ConstantValue constant => $"constant {constant.Value.ToString("R", CultureInfo.InvariantCulture)}",
        CallValue call => Describe(call),
        _ => throw new InvalidOperationException(value.GetType().Name),
    };

    /// <summary>The text that a place stands for.</summary>
    public static string TextAt(SourceSpan span, string name, params string[] files)
    {
        INamedTypeSymbol type = Workbench.Compilation(files).GetTypeByMetadataName(name)!;
        Location location = new ClassParts(type).Locate(span);
        return location.SourceTree!.GetText(TestContext.Current.CancellationToken).ToString(location.SourceSpan);
    }

    private static string Describe(CallValue call)
    {
        string operands = string.Join(", ", call.Operands.Select(operand => operand.Value));
        string label = call.Label is null ? "" : $" \"{call.Label}\"";
        return $"{call.Op}({operands}){label}{string.Concat(call.Arguments.Select(argument => $" {argument.Name}={Describe(argument.Value)}"))}";
    }

    private static string Describe(ConstantArgument argument)
    {
        string numbers = string.Join(",", argument.Numbers.Select(number => number.ToString("R", CultureInfo.InvariantCulture)));
        return argument.IsArray ? $"[{numbers}]" : argument.Text is null ? numbers.Length == 0 ? "null" : numbers : $"\"{argument.Text}\"";
    }
}
