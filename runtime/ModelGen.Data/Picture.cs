using StbImageSharp;

namespace ModelGen.Data;

/// <summary>Pictures of JPEG and PNG files, as red, green and blue.</summary>
public static class Picture
{
    /// <summary>The channels of a picture: red, green and blue.</summary>
    public const int Channels = 3;

    /// <summary>Reads a picture and resizes it, whatever its proportions: bilinear, and where it shrinks each of its pixels counts.</summary>
    /// <param name="path">A JPEG or PNG file.</param>
    /// <param name="height">The rows wanted.</param>
    /// <param name="width">The columns wanted.</param>
    /// <returns>[3, height, width], red, green and blue, 0 to 255. Transparency is left out; a grey picture has three channels alike.</returns>
    /// <exception cref="DatasetException">There is no such file, or it is no picture.</exception>
    public static byte[] Read(string path, int height, int width)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(height);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(width);
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new DatasetException($"The picture '{path}' cannot be read: {exception.Message}", exception);
        }

        var pixels = new byte[Channels * height * width];
        Decode(bytes, path, pixels, height, width);
        return pixels;
    }

    /// <summary>Decodes a file's bytes to [3, height, width].</summary>
    /// <exception cref="DatasetException">They are no picture.</exception>
    internal static void Decode(byte[] bytes, string path, Span<byte> pixels, int height, int width)
    {
        if (bytes is not ([0xFF, 0xD8, 0xFF, ..] or [0x89, (byte)'P', (byte)'N', (byte)'G', ..]))
        {
            throw new DatasetException($"'{path}' is no JPEG or PNG picture: leave it out.");
        }

        ImageResult picture;
        try
        {
            picture = ImageResult.FromMemory(bytes, ColorComponents.RedGreenBlue);
        }
        catch (Exception exception) when (exception is not OutOfMemoryException)
        {
            // The decoder meets damage wherever it is, with whatever exception is thrown there.
            throw new DatasetException($"The picture '{path}' is damaged: fetch it again or leave it out.", exception);
        }

        PictureResizing.Resize(picture.Data, picture.Height, picture.Width, pixels, height, width);
    }
}
