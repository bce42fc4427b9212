using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using System.Numerics;

namespace ModelGen.Samples;

/// <summary>Kinds of options, each with a sentence for what it does not take.</summary>
public static class Options
{
    /// <summary>One of some words, the first where it is left out.</summary>
    public static Option<string> Choice(string name, string description, params string[] choices) => new(name)
    {
        Description = description,
        HelpName = string.Join('|', choices),
        CustomParser = result => ParseChoice(result, name, choices),
        DefaultValueFactory = _ => choices[0],
    };

    /// <summary>A whole number.</summary>
    public static Option<T> Number<T>(string name, string description, T value, T smallest, T largest)
        where T : struct, INumber<T> => new(name)
        {
            Description = description,
            HelpName = "N",
            CustomParser = result => ParseNumber(result, smallest, largest),
            DefaultValueFactory = _ => value,
        };

    /// <summary>A whole number of at least 1 that may be left out.</summary>
    public static Option<int?> Limit(string name, string description, params string[] aliases) => new(name, aliases)
    {
        Description = description,
        HelpName = "N",
        CustomParser = result => ParseNumber(result, 1, int.MaxValue),
    };

    /// <summary>A number greater than 0.</summary>
    public static Option<float> Positive(string name, string description, float value) => new(name)
    {
        Description = description,
        HelpName = "X",
        CustomParser = result => ParsePositive(result, name),
        DefaultValueFactory = _ => value,
    };

    /// <summary>A file or folder.</summary>
    public static Option<string> File(string name, string description, string value) => new(name)
    {
        Description = description,
        HelpName = "FILE",
        DefaultValueFactory = _ => value,
    };

    private static string ParseChoice(ArgumentResult result, string name, string[] choices)
    {
        string text = result.Tokens[0].Value;
        if (!choices.Contains(text))
        {
            result.AddError($"{name} takes {string.Join(", ", choices[..^1])} or {choices[^1]}, not '{text}'.");
        }

        return text;
    }

    private static T ParseNumber<T>(ArgumentResult result, T smallest, T largest)
        where T : struct, INumber<T>
    {
        string text = result.Tokens[0].Value;
        if (!T.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out T number) || number < smallest || number > largest)
        {
            // The name it was called by, of several.
            string? name = (result.Parent as OptionResult)?.IdentifierToken?.Value;
            result.AddError($"{name} takes a whole number from {smallest} to {largest}, not '{text}'.");
        }

        return number;
    }

    private static float ParsePositive(ArgumentResult result, string name)
    {
        string text = result.Tokens[0].Value;
        if (!float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float number) || !float.IsFinite(number) || number <= 0)
        {
            result.AddError($"{name} takes a number greater than 0, not '{text}'.");
        }

        return number;
    }
}
