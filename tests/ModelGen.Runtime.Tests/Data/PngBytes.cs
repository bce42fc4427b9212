using System.Buffers.Binary;
using System.IO.Compression;

namespace ModelGen.Runtime.Tests.Data;

/// <summary>The bytes of PNG files of 8 bits a channel, after the format's specification (W3C, third edition).</summary>
internal static class PngBytes
{
    private const byte Grey = 0;
    private const byte TrueColour = 2;

    /// <summary>A picture in colours.</summary>
    /// <param name="pixel">The red, green and blue of the pixel in a column and row.</param>
    public static byte[] Colour(int width, int height, Func<int, int, (byte Red, byte Green, byte Blue)> pixel) => Png(width, height, TrueColour, (column, row) =>
    {
        (byte red, byte green, byte blue) = pixel(column, row);
        return [red, green, blue];
    });

    /// <summary>A grey picture.</summary>
    public static byte[] GreyScale(int width, int height, Func<int, int, byte> pixel) => Png(width, height, Grey, (column, row) => [pixel(column, row)]);

    private static byte[] Png(int width, int height, byte colourType, Func<int, int, byte[]> pixel)
    {
        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = 8;
        header[9] = colourType;

        using var packed = new MemoryStream();
        using (var stream = new ZLibStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            for (int row = 0; row < height; row++)
            {
                // No filter.
                stream.WriteByte(0);
                for (int column = 0; column < width; column++)
                {
                    stream.Write(pixel(column, row));
                }
            }
        }

        using var file = new MemoryStream();
        file.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        WriteChunk(file, "IHDR"u8, header);
        WriteChunk(file, "IDAT"u8, packed.ToArray());
        WriteChunk(file, "IEND"u8, []);
        return file.ToArray();
    }

    private static void WriteChunk(MemoryStream file, ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        file.Write(number);
        byte[] body = [.. type, .. data];
        file.Write(body);
        BinaryPrimitives.WriteUInt32BigEndian(number, Checksum(body));
        file.Write(number);
    }

    /// <summary>The cyclic redundancy check of the specification's annex D.</summary>
    private static uint Checksum(byte[] bytes)
    {
        uint crc = uint.MaxValue;
        foreach (byte value in bytes)
        {
            crc ^= value;
            for (int bit = 0; bit < 8; bit++)
            {
                crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
            }
        }

        return ~crc;
    }
}
