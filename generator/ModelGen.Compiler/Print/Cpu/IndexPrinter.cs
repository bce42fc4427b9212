using ModelGen.Compiler.Loops;
using ModelGen.Compiler.Shapes;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Cpu;

/// <summary>Prints sizes, indices and places in buffers as pieces of a line.</summary>
internal sealed class IndexPrinter(CodeWriter writer)
{
    /// <summary>A size: <c>25 * batch</c>.</summary>
    public static string Text(Size size)
    {
        if (size.IsConstant)
            return CodeWriter.Literal(size.Factor);
        string symbols = string.Join(" * ", size.SymbolNames.Select(Identifiers.Safe));
        return size.Factor == 1 ? symbols : CodeWriter.Literal(size.Factor) + " * " + symbols;
    }

    /// <summary>A size with a cast in front: <c>(int)(25 * batch)</c>.</summary>
    public static string Text(Size size, string type) => size.Factor == 1 && !size.Symbols.Contains('*') ? $"({type}){Text(size)}" : $"({type})({Text(size)})";

    /// <summary>Prints a size.</summary>
    public void Print(Size size)
    {
        if (size.IsConstant)
            writer.Add(size.Factor);
        else
            writer.Add(Text(size));
    }

    /// <summary>Prints an index: <c>row * 64 + column + 16</c>.</summary>
    public void Print(Index index)
    {
        bool first = true;
        foreach ((Atom atom, Size coefficient) in index.Terms)
        {
            bool negative = coefficient.Factor < 0;
            writer.Add(first ? (negative ? "-" : "") : negative ? " - " : " + ");
            Print(atom, negative ? coefficient with { Factor = -coefficient.Factor } : coefficient);
            first = false;
        }

        if (first)
            writer.Add(index.Constant);
        else if (index.Constant != 0)
            writer.Add(index.Constant < 0 ? " - " : " + ").Add(Math.Abs(index.Constant));
    }

    /// <summary>Prints a place in a buffer, for reading or writing.</summary>
    public void Place(Buffer buffer, Index offset)
    {
        if (offset.IsConstant && offset.Constant == 0)
        {
            writer.Add(buffer.Name);
            return;
        }

        writer.Add("Unsafe.Add(ref ").Add(buffer.Name).Add(", ");
        Print(offset);
        writer.Add(")");
    }

    /// <summary>
    /// Prints the place of a vector in a buffer, as the arguments of the method that loads or stores it: <c>ref weight, (nuint)(row * 64 + 16)</c>.
    /// With <c>Unsafe.Add</c> around it, whose four overloads it weighs each time, the C# compiler allocates almost twice as much for the line.
    /// </summary>
    public void VectorPlace(Buffer buffer, Index offset)
    {
        writer.Add("ref ");
        if (!IsUnsigned(offset))
        {
            Place(buffer, offset);
            return;
        }

        writer.Add(buffer.Name);
        if (offset.IsConstant && offset.Constant == 0)
            return;
        writer.Add(offset.IsConstant ? ", " : IsName(offset) ? ", (nuint)" : ", (nuint)(");
        Print(offset);
        writer.Add(offset.IsConstant || IsName(offset) ? "" : ")");
    }

    /// <summary>Prints an index as a whole number of 32 bits.</summary>
    public void Int(Index index)
    {
        bool isName = IsName(index);
        writer.Add(isName ? "(int)" : "(int)(");
        Print(index);
        writer.Add(isName ? "" : ")");
    }

    // In a project that checks for overflow, a cast of what may be negative would throw.
    private static bool IsUnsigned(Index offset)
    {
        if (offset.Constant < 0)
            return false;
        foreach (IndexTerm term in offset.Terms)
        {
            if (term.Coefficient.Factor < 0)
                return false;
        }

        return true;
    }

    private static bool IsName(Index offset) => offset is { Constant: 0, Terms: [{ Atom: Axis, Coefficient.IsOne: true }] };

    private void Print(Atom atom, Size coefficient)
    {
        if (atom is One)
        {
            Print(coefficient);
            return;
        }

        Print(atom);
        if (coefficient.IsOne)
            return;
        writer.Add(" * ");
        Print(coefficient);
    }

    private void Print(Atom atom)
    {
        switch (atom)
        {
            case Axis axis:
                writer.Add(Identifiers.Safe(axis.Name));
                break;
            case Quotient quotient:
                Enclosed(quotient.Dividend);
                writer.Add(" / ").Add(quotient.Divisor);
                break;
            case Remainder remainder:
                Enclosed(remainder.Dividend);
                writer.Add(" % ").Add(remainder.Divisor);
                break;
            case Element element:
                // A row's number times its length may be more than an int holds.
                writer.Add(element.Buffer.Type == ElementType.Int32 ? "(nint)" : "");
                Place(element.Buffer, element.Offset);
                break;
            default:
                throw new InvalidOperationException($"Unknown atom {atom}.");
        }
    }

    private void Enclosed(Index index)
    {
        bool isAtom = index.Terms.Count == 1 && index.Constant == 0 && index.Terms[0].Coefficient.IsOne;
        writer.Add(isAtom ? "" : "(");
        Print(index);
        writer.Add(isAtom ? "" : ")");
    }
}
