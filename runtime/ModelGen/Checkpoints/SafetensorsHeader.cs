using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;

namespace ModelGen.Runtime;

/// <summary>A tensor of a safetensors file.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type as the file writes it: <c>F32</c>.</param>
/// <param name="Shape">Its sizes, outermost first.</param>
/// <param name="Begin">Its first byte, counted from the end of the header.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record SafetensorsEntry(string Name, string Type, long[] Shape, long Begin, long End);

/// <summary>
/// Reads the header of the safetensors format (huggingface.co/docs/safetensors): eight bytes of length, then JSON that names each tensor's type,
/// shape and bytes. The tensors must fill the rest of the file without holes or overlaps. Everything else is refused with one sentence.
/// </summary>
internal static class SafetensorsHeader
{
    public const int LengthBytes = sizeof(ulong);
    public const int LargestHeader = 100_000_000;
    private const string Metadata = "__metadata__";

    /// <summary>The length of the header.</summary>
    /// <exception cref="InvalidDataException">It cannot be right.</exception>
    public static int ReadLength(ReadOnlySpan<byte> bytes, long fileLength, string path)
    {
        if (bytes.Length < LengthBytes)
            throw new InvalidDataException($"'{path}' is no safetensors file: it has only {bytes.Length} bytes.");
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        if (length > LargestHeader)
            throw new InvalidDataException($"'{path}' is no safetensors file, or a damaged one: its header would be {length} bytes long, more than the {LargestHeader} allowed.");
        if ((long)length > fileLength - LengthBytes)
            throw new InvalidDataException($"'{path}' is truncated: its header should be {length} bytes long, and the file has {fileLength} bytes.");
        return (int)length;
    }

    /// <summary>The tensors of a file in the order of their bytes.</summary>
    /// <param name="header">The header, without its length.</param>
    /// <param name="dataLength">The bytes that follow it.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <exception cref="InvalidDataException">The header is malformed, or does not describe those bytes.</exception>
    public static List<SafetensorsEntry> Parse(ReadOnlySpan<byte> header, long dataLength, string path)
    {
        if (header.IsEmpty || header[0] != (byte)'{' || !Utf8.IsValid(header))
            throw new InvalidDataException($"'{path}' is no safetensors file: its header is not a JSON object.");
        var reader = new Utf8JsonReader(header);
        var names = new HashSet<string>();
        var entries = new List<SafetensorsEntry>();
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                string name = reader.GetString()!;
                if (!names.Add(name))
                    throw new InvalidDataException($"'{path}' is damaged: its header names '{name}' twice.");
                reader.Read();
                if (name == Metadata)
                    SkipMetadata(ref reader, path);
                else
                    entries.Add(ReadEntry(ref reader, name, path));
            }

            // Whatever follows the object, but blanks, makes the reader throw.
            reader.Read();
        }
        catch (Exception exception) when (exception is JsonException or InvalidOperationException)
        {
            // The reader throws InvalidOperationException for text that is no Unicode, a lone surrogate for example.
            throw new InvalidDataException($"'{path}' is no safetensors file, or a damaged one: its header is not valid JSON at byte {reader.TokenStartIndex}.", exception);
        }

        entries.Sort((left, right) => left.Begin != right.Begin ? left.Begin.CompareTo(right.Begin) : left.End.CompareTo(right.End));
        CheckBytes(entries, dataLength, path);
        return entries;
    }

    private static void SkipMetadata(ref Utf8JsonReader reader, string path)
    {
        bool valid = reader.TokenType == JsonTokenType.StartObject;
        var keys = new HashSet<string>();
        while (valid && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            valid = keys.Add(reader.GetString()!);
            reader.Read();
            valid &= reader.TokenType == JsonTokenType.String;
        }

        if (!valid)
            throw new InvalidDataException($"'{path}' is damaged: its {Metadata} must be an object of strings under different names.");
    }

    private static SafetensorsEntry ReadEntry(ref Utf8JsonReader reader, string name, string path)
    {
        string? type = null;
        long[]? shape = null;
        long[]? offsets = null;
        bool valid = reader.TokenType == JsonTokenType.StartObject;
        while (valid && reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            string key = reader.GetString()!;
            reader.Read();
            switch (key)
            {
                case "dtype" when type is null && reader.TokenType == JsonTokenType.String: type = reader.GetString(); break;
                case "shape" when shape is null: valid = ReadNumbers(ref reader, out shape); break;
                case "data_offsets" when offsets is null: valid = ReadNumbers(ref reader, out offsets) && offsets!.Length == 2; break;
                default: valid = false; break;
            }
        }

        if (!valid || type is null || shape is null || offsets is null)
            throw new InvalidDataException($"'{path}' is damaged: tensor '{name}' must have one dtype, one shape and two data_offsets, of whole numbers, and nothing else.");
        return new SafetensorsEntry(name, type, shape, offsets[0], offsets[1]);
    }

    private static bool ReadNumbers(ref Utf8JsonReader reader, out long[]? numbers)
    {
        numbers = null;
        if (reader.TokenType != JsonTokenType.StartArray)
            return false;
        var list = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt64(out long number) || number < 0)
                return false;
            list.Add(number);
        }

        numbers = [.. list];
        return true;
    }

    private static void CheckBytes(List<SafetensorsEntry> entries, long dataLength, string path)
    {
        long position = 0;
        foreach (SafetensorsEntry entry in entries)
        {
            if (entry.Begin != position)
            {
                string what = entry.Begin < position ? "overlaps the one before it" : "leaves a hole before it";
                throw new InvalidDataException($"'{path}' is damaged: tensor '{entry.Name}' starts at byte {entry.Begin} of the data and {what}, which ends at {position}.");
            }

            if (entry.End < entry.Begin || !FitsType(entry))
                throw new InvalidDataException($"'{path}' is damaged: tensor '{entry.Name}' has bytes {entry.Begin} to {entry.End}, which does not fit its type {entry.Type} and its shape [{string.Join(", ", entry.Shape)}].");
            position = entry.End;
        }

        if (position > dataLength)
            throw new InvalidDataException($"'{path}' is truncated: its tensors have {position} bytes, of which the file holds {dataLength}.");
        if (position < dataLength)
            throw new InvalidDataException($"'{path}' is damaged: {dataLength - position} bytes at its end belong to no tensor.");
    }

    private static bool FitsType(SafetensorsEntry entry)
    {
        Int128 bits = BitsOf(entry.Type);
        foreach (long size in entry.Shape)
        {
            // Beyond this no file holds it; stopping here keeps the product from overflowing.
            if (bits > long.MaxValue)
                return false;
            bits *= size;
        }

        return bits == (Int128)(entry.End - entry.Begin) * 8 && BitsOf(entry.Type) > 0;
    }

    private static int BitsOf(string type) => type switch
    {
        "F4" => 4,
        "F6_E2M3" or "F6_E3M2" => 6,
        "BOOL" or "U8" or "I8" or "F8_E5M2" or "F8_E4M3" or "F8_E8M0" or "F8_E4M3FNUZ" or "F8_E5M2FNUZ" => 8,
        "U16" or "I16" or "F16" or "BF16" => 16,
        "U32" or "I32" or "F32" => 32,
        "U64" or "I64" or "F64" or "C64" => 64,
        _ => 0,
    };
}
