using ModelGen.Data;

namespace ModelGen.Runtime.Tests.Data;

public sealed class PictureTests : IDisposable
{
    // Red rises by 25 from 20 along a row, green falls by 25 from 240 along a column, blue is 60 in the left half and 200 in the right: 8×8, written by StbImageWriteSharp at quality 95.
    private const string Jpeg = "/9j/4AAQSkZJRgABAQAAAQABAAD/2wCEAAIBAQEBAQIBAQECAgICAgQDAgICAgUEBAMEBgUGBgYFBgYGBwkIBgcJBwYGCAsICQoKCgoKBggLDAsKDAkKCgoBAgICAgICBQMDBQoHBgcKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCgoKCv/AABEIAAgACAMBEQACEQEDEQH/xAGiAAABBQEBAQEBAQAAAAAAAAAAAQIDBAUGBwgJCgsQAAIBAwMCBAMFBQQEAAABfQECAwAEEQUSITFBBhNRYQcicRQygZGhCCNCscEVUtHwJDNicoIJChYXGBkaJSYnKCkqNDU2Nzg5OkNERUZHSElKU1RVVldYWVpjZGVmZ2hpanN0dXZ3eHl6g4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2drh4uPk5ebn6Onq8fLz9PX29/j5+gEAAwEBAQEBAQEBAQAAAAAAAAECAwQFBgcICQoLEQACAQIEBAMEBwUEBAABAncAAQIDEQQFITEGEkFRB2FxEyIygQgUQpGhscEJIzNS8BVictEKFiQ04SXxFxgZGiYnKCkqNTY3ODk6Q0RFRkdISUpTVFVWV1hZWmNkZWZnaGlqc3R1dnd4eXqCg4SFhoeIiYqSk5SVlpeYmZqio6Slpqeoqaqys7S1tre4ubrCw8TFxsfIycrS09TV1tfY2dri4+Tl5ufo6ery8/T19vf4+fr/2gAMAwEAAhEDEQA/AOi/Y9/4KF/f/wCJ5/zz/wCWn+9XB4T+Gn/Iz9z/AJ8/+5T8s8IvCD/d/wB3+Hof/9k=";

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_picture_of_the_size_wanted_stays_as_it_is()
    {
        string path = folder.Write("colours.png", PngBytes.Colour(3, 2, (column, row) => ((byte)(column * 100), (byte)(row * 200), 7)));
        Assert.Equal([0, 100, 200, 0, 100, 200, 0, 0, 0, 200, 200, 200, 7, 7, 7, 7, 7, 7], Picture.Read(path, 2, 3));
    }

    [Fact]
    public void A_grey_picture_has_three_channels_alike()
    {
        string path = folder.Write("grey.png", PngBytes.GreyScale(2, 1, (column, _) => (byte)(column + 40)));
        Assert.Equal([40, 41, 40, 41, 40, 41], Picture.Read(path, 1, 2));
    }

    [Fact]
    public void JPEG_is_read()
    {
        byte[] pixels = Picture.Read(folder.Write("picture.jpg", Convert.FromBase64String(Jpeg)), 8, 8);
        for (int place = 0; place < 64; place++)
        {
            Assert.InRange(pixels[place] - (20 + (place % 8 * 25)), -16, 16);
            Assert.InRange(pixels[64 + place] - (240 - (place / 8 * 25)), -16, 16);
        }

        Assert.InRange(pixels[128..].Where((_, place) => place % 8 < 3).Average(value => value), 52, 68);
        Assert.InRange(pixels[128..].Where((_, place) => place % 8 > 4).Average(value => value), 192, 208);
    }

    // Weights by hand: 4 → 2 spans triangles of 2 pixels each way, 3/7, 3/7, 1/7 at the edge; 2 → 4 lies at quarters between the pixels.
    [Theory]
    [InlineData(new byte[] { 70, 140, 210, 0 }, new byte[] { 120, 110 })]
    [InlineData(new byte[] { 100, 200 }, new byte[] { 100, 125, 175, 200 })]
    [InlineData(new byte[] { 10, 20, 60 }, new byte[] { 29 })]
    [InlineData(new byte[] { 9, 9, 9, 9, 9, 9, 9 }, new byte[] { 9, 9, 9, 9, 9 })]
    public void Sizes_are_changed_by_triangles(byte[] source, byte[] expected)
    {
        string across = folder.Write("across.png", PngBytes.GreyScale(source.Length, 1, (column, _) => source[column]));
        Assert.Equal(expected, Picture.Read(across, 1, expected.Length)[..expected.Length]);
        string down = folder.Write("down.png", PngBytes.GreyScale(1, source.Length, (_, row) => source[row]));
        Assert.Equal(expected, Picture.Read(down, expected.Length, 1)[..expected.Length]);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named()
    {
        string path = folder.File("nothing.png");
        Assert.StartsWith($"The picture '{path}' cannot be read: ", Assert.Throws<DatasetException>(() => Picture.Read(path, 1, 1)).Message);
    }
}
