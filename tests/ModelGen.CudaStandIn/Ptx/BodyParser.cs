using System.Globalization;

namespace ModelGen.CudaStandIn.Ptx;

/// <summary>Reads what a kernel does: declarations, labels, statements.</summary>
internal sealed class BodyParser(TokenReader reader, KernelBuilder kernel)
{
    /// <summary>Reads from brace to brace.</summary>
    public void Parse()
    {
        reader.Expect("{");
        while (!reader.Take("}"))
        {
            switch (reader.Peek)
            {
                case ".reg":
                    Registers();
                    break;
                case ".shared":
                    reader.Word();
                    (string name, int bytes, int alignment) = ModuleParser.Variable(reader);
                    kernel.AddShared(name, bytes, alignment);
                    reader.Expect(";");
                    break;
                default:
                    LabelOrStatement();
                    break;
            }
        }
    }

    // .reg .f32 %f<63>;
    private void Registers()
    {
        reader.Expect(".reg");
        PtxType type = ModuleParser.Type(reader);
        do
        {
            string name = reader.Word();
            if (!reader.Take("<"))
            {
                kernel.AddRegister(name, type);
                continue;
            }

            int count = reader.Number();
            reader.Expect(">");
            for (int index = 0; index < count; index++)
                kernel.AddRegister(name + index.ToString(CultureInfo.InvariantCulture), type);
        }
        while (reader.Take(","));
        reader.Expect(";");
    }

    private void LabelOrStatement()
    {
        int line = reader.Line;
        Register? guard = null;
        bool isNegated = false;
        if (reader.Take("@"))
        {
            isNegated = reader.Take("!");
            string predicate = reader.Word();
            guard = kernel.Register(predicate);
            if (guard?.Type.Kind != TypeKind.Predicate)
                throw new PtxException(line, $"'{predicate}' is no predicate");
        }

        string word = reader.Word();
        if (word[0] == '.')
            throw new PtxException(line, $"the directive '{word}' is not known");
        if (guard is null && reader.Take(":"))
        {
            kernel.AddLabel(word, line);
            return;
        }

        var operands = new List<Operand>();
        if (reader.Peek != ";")
        {
            do
                operands.Add(Operand());
            while (reader.Take(",") || reader.Take("|"));
        }

        reader.Expect(";");
        kernel.AddStatement(new Statement(line, guard, isNegated, word, operands));
    }

    private Operand Operand()
    {
        if (reader.Take("{"))
        {
            var elements = new List<Operand>();
            do
                elements.Add(Operand());
            while (reader.Take(","));
            reader.Expect("}");
            return new VectorOperand(elements);
        }

        if (!reader.Take("["))
            return Value();
        Operand start = Value();
        long offset = 0;
        if (reader.Peek is "+" or "-")
        {
            reader.Take("+");
            offset = (long)Integer().Bits;
        }

        reader.Expect("]");
        return new AddressOperand(start, offset);
    }

    private Operand Value()
    {
        if (reader.Peek == "-" || char.IsAsciiDigit(reader.Peek.FirstOrDefault()))
            return reader.Peek.StartsWith("0f", StringComparison.OrdinalIgnoreCase) || reader.Peek.StartsWith("0d", StringComparison.OrdinalIgnoreCase) ? Float() : Integer();
        string word = reader.Word();
        return kernel.Register(word) is { } register ? new RegisterOperand(register) : new NameOperand(word);
    }

    // 0f3F800000 is 1.
    private NumberOperand Float()
    {
        int line = reader.Line;
        string word = reader.Word();
        int bits = char.ToLowerInvariant(word[1]) == 'f' ? 32 : 64;
        return word.Length == 2 + (bits / 4) && ulong.TryParse(word.AsSpan(2), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out ulong value)
            ? new NumberOperand(value, bits)
            : throw new PtxException(line, $"'{word}' is no number");
    }

    private NumberOperand Integer()
    {
        int line = reader.Line;
        bool isNegative = reader.Take("-");
        string word = reader.Word();
        bool isHex = word.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        string digits = (isHex ? word[2..] : word).TrimEnd('U');
        return ulong.TryParse(digits, isHex ? NumberStyles.AllowHexSpecifier : NumberStyles.None, CultureInfo.InvariantCulture, out ulong value)
            ? new NumberOperand(isNegative ? 0 - value : value, 0)
            : throw new PtxException(line, $"'{word}' is no number");
    }
}
