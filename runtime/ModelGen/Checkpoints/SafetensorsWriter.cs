using System.Buffers;
using System.Buffers.Binary;
using System.Text.Json;

namespace ModelGen.Runtime;

/// <summary>Writes the safetensors format: tensors of F32 in order, one after the other, their first byte at a multiple of eight.</summary>
internal static class SafetensorsWriter
{
    private const int Alignment = 8;
    private const int FloatsPerBuffer = 1 << 14;

    /// <summary>The length and the header of a file with these parameters.</summary>
    public static ReadOnlySpan<byte> Header(ReadOnlySpan<ParameterPlan> parameters)
    {
        var bytes = new ArrayBufferWriter<byte>();
        bytes.GetSpan(SafetensorsHeader.LengthBytes)[..SafetensorsHeader.LengthBytes].Clear();
        bytes.Advance(SafetensorsHeader.LengthBytes);
        using (var json = new Utf8JsonWriter(bytes))
        {
            json.WriteStartObject();
            // transformers refuses files that do not say they follow PyTorch's conventions.
            json.WriteStartObject("__metadata__");
            json.WriteString("format", "pt");
            json.WriteEndObject();
            long position = 0;
            foreach (ParameterPlan parameter in parameters)
            {
                json.WriteStartObject(parameter.Name);
                json.WriteString("dtype", "F32");
                json.WriteStartArray("shape");
                foreach (int size in parameter.Shape)
                    json.WriteNumberValue(size);
                json.WriteEndArray();
                json.WriteStartArray("data_offsets");
                json.WriteNumberValue(position);
                position = checked(position + (parameter.Count * sizeof(float)));
                json.WriteNumberValue(position);
                json.WriteEndArray();
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        while (bytes.WrittenCount % Alignment != 0)
            bytes.Write(" "u8);
        byte[] header = bytes.WrittenSpan.ToArray();
        BinaryPrimitives.WriteUInt64LittleEndian(header, (ulong)(header.Length - SafetensorsHeader.LengthBytes));
        return header;
    }

    /// <summary>Writes the values of a tensor.</summary>
    public static void WriteValues(Stream stream, ReadOnlySpan<float> values)
    {
        byte[] buffer = ArrayPool<byte>.Shared.Rent(FloatsPerBuffer * sizeof(float));
        for (int start = 0; start < values.Length; start += FloatsPerBuffer)
        {
            ReadOnlySpan<float> part = values.Slice(start, Math.Min(FloatsPerBuffer, values.Length - start));
            for (int index = 0; index < part.Length; index++)
                BinaryPrimitives.WriteSingleLittleEndian(buffer.AsSpan(index * sizeof(float)), part[index]);
            stream.Write(buffer, 0, part.Length * sizeof(float));
        }

        ArrayPool<byte>.Shared.Return(buffer);
    }
}
