using System.IO.Compression;
using ModelGen.Data;
using ModelGen.Samples;

namespace CharGpt;

/// <summary>A text as numbers, one for each character: nine tenths of it to train on, the rest to test on.</summary>
internal sealed class CharacterText
{
    private const string File = "tinyshakespeare.txt";

    private readonly int[] numbers;
    private readonly int trained;

    private CharacterText(string text, string source)
    {
        Source = source;
        Characters = [.. text.Distinct().Order()];
        if (Characters.Length > Gpt.Vocabulary)
            throw new UsageException($"{source} has {Characters.Length} different characters; the network is compiled for {Gpt.Vocabulary}: change Gpt.Vocabulary.");
        numbers = [.. text.Select(NumberOf)];
        trained = (int)(numbers.Length * 0.9);
        if (numbers.Length - trained <= Gpt.Context + 1)
            throw new UsageException($"{source} has {numbers.Length} characters; ten times {Gpt.Context + 2} are needed to train and test.");
    }

    /// <summary>Where the text is from.</summary>
    public string Source { get; }

    /// <summary>The characters, by their numbers.</summary>
    public char[] Characters { get; }

    /// <summary>How many characters there are.</summary>
    public int Length => numbers.Length;

    /// <summary>Reads a file, or looks for Shakespeare's plays in the folders of datasets.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static CharacterText Load(string? file)
    {
        string found = file ?? Candidates().FirstOrDefault(System.IO.File.Exists) ?? throw new UsageException(
            $"There is no {File} in $MODELGEN_DATA, its folder 'text' or the cache: put karpathy/char-rnn's data/tinyshakespeare/input.txt there under this name, or give a text with --text FILE.");
        try
        {
            using FileStream stream = System.IO.File.OpenRead(found);
            using Stream plain = found.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(stream, CompressionMode.Decompress) : stream;
            using StreamReader reader = new(plain);
            return new CharacterText(reader.ReadToEnd(), found);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UsageException($"{found} cannot be read: {exception.Message}", exception);
        }
    }

    /// <summary>The number of a character.</summary>
    public int NumberOf(char character) => Array.BinarySearch(Characters, character);

    /// <summary>Fills a batch with pieces from random places, and with the character behind each of theirs.</summary>
    public void Draw(Random random, bool test, Span<int> characters, Span<int> next)
    {
        (int from, int to) = test ? (trained, numbers.Length) : (0, trained);
        for (int start = 0; start < characters.Length; start += Gpt.Context)
        {
            int place = random.Next(from, to - Gpt.Context);
            numbers.AsSpan(place, Gpt.Context).CopyTo(characters[start..]);
            numbers.AsSpan(place + 1, Gpt.Context).CopyTo(next[start..]);
        }
    }

    private static IEnumerable<string> Candidates()
    {
        DatasetFolders folders = DatasetFolders.FromEnvironment();
        foreach (string folder in new[] { folders.Shared, folders.Cache }.OfType<string>())
        {
            foreach (string name in (string[])[File, File + ".gz"])
            {
                yield return Path.Combine(folder, name);
                yield return Path.Combine(folder, "text", name);
            }
        }
    }
}
