using System.Globalization;

namespace ModelGen.CudaStandIn.Ptx;

/// <summary>The words and signs of a text, one after the other, without comments.</summary>
internal sealed class TokenReader
{
    private readonly List<(string Text, int Line)> tokens = [];
    private int next;

    public TokenReader(string text) => Split(text);

    /// <summary>The line of the token that is next.</summary>
    public int Line => tokens[Math.Min(next, tokens.Count - 1)].Line;

    /// <summary>Whether nothing is left.</summary>
    public bool IsAtEnd => next == tokens.Count - 1;

    /// <summary>The token that is next; empty at the end.</summary>
    public string Peek => tokens[next].Text;

    /// <summary>Takes a token where it is next.</summary>
    public bool Take(string token)
    {
        if (Peek != token)
            return false;
        next++;
        return true;
    }

    /// <summary>Takes a token that must be next.</summary>
    public void Expect(string token)
    {
        if (!Take(token))
            throw new PtxException(Line, $"'{token}' expected, '{Peek}' found");
    }

    /// <summary>Takes a word.</summary>
    public string Word()
    {
        if (IsAtEnd || !IsInWord(Peek[0]))
            throw new PtxException(Line, IsAtEnd ? "the text ends too early" : $"a word expected, '{Peek}' found");
        return tokens[next++].Text;
    }

    /// <summary>Takes a whole number that is not negative.</summary>
    public int Number()
    {
        int line = Line;
        string word = Word();
        return int.TryParse(word, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : throw new PtxException(line, $"a number expected, '{word}' found");
    }

    private static bool IsInWord(char character) => char.IsAsciiLetterOrDigit(character) || character is '_' or '$' or '%' or '.';

    private void Split(string text)
    {
        int line = 1;
        for (int at = 0; at < text.Length;)
        {
            if (text[at] == '\n')
                line++;
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
            }
            else if (text.AsSpan(at).StartsWith("//", StringComparison.Ordinal))
            {
                int end = text.IndexOf('\n', at);
                at = end < 0 ? text.Length : end;
            }
            else
            {
                int end = at + 1;
                while (IsInWord(text[at]) && end < text.Length && IsInWord(text[end]))
                    end++;
                tokens.Add((text[at..end], line));
                at = end;
            }
        }

        tokens.Add(("", line));
    }
}
