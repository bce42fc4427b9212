using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Cures;

/// <summary>Where a size comes from, for messages: that of flattened images in its factors, <c>1600 (64 channels × 5 × 5)</c>.</summary>
internal static class SizeStory
{
    /// <summary>The last size of a value, with the axes that a Flatten or Reshape has joined in it.</summary>
    /// <param name="lowering">The lowering of the network, as far as the value.</param>
    /// <param name="value">The value's index in the spec.</param>
    public static string OfLastAxis(NetworkLowering lowering, int value)
    {
        Shape shape = lowering.Values[value].Shape;
        Size size = shape[shape.Rank - 1];
        while (lowering.Spec.Values[value] is CallValue { Operands: { Count: > 0 } operands } call)
        {
            Shape source = lowering.Values[operands[0].Value].Shape;
            if (call.Op is "Flatten" or "Reshape" && Factors(source, size) is { } factors)
                return $"{size} ({factors})";
            // An activation or a norm keeps the shape and its story.
            if (source != shape)
                break;
            value = operands[0].Value;
        }

        return size.ToString();
    }

    private static string? Factors(Shape source, Size size)
    {
        for (int axis = source.Rank - 2; axis >= 0; axis--)
        {
            Size[] joined = source.Sizes.Skip(axis).ToArray();
            if (joined.Aggregate((product, factor) => product * factor) != size)
                continue;
            string channels = axis == 1 && source.Rank > 2 ? " channels" : "";
            return $"{joined[0]}{channels} × {string.Join(" × ", joined.Skip(1))}";
        }

        return null;
    }
}
