using System.Security.Cryptography;
using System.Text;

namespace ModelGen.Data;

/// <summary>The pictures of an archive, decoded: a file in the cache for each archive as it was when it was read, and each size.</summary>
internal sealed class DecodedPictures
{
    private const string Signature = "ModelGen pictures 1";

    private readonly string path;
    private readonly int height;
    private readonly int width;

    public DecodedPictures(string cache, string archive, int height, int width)
    {
        var file = new FileInfo(archive);
        string key = $"{file.FullName}\n{file.Length}\n{file.LastWriteTimeUtc.Ticks}\n{height}\n{width}";
        path = Path.Combine(cache, "pictures", Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key)).AsSpan(0, 16)));
        this.height = height;
        this.width = width;
    }

    /// <summary>What was kept; null where nothing was, or it is damaged.</summary>
    public ImageDataset? TryRead()
    {
        try
        {
            using var reader = new BinaryReader(File.OpenRead(path));
            if (reader.ReadString() != Signature)
            {
                return null;
            }

            string title = reader.ReadString();
            var classNames = new string[reader.ReadByte() + 1];
            for (int index = 0; index < classNames.Length; index++)
            {
                classNames[index] = reader.ReadString();
            }

            return new(title, classNames, ReadImages(reader), ReadImages(reader));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or FormatException)
        {
            return null;
        }
    }

    /// <summary>Keeps pictures. Where the cache cannot be written, the next time decodes them again.</summary>
    public void Write(ImageDataset images)
    {
        string partial = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (var writer = new BinaryWriter(File.Create(partial)))
            {
                writer.Write(Signature);
                writer.Write(images.Title);
                writer.Write((byte)(images.ClassNames.Count - 1));
                foreach (string name in images.ClassNames)
                {
                    writer.Write(name);
                }

                WriteImages(writer, images.Training);
                WriteImages(writer, images.Test);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }

    private LabelledImages ReadImages(BinaryReader reader)
    {
        int count = reader.ReadInt32();
        int size = Picture.Channels * height * width;
        if (count < 0 || count * (long)size > reader.BaseStream.Length - reader.BaseStream.Position)
        {
            throw new EndOfStreamException();
        }

        byte[] labels = reader.ReadBytes(count);
        return new LabelledImages(reader.ReadBytes(count * size), labels, height, width, Picture.Channels);
    }

    private static void WriteImages(BinaryWriter writer, LabelledImages images)
    {
        writer.Write(images.Count);
        writer.Write(images.Labels.Span);
        writer.Write(images.Pixels.Span);
    }
}
