using System.Buffers.Binary;
using System.IO.Compression;

namespace ModelGen.Runtime.Tests.Data;

/// <summary>The bytes of IDX files, right and wrong.</summary>
internal static class IdxBytes
{
    public static byte[] Labels(params byte[] labels) => Idx([(uint)labels.Length], labels);

    /// <summary>Images of 2×3 pixels whose values count up.</summary>
    public static byte[] Images(int count) => Idx([(uint)count, 2, 3], [.. Enumerable.Range(0, 6 * count).Select(value => (byte)value)]);

    public static byte[] Idx(uint[] sizes, byte[] values, byte type = 0x08)
    {
        var bytes = new byte[4 + (4 * sizes.Length) + values.Length];
        bytes[2] = type;
        bytes[3] = (byte)sizes.Length;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            BinaryPrimitives.WriteUInt32BigEndian(bytes.AsSpan(4 + (4 * axis)), sizes[axis]);
        }

        values.CopyTo(bytes, bytes.Length - values.Length);
        return bytes;
    }

    public static byte[] Compress(byte[] bytes)
    {
        using var result = new MemoryStream();
        using (var stream = new GZipStream(result, CompressionLevel.Optimal))
        {
            stream.Write(bytes);
        }

        return result.ToArray();
    }
}
