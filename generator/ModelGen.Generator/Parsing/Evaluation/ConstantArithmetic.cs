using System.Globalization;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace ModelGen.Generator.Parsing.Evaluation;

/// <summary>
/// C#'s arithmetic on int, long, float, double, bool and string, for what depends on a loop variable and so is no constant of the language. Integers
/// wrap, as they do in a program that is not checked.
/// </summary>
internal static class ConstantArithmetic
{
    /// <summary>Whether it is an integer division by zero, which has no value.</summary>
    public static bool DividesByZero(BinaryOperatorKind kind, object? right) =>
        kind is BinaryOperatorKind.Divide or BinaryOperatorKind.Remainder && right is 0 or 0L;

    /// <summary>Applies a binary operator; the operands have the same type, as C#'s promotions make them.</summary>
    public static bool TryCombine(BinaryOperatorKind kind, object? left, object? right, out object? result)
    {
        result = (left, right) switch
        {
            (int a, int b) => Combine(kind, a, b),
            (long a, long b) => Combine(kind, a, b),
            (long a, int b) when kind is BinaryOperatorKind.LeftShift => a << b,
            (long a, int b) when kind is BinaryOperatorKind.RightShift => a >> b,
            (long a, int b) => Combine(kind, a, b),
            (float a, float b) => Combine(kind, a, b),
            (float a, int b) => Combine(kind, a, b),
            (double a, double b) => Combine(kind, a, b),
            (double a, int b) => Combine(kind, a, b),
            (bool a, bool b) => Combine(kind, a, b),
            (string or null, _) or (_, string or null) => Combine(kind, left, right),
            _ => null,
        };
        return result is not null;
    }

    /// <summary>Applies a unary operator.</summary>
    public static bool TryApply(UnaryOperatorKind kind, object? operand, out object? result)
    {
        result = (kind, operand) switch
        {
            (UnaryOperatorKind.Plus, int or long or float or double) => operand,
            (UnaryOperatorKind.Minus, int value) => unchecked(-value),
            (UnaryOperatorKind.Minus, long value) => unchecked(-value),
            (UnaryOperatorKind.Minus, float value) => -value,
            (UnaryOperatorKind.Minus, double value) => -value,
            (UnaryOperatorKind.Not, bool value) => !value,
            (UnaryOperatorKind.BitwiseNegation, int value) => ~value,
            (UnaryOperatorKind.BitwiseNegation, long value) => ~value,
            _ => null,
        };
        return result is not null;
    }

    /// <summary>Converts as a cast does.</summary>
    public static bool TryConvert(object? value, SpecialType type, out object? result)
    {
        result = type switch
        {
            SpecialType.System_Int32 when value is float or double => unchecked((int)System.Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            SpecialType.System_Int32 when AsInteger(value) is { } integer => unchecked((int)integer),
            SpecialType.System_Int64 when value is float or double => unchecked((long)System.Convert.ToDouble(value, CultureInfo.InvariantCulture)),
            SpecialType.System_Int64 => AsInteger(value),
            SpecialType.System_Single when AsNumber(value) is { } number => (float)number,
            SpecialType.System_Double => AsNumber(value),
            SpecialType.System_Boolean when value is bool => value,
            SpecialType.System_String or SpecialType.System_Object => value,
            _ => null,
        };
        return result is not null || (value is null && type is SpecialType.System_String or SpecialType.System_Object);
    }

    private static long? AsInteger(object? value) => value switch
    {
        sbyte or byte or short or ushort or int or uint or long => System.Convert.ToInt64(value, CultureInfo.InvariantCulture),
        char character => character,
        _ => null,
    };

    private static double? AsNumber(object? value) => value switch
    {
        float or double or decimal or ulong => System.Convert.ToDouble(value, CultureInfo.InvariantCulture),
        _ => AsInteger(value),
    };

    private static object? Combine(BinaryOperatorKind kind, int a, int b) => kind switch
    {
        BinaryOperatorKind.Add => unchecked(a + b),
        BinaryOperatorKind.Subtract => unchecked(a - b),
        BinaryOperatorKind.Multiply => unchecked(a * b),
        BinaryOperatorKind.Divide => unchecked((int)((long)a / b)),
        BinaryOperatorKind.Remainder => (int)((long)a % b),
        BinaryOperatorKind.LeftShift => a << b,
        BinaryOperatorKind.RightShift => a >> b,
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        _ => Compare(kind, a.CompareTo(b)),
    };

    private static object? Combine(BinaryOperatorKind kind, long a, long b) => kind switch
    {
        BinaryOperatorKind.Add => unchecked(a + b),
        BinaryOperatorKind.Subtract => unchecked(a - b),
        BinaryOperatorKind.Multiply => unchecked(a * b),
        BinaryOperatorKind.Divide => b == -1 ? unchecked(-a) : a / b,
        BinaryOperatorKind.Remainder => b == -1 ? 0L : a % b,
        BinaryOperatorKind.And => a & b,
        BinaryOperatorKind.Or => a | b,
        BinaryOperatorKind.ExclusiveOr => a ^ b,
        _ => Compare(kind, a.CompareTo(b)),
    };

    private static object? Combine(BinaryOperatorKind kind, float a, float b) => kind switch
    {
        BinaryOperatorKind.Add => a + b,
        BinaryOperatorKind.Subtract => a - b,
        BinaryOperatorKind.Multiply => a * b,
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        _ => Compare(kind, a, b),
    };

    private static object? Combine(BinaryOperatorKind kind, double a, double b) => kind switch
    {
        BinaryOperatorKind.Add => a + b,
        BinaryOperatorKind.Subtract => a - b,
        BinaryOperatorKind.Multiply => a * b,
        BinaryOperatorKind.Divide => a / b,
        BinaryOperatorKind.Remainder => a % b,
        _ => Compare(kind, a, b),
    };

    private static object? Combine(BinaryOperatorKind kind, bool a, bool b) => kind switch
    {
        BinaryOperatorKind.And or BinaryOperatorKind.ConditionalAnd => a && b,
        BinaryOperatorKind.Or or BinaryOperatorKind.ConditionalOr => a || b,
        BinaryOperatorKind.ExclusiveOr or BinaryOperatorKind.NotEquals => a != b,
        BinaryOperatorKind.Equals => a == b,
        _ => null,
    };

    private static object? Combine(BinaryOperatorKind kind, object? a, object? b) => kind switch
    {
        BinaryOperatorKind.Add => System.Convert.ToString(a, CultureInfo.InvariantCulture) + System.Convert.ToString(b, CultureInfo.InvariantCulture),
        BinaryOperatorKind.Equals => Equals(a, b),
        BinaryOperatorKind.NotEquals => !Equals(a, b),
        _ => null,
    };

    // Comparisons of floating-point numbers: a NaN is unequal to everything, and neither less nor greater.
    private static object? Compare(BinaryOperatorKind kind, double a, double b) => kind switch
    {
        BinaryOperatorKind.Equals => a == b,
        BinaryOperatorKind.NotEquals => a != b,
        BinaryOperatorKind.LessThan => a < b,
        BinaryOperatorKind.LessThanOrEqual => a <= b,
        BinaryOperatorKind.GreaterThan => a > b,
        BinaryOperatorKind.GreaterThanOrEqual => a >= b,
        _ => null,
    };

    private static object? Compare(BinaryOperatorKind kind, int order) => Compare(kind, order, 0);
}
