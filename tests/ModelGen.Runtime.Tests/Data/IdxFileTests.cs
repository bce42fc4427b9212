using ModelGen.Data;

namespace ModelGen.Runtime.Tests.Data;

public sealed class IdxFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Reads_sizes_and_values_of_plain_and_compressed_files(bool compressed)
    {
        byte[] bytes = IdxBytes.Images(4);
        IdxFile file = IdxFile.Read(folder.Write("images", compressed ? IdxBytes.Compress(bytes) : bytes), 3);
        Assert.Equal([4, 2, 3], file.Sizes);
        Assert.Equal(Enumerable.Range(0, 24).Select(value => (byte)value), file.Values.ToArray());
    }

    public static TheoryData<string, byte[], string> MalformedImages => new()
    {
        { "empty", [], "is not an IDX file of images (00 00 08 03): it holds only 0 bytes." },
        { "three bytes", [0, 0, 8], "is not an IDX file of images (00 00 08 03): it holds only 3 bytes." },
        { "a PNG", [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A], "is not an IDX file of images (00 00 08 03): it starts with 89 50 4E 47." },
        { "labels", IdxBytes.Labels(1, 2), "is not an IDX file of images (00 00 08 03): it starts with 00 00 08 01." },
        { "floats", IdxBytes.Idx([1, 1, 1], [0, 0, 0, 0], type: 0x0D), "is not an IDX file of images (00 00 08 03): it starts with 00 00 0D 03." },
        { "header cut", IdxBytes.Images(1)[..15], "is truncated: it ends inside its header of 16 bytes; fetch it again." },
        { "one byte short", IdxBytes.Images(2)[..^1], "is truncated: its header announces 2 × 2 × 3 bytes of values, more than the file can hold; fetch it again." },
        { "one byte long", [.. IdxBytes.Images(2), 7], "goes on after the values its header announces; fetch it again." },
        { "size zero", IdxBytes.Idx([0, 28, 28], []), "announces 0 × 28 × 28 values, which is nothing; fetch it again." },
        { "31 bits exceeded", IdxBytes.Idx([60_000, 60_000, 28], [0]), "announces 60000 × 60000 × 28 values, which no array can hold; fetch it again." },
        { "64 bits exceeded", IdxBytes.Idx([uint.MaxValue, uint.MaxValue, uint.MaxValue], [0]), "announces 4294967295 × 4294967295 × 4294967295 values, which no array can hold; fetch it again." },
        { "wraps round to 1", IdxBytes.Idx([0x8000_0001, 0x8000_0001, 2], [0, 0]), "announces 2147483649 × 2147483649 × 2 values, which no array can hold; fetch it again." },
        { "2 GB announced", IdxBytes.Idx([2_000_000, 28, 28], [0]), "is truncated: its header announces 2000000 × 28 × 28 bytes of values, more than the file can hold; fetch it again." },
        { "compressed: 2 GB announced", IdxBytes.Compress(IdxBytes.Idx([2_000_000, 28, 28], [0])), "is truncated: its header announces 2000000 × 28 × 28 bytes of values, more than the file can hold; fetch it again." },
        { "compressed: one byte short", IdxBytes.Compress(IdxBytes.Images(2)[..^1]), "is truncated: it holds 11 of the 12 bytes its header announces; fetch it again." },
        { "compressed: one byte long", IdxBytes.Compress([.. IdxBytes.Images(2), 7]), "goes on after the values its header announces; fetch it again." },
        { "compressed: a foreign file", IdxBytes.Compress([0x25, 0x50, 0x44, 0x46, 0x2D]), "is not an IDX file of images (00 00 08 03): it starts with 25 50 44 46." },
        { "compressed: bytes behind it", [.. IdxBytes.Compress(IdxBytes.Images(2)), 1, 2, 3], "does not end as a gzip file of 28 bytes does: it is truncated, or followed by other bytes; fetch it again or unpack it with gunzip." },
        { "compressed: the trailer cut", IdxBytes.Compress(IdxBytes.Images(40))[..^1], "does not end as a gzip file of 256 bytes does: it is truncated, or followed by other bytes; fetch it again or unpack it with gunzip." },
        { "compressed: two members", [.. IdxBytes.Compress(IdxBytes.Images(2)[..9]), .. IdxBytes.Compress(IdxBytes.Images(2)[9..])], "does not end as a gzip file of 28 bytes does: it is truncated, or followed by other bytes; fetch it again or unpack it with gunzip." },
        { "compressed: the checksum wrong", Damaged(IdxBytes.Compress(IdxBytes.Images(40)), ^8), "is truncated or damaged: its gzip data cannot be decompressed; fetch it again." },
        { "compressed: the method wrong", Damaged(IdxBytes.Compress(IdxBytes.Images(40)), 2), "is truncated or damaged: its gzip data cannot be decompressed; fetch it again." },
    };

    [Theory]
    [MemberData(nameof(MalformedImages))]
    public void Says_in_one_sentence_what_is_wrong(string what, byte[] bytes, string sentence)
    {
        string path = folder.Write(what, bytes);
        DatasetException exception = Assert.Throws<DatasetException>(() => IdxFile.Read(path, 3));
        Assert.Equal($"'{path}' {sentence}", exception.Message);
    }

    [Fact]
    public void Cutting_a_compressed_file_anywhere_is_noticed()
    {
        byte[] whole = IdxBytes.Compress(IdxBytes.Images(40));
        for (int length = 0; length < whole.Length; length++)
        {
            string path = folder.Write("cut", whole[..length]);
            DatasetException exception = Assert.Throws<DatasetException>(() => IdxFile.Read(path, 3));
            Assert.Matches("is truncated|does not end as|is not an IDX file", exception.Message);
        }
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        Assert.Equal($"'{folder.File("none")}' does not exist.", Assert.Throws<DatasetException>(() => IdxFile.Read(folder.File("none"), 1)).Message);
        Assert.StartsWith($"'{folder.Path}' cannot be opened", Assert.Throws<DatasetException>(() => IdxFile.Read(folder.Path, 1)).Message);
    }

    private static byte[] Damaged(byte[] bytes, Index position)
    {
        bytes[position] ^= 0x40;
        return bytes;
    }
}
