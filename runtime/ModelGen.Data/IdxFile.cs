using System.Buffers.Binary;
using System.IO.Compression;

namespace ModelGen.Data;

/// <summary>
/// An IDX file of unsigned bytes, the format of MNIST: two zero bytes, a type code (08), the number of dimensions, each size as a big-endian
/// 32-bit integer, then the values in row-major order. Plain and gzip-compressed files are told apart by their first bytes.
/// </summary>
public sealed class IdxFile
{
    private const byte UnsignedByte = 0x08;

    /// <summary>No deflate stream expands a byte to more than this many.</summary>
    private const int LargestExpansion = 1032;

    private IdxFile(int[] sizes, byte[] values)
    {
        Sizes = sizes;
        Values = values;
    }

    /// <summary>The size of each dimension, outermost first.</summary>
    public IReadOnlyList<int> Sizes { get; }

    /// <summary>The values in row-major order.</summary>
    public ReadOnlyMemory<byte> Values { get; }

    /// <summary>Reads a whole file. The values are kept once, whatever the compression.</summary>
    /// <param name="path">The file, plain or compressed with gzip.</param>
    /// <param name="dimensions">The number of dimensions it must have: 1 for labels, 3 for images.</param>
    /// <exception cref="DatasetException">It cannot be opened, or is no such file, or is truncated, damaged or followed by other bytes.</exception>
    public static IdxFile Read(string path, int dimensions)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(dimensions, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(dimensions, 255);
        try
        {
            using FileStream file = File.OpenRead(path);
            if (!IsCompressed(file))
            {
                return Read(file, path, dimensions, file.Length);
            }

            using var decompressed = new GZipStream(file, CompressionMode.Decompress);
            IdxFile result = Read(decompressed, path, dimensions, LargestExpansion * file.Length);
            CheckTrailer(file, result, path);
            return result;
        }
        catch (InvalidDataException exception)
        {
            throw new DatasetException($"'{path}' is truncated or damaged: its gzip data cannot be decompressed; fetch it again.", exception);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new DatasetException($"'{path}' does not exist.", exception);
        }
        catch (UnauthorizedAccessException exception)
        {
            throw new DatasetException($"'{path}' cannot be opened: it is a folder, or you may not read it.", exception);
        }
    }

    private static bool IsCompressed(FileStream file)
    {
        Span<byte> start = stackalloc byte[2];
        int count = file.ReadAtLeast(start, 2, throwOnEndOfStream: false);
        file.Position = 0;
        return count == 2 && start is [0x1F, 0x8B];
    }

    /// <summary>
    /// A gzip file ends with the length of what it holds (RFC 1952, ISIZE). <see cref="GZipStream"/> is silent about a trailer that is cut off and about
    /// bytes behind it. A file of several members, which is rare, ends with the last one's length and is refused with the others.
    /// </summary>
    private static void CheckTrailer(FileStream file, IdxFile content, string path)
    {
        Span<byte> trailer = stackalloc byte[sizeof(uint)];
        file.Position = file.Length - trailer.Length;
        file.ReadExactly(trailer);
        long length = (sizeof(uint) * (1L + content.Sizes.Count)) + content.Values.Length;
        if (BinaryPrimitives.ReadUInt32LittleEndian(trailer) != length)
        {
            throw new DatasetException(
                $"'{path}' does not end as a gzip file of {length} bytes does: it is truncated, or followed by other bytes; fetch it again or unpack it with gunzip.");
        }
    }

    /// <param name="stream">The uncompressed bytes.</param>
    /// <param name="path">The file's name, for messages.</param>
    /// <param name="dimensions">The number of sizes it must have.</param>
    /// <param name="longest">A bound of the stream's length: what a header announces beyond it is not there, and is not allocated.</param>
    private static IdxFile Read(Stream stream, string path, int dimensions, long longest)
    {
        Span<byte> header = stackalloc byte[4 * (1 + dimensions)];
        int read = stream.ReadAtLeast(header, header.Length, throwOnEndOfStream: false);
        CheckMagic(header[..read], path, dimensions);
        if (read < header.Length)
        {
            throw new DatasetException($"'{path}' is truncated: it ends inside its header of {header.Length} bytes; fetch it again.");
        }

        int[] sizes = ReadSizes(header[4..], path, out int count);
        if (count > longest - header.Length)
        {
            throw new DatasetException(
                $"'{path}' is truncated: its header announces {Sizes(sizes)} bytes of values, more than the file can hold; fetch it again.");
        }

        byte[] values = GC.AllocateUninitializedArray<byte>(count);
        int filled = stream.ReadAtLeast(values, count, throwOnEndOfStream: false);
        if (filled < count)
        {
            throw new DatasetException($"'{path}' is truncated: it holds {filled} of the {count} bytes its header announces; fetch it again.");
        }

        return stream.ReadByte() < 0 ? new IdxFile(sizes, values) : throw TrailingBytes(path);

        static string Sizes(int[] sizes) => string.Join(" × ", sizes);
    }

    private static void CheckMagic(ReadOnlySpan<byte> header, string path, int dimensions)
    {
        string wanted = dimensions switch { 1 => "labels (00 00 08 01)", 3 => "images (00 00 08 03)", _ => $"{dimensions} dimensions" };
        if (header.Length < 4)
        {
            throw new DatasetException($"'{path}' is not an IDX file of {wanted}: it holds only {header.Length} bytes.");
        }

        if (header is not [0, 0, UnsignedByte, ..] || header[3] != dimensions)
        {
            string start = $"{header[0]:X2} {header[1]:X2} {header[2]:X2} {header[3]:X2}";
            throw new DatasetException($"'{path}' is not an IDX file of {wanted}: it starts with {start}.");
        }
    }

    private static int[] ReadSizes(ReadOnlySpan<byte> header, string path, out int count)
    {
        var sizes = new uint[header.Length / sizeof(uint)];
        UInt128 product = 1;
        bool overflows = false;
        for (int axis = 0; axis < sizes.Length; axis++)
        {
            sizes[axis] = BinaryPrimitives.ReadUInt32BigEndian(header[(sizeof(uint) * axis)..]);
            product *= sizes[axis];
            overflows |= product > (UInt128)Array.MaxLength;
            product = overflows ? 1 : product;
        }

        string text = string.Join(" × ", sizes);
        if (overflows || sizes.Contains(0u))
        {
            throw new DatasetException($"'{path}' announces {text} values, which {(sizes.Contains(0u) ? "is nothing" : "no array can hold")}; fetch it again.");
        }

        count = (int)product;
        return Array.ConvertAll(sizes, static size => (int)size);
    }

    private static DatasetException TrailingBytes(string path) =>
        new($"'{path}' goes on after the values its header announces; fetch it again.");
}
