using System.Buffers.Binary;
using Microsoft.Win32.SafeHandles;

namespace ModelGen.Runtime;

/// <summary>An open safetensors file whose header has been checked.</summary>
internal sealed class SafetensorsReader : IDisposable
{
    private const int BufferBytes = 1 << 16;

    private readonly SafeFileHandle file;
    private readonly long dataStart;
    private readonly byte[] buffer = new byte[BufferBytes];
    private readonly Dictionary<string, SafetensorsEntry> entries = [];

    /// <summary>Opens a file and checks its header.</summary>
    /// <exception cref="IOException">It is not there or cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no safetensors file, truncated or damaged.</exception>
    public SafetensorsReader(string path)
    {
        Path = path;
        file = Open(path);
        try
        {
            long length = RandomAccess.GetLength(file);
            int headerLength = SafetensorsHeader.ReadLength(buffer.AsSpan(0, ReadUpTo(buffer.AsSpan(0, SafetensorsHeader.LengthBytes), 0)), length, path);
            dataStart = SafetensorsHeader.LengthBytes + (long)headerLength;
            var header = new byte[headerLength];
            ReadAll(header, SafetensorsHeader.LengthBytes);
            foreach (SafetensorsEntry entry in SafetensorsHeader.Parse(header, length - dataStart, path))
                entries.Add(entry.Name, entry);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    public string Path { get; }

    public IReadOnlyDictionary<string, SafetensorsEntry> Entries => entries;

    /// <summary>Whether a type can be read as floats: F32 as it is, F64 rounded, F16 and BF16 exactly.</summary>
    public static bool IsFloat(string type) => type is "F32" or "F64" or "F16" or "BF16";

    /// <summary>Reads all values of a tensor of floats.</summary>
    public void Read(SafetensorsEntry entry, Span<float> values)
    {
        int size = (int)((entry.End - entry.Begin) / values.Length);
        int perBuffer = BufferBytes / size;
        for (int start = 0; start < values.Length; start += perBuffer)
        {
            Span<float> part = values.Slice(start, Math.Min(perBuffer, values.Length - start));
            Span<byte> bytes = buffer.AsSpan(0, part.Length * size);
            ReadAll(bytes, dataStart + entry.Begin + ((long)start * size));
            Convert(entry.Type, bytes, part);
        }
    }

    public void Dispose() => file.Dispose();

    private static void Convert(string type, ReadOnlySpan<byte> bytes, Span<float> values)
    {
        switch (type)
        {
            case "F32":
                for (int index = 0; index < values.Length; index++)
                    values[index] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(index * sizeof(float))..]);
                break;
            case "F64":
                for (int index = 0; index < values.Length; index++)
                    values[index] = (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes[(index * sizeof(double))..]);
                break;
            case "F16":
                for (int index = 0; index < values.Length; index++)
                    values[index] = (float)BinaryPrimitives.ReadHalfLittleEndian(bytes[(index * 2)..]);
                break;
            default: // BF16: the upper half of a single
                for (int index = 0; index < values.Length; index++)
                    values[index] = BitConverter.UInt32BitsToSingle((uint)BinaryPrimitives.ReadUInt16LittleEndian(bytes[(index * 2)..]) << 16);
                break;
        }
    }

    private static SafeFileHandle Open(string path)
    {
        if (Directory.Exists(path))
            throw new IOException($"Cannot load '{path}': it is a folder.");
        try
        {
            return File.OpenHandle(path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new FileNotFoundException($"Cannot load '{path}': there is no such file.", path, exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new IOException($"Cannot load '{path}': this user may not read it.", exception);
        }
    }

    private void ReadAll(Span<byte> bytes, long offset)
    {
        if (ReadUpTo(bytes, offset) < bytes.Length)
            throw new InvalidDataException($"'{Path}' is truncated: it ended while it was read.");
    }

    private int ReadUpTo(Span<byte> bytes, long offset)
    {
        int total = 0;
        while (total < bytes.Length)
        {
            int read = RandomAccess.Read(file, bytes[total..], offset + total);
            if (read == 0)
                break;
            total += read;
        }

        return total;
    }
}
