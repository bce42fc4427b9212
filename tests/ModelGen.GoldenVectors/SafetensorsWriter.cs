using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ModelGen.GoldenVectors;

/// <summary>Gathers tensors and writes them as a safetensors file.</summary>
internal sealed class SafetensorsWriter
{
    private const int HeaderAlignment = 8;

    private readonly List<(string Name, int[] Shape, float[] Values)> tensors = [];

    /// <summary>Adds a tensor.</summary>
    /// <exception cref="InvalidDataException">It holds nothing but zeros, or what is not finite: nothing could be compared with it.</exception>
    public void Add(string name, int[] shape, float[] values)
    {
        if (!Numerics.Cases.Closeness.IsTelling(values))
        {
            throw new InvalidDataException($"{name} is all zeros or not finite: such a reference would compare nothing; change the case.");
        }

        tensors.Add((name, shape, values));
    }

    /// <summary>Writes the file.</summary>
    public void Write(string path)
    {
        using FileStream file = File.Create(path);
        byte[] header = Header();
        int padded = (header.Length + HeaderAlignment - 1) / HeaderAlignment * HeaderAlignment;
        Span<byte> length = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)padded);
        file.Write(length);
        file.Write(header);
        for (int space = header.Length; space < padded; space++)
        {
            file.WriteByte((byte)' ');
        }

        foreach ((_, _, float[] values) in tensors)
        {
            file.Write(MemoryMarshal.AsBytes<float>(values));
        }
    }

    private byte[] Header()
    {
        using MemoryStream text = new();
        using (Utf8JsonWriter json = new(text))
        {
            long offset = 0;
            json.WriteStartObject();
            foreach ((string name, int[] shape, float[] values) in tensors)
            {
                json.WriteStartObject(name);
                json.WriteString("dtype", "F32");
                WriteNumbers(json, "shape", shape.Select(size => (long)size));
                WriteNumbers(json, "data_offsets", [offset, offset + (values.Length * sizeof(float))]);
                json.WriteEndObject();
                offset += values.Length * sizeof(float);
            }

            json.WriteEndObject();
        }

        return text.ToArray();
    }

    private static void WriteNumbers(Utf8JsonWriter json, string name, IEnumerable<long> numbers)
    {
        json.WriteStartArray(name);
        foreach (long number in numbers)
        {
            json.WriteNumberValue(number);
        }

        json.WriteEndArray();
    }
}
