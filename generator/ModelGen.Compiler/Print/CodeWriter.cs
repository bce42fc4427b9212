using System.Globalization;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print;

/// <summary>Writes indented C#, lines ended by <c>\n</c> on every machine.</summary>
public sealed class CodeWriter
{
    private const int Unit = 4;
    private const int FirstCharacters = 4096;

    // Writers follow each other by the hundred, and each grows to the size of a text: the last one's memory serves the next, as long as nobody else needs it.
    [ThreadStatic]
    private static WeakReference<char[]>? _spare;

    // What lies before the text at hand, in pieces.
    private readonly List<string> _before = [];
    private char[] _text;
    private int _length;
    private int _depth;

    /// <summary>A writer without a text.</summary>
    /// <param name="depth">How many blocks its text will lie in.</param>
    public CodeWriter(int depth = 0)
    {
        _text = _spare?.TryGetTarget(out char[]? spare) == true ? spare : new char[FirstCharacters];
        _spare = null;
        _depth = depth;
    }

    /// <summary>Writes lines, each indented; empty ones stay empty.</summary>
    public CodeWriter Write(string lines)
    {
        for (int begin = 0; begin <= lines.Length;)
        {
            int end = lines.IndexOf('\n', begin);
            if (end < 0)
                end = lines.Length;
            if (end > begin)
                Begin().Add(lines, begin, end - begin);
            Line();
            begin = end + 1;
        }

        return this;
    }

    /// <summary>Writes lines that another writer has indented already, of as many blocks: a long text becomes a piece as it is.</summary>
    public CodeWriter Paste(string lines)
    {
        _before.Add(new string(_text, 0, _length));
        _before.Add(lines);
        _length = 0;
        return this;
    }

    /// <summary>Begins a line that is written piece by piece, up to <see cref="Line"/>.</summary>
    public CodeWriter Begin()
    {
        int indentation = Unit * _depth;
        Reserve(indentation);
        for (int end = _length + indentation; _length < end; _length++)
            _text[_length] = ' ';
        return this;
    }

    /// <summary>Writes a piece of a line.</summary>
    public CodeWriter Add(string piece) => Add(piece, 0, piece.Length);

    /// <summary>Writes a number as a piece of a line.</summary>
    public CodeWriter Add(long number) => number is >= 0 and < 10 ? Add((char)('0' + number)) : Add(Literal(number));

    /// <summary>Ends a line; an empty one where none was begun.</summary>
    public CodeWriter Line() => Add('\n');

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

    /// <summary>The text, without which the writer is left.</summary>
    public string Take() => string.Concat(TakePieces());

    /// <summary>The text in pieces, without which the writer is left: what was pasted, and what was written before, between and behind.</summary>
    public EquatableArray<string> TakePieces()
    {
        _before.Add(new string(_text, 0, _length));
        EquatableArray<string> pieces = _before.ToEquatableArray();
        _spare = new WeakReference<char[]>(_text);
        _before.Clear();
        (_text, _length) = ([], 0);
        return pieces;
    }

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

    private CodeWriter Add(string piece, int begin, int count)
    {
        Reserve(count);
        piece.CopyTo(begin, _text, _length, count);
        _length += count;
        return this;
    }

    private CodeWriter Add(char letter)
    {
        Reserve(1);
        _text[_length++] = letter;
        return this;
    }

    private void Reserve(int count)
    {
        if (_length + count > _text.Length)
            Array.Resize(ref _text, Math.Max(2 * _text.Length, _length + count));
    }

    private sealed class Closing(CodeWriter writer) : IDisposable
    {
        public void Dispose()
        {
            writer._depth--;
            writer.Write("}");
        }
    }
}
