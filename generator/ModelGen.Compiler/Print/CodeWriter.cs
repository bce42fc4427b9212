using System.Globalization;
using System.Text;

namespace ModelGen.Compiler.Print;

/// <summary>Writes indented C#, lines ended by <c>\n</c> on every machine.</summary>
public sealed class CodeWriter
{
    private const int Unit = 4;

    private readonly StringBuilder _text;
    private int _depth;

    /// <summary>A writer without a text.</summary>
    /// <param name="characters">About how many will come.</param>
    public CodeWriter(int characters = 256) => _text = new StringBuilder(characters);

    /// <summary>Writes lines, each indented; empty ones stay empty.</summary>
    public CodeWriter Write(string lines)
    {
        for (int begin = 0; begin <= lines.Length;)
        {
            int end = lines.IndexOf('\n', begin);
            if (end < 0)
                end = lines.Length;
            if (end > begin)
            {
                _text.Append(' ', Unit * _depth).Append(lines, begin, end - begin);
            }

            _text.Append('\n');
            begin = end + 1;
        }

        return this;
    }

    /// <summary>Writes an empty line.</summary>
    public CodeWriter Line()
    {
        _text.Append('\n');
        return this;
    }

    /// <summary>Opens a block in braces, closed when the result is disposed of.</summary>
    /// <param name="header">The line before it; none where it is null.</param>
    public IDisposable Block(string? header = null)
    {
        if (header is not null)
            Write(header);
        Write("{");
        _depth++;
        return new Closing(this);
    }

    /// <summary>Writes an XML documentation comment.</summary>
    public CodeWriter Summary(string text)
    {
        string[] lines = text.Split('\n');
        return lines.Length == 1
            ? Write($"/// <summary>{Escape(text)}</summary>")
            : Write("/// <summary>\n" + string.Join("\n", lines.Select(line => "/// " + Escape(line))) + "\n/// </summary>");
    }

    /// <inheritdoc/>
    public override string ToString() => _text.ToString();

    /// <summary>A number as C# writes it, whatever the culture.</summary>
    public static string Literal(long number) => number.ToString(CultureInfo.InvariantCulture);

    /// <summary>A floating-point number as C# writes it.</summary>
    public static string Literal(float number) => number switch
    {
        float.NegativeInfinity => "float.NegativeInfinity",
        float.PositiveInfinity => "float.PositiveInfinity",
        _ when float.IsNaN(number) => "float.NaN",
        _ => number.ToString("R", CultureInfo.InvariantCulture) + "f",
    };

    /// <summary>A text as a C# string literal.</summary>
    public static string Literal(string text) => "\"" + text.Replace("\\", "\\\\").Replace("\"", "\\\"").Replace("\n", "\\n").Replace("\r", "\\r") + "\"";

    private static string Escape(string text) => text.Replace("&", "&amp;").Replace("<", "&lt;").Replace(">", "&gt;");

    private sealed class Closing(CodeWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Write("}");
        }
    }
}
