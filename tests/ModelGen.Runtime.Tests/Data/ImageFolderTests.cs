using System.Formats.Tar;
using System.IO.Compression;
using ModelGen.Data;

namespace ModelGen.Runtime.Tests.Data;

public sealed class ImageFolderTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly List<string> reports = [];

    public void Dispose() => folder.Dispose();

    private string Pictures => folder.File("pictures");

    [Fact]
    public void Classes_are_subfolders_by_name_and_each_fifth_picture_tests()
    {
        for (int index = 0; index < 6; index++)
        {
            Write($"tulip/{index}.png", (byte)(10 + index));
            Write($"Rose/deeper/{index}.PNG", (byte)(20 + index));
        }

        folder.Write("pictures/readme.txt", [1, 2, 3]);
        folder.Write("pictures/tulip/.hidden", [1, 2, 3]);
        ImageDataset images = Load(Pictures);
        Assert.Equal(["Rose", "tulip"], images.ClassNames);
        Assert.Equal([0, 0, 0, 0, 0, 1, 1, 1, 1, 1], images.Training.Labels.ToArray());
        Assert.Equal([20, 21, 22, 23, 25, 10, 11, 12, 13, 15], FirstPixels(images.Training));
        Assert.Equal([24, 14], FirstPixels(images.Test));
        Assert.Equal((3, 2, 2), (images.Test.Channels, images.Test.Height, images.Test.Width));
        Assert.Equal([$"2 classes from {Pictures}: 10 pictures to train on and 2 to test with."], reports);
    }

    [Theory]
    [InlineData("test")]
    [InlineData("val")]
    [InlineData("validation")]
    public void Folders_say_what_tests(string name)
    {
        WriteDivided(name);
        ImageDataset images = Load(Pictures);
        Assert.Equal(["cat", "dog"], images.ClassNames);
        Assert.Equal([1, 2, 3], FirstPixels(images.Training));
        Assert.Equal([0, 0, 1], images.Training.Labels.ToArray());
        Assert.Equal([4], FirstPixels(images.Test));
        Assert.Equal([1], images.Test.Labels.ToArray());
    }

    [Theory]
    [InlineData(true, "")]
    [InlineData(false, "")]
    [InlineData(true, "animals/")]
    public void An_archive_is_read_as_its_folder(bool compressed, string top)
    {
        WriteDivided("test");
        Assert.Equal([1, 2, 3], FirstPixels(Load(WriteArchive(compressed, top)).Training));
    }

    [Fact]
    public void What_an_archive_held_is_kept_until_the_archive_changes()
    {
        WriteDivided("test");
        string archive = WriteArchive(compressed: false, top: "");
        string cache = folder.File("cache");
        ImageDataset first = Load(archive, cache);
        string kept = Assert.Single(Directory.GetFiles(Path.Combine(cache, "pictures")));

        // Only the cache can still say what stands here: as many zeros, of the same age.
        DateTime age = File.GetLastWriteTimeUtc(archive);
        byte[] bytes = File.ReadAllBytes(archive);
        File.WriteAllBytes(archive, new byte[bytes.Length]);
        File.SetLastWriteTimeUtc(archive, age);
        ImageDataset second = Load(archive, cache);
        Assert.Equal(first.ClassNames, second.ClassNames);
        Assert.Equal(first.Training.Pixels.ToArray(), second.Training.Pixels.ToArray());
        Assert.Equal(first.Test.Labels.ToArray(), second.Test.Labels.ToArray());
        Assert.Equal(reports[0], reports[1]);

        // What is damaged there is decoded anew.
        File.WriteAllBytes(archive, bytes);
        File.SetLastWriteTimeUtc(archive, age);
        File.WriteAllBytes(kept, File.ReadAllBytes(kept)[..^1]);
        Assert.Equal(first.Test.Pixels.ToArray(), Load(archive, cache).Test.Pixels.ToArray());
        File.SetLastWriteTimeUtc(archive, age.AddSeconds(1));
        Load(archive, cache);
        Assert.Equal(2, Directory.GetFiles(Path.Combine(cache, "pictures")).Length);
    }

    [Fact]
    public void Mistakes_are_named()
    {
        Assert.Equal("The picture folder 'nowhere' does not exist.", Refusal("nowhere"));
        Write("lonely.png", 1);
        Assert.Equal($"'{Pictures}' has no pictures in subfolders: a subfolder with JPEG or PNG pictures is wanted for each class.", Refusal(Pictures));
        Write("cat/1.png", 1);
        Assert.Equal($"'{Pictures}' has one class only, 'cat': a network needs two at least to tell them apart.", Refusal(Pictures));
        Write("dog/1.png", 1);
        Assert.Equal($"'{Pictures}' has no class of 5 pictures: of so few none can be kept to test with.", Refusal(Pictures));

        for (int index = 0; index < 6; index++)
        {
            Write($"dog/{index}.png", 1);
        }

        string text = folder.Write("pictures/dog/notes.txt", "nothing to see"u8.ToArray());
        string damaged = folder.Write("pictures/dog/broken.png", PngBytes.GreyScale(9, 9, (_, _) => 7)[..40]);
        Assert.Equal($"The picture '{damaged}' is damaged: fetch it again or leave it out.", Refusal(Pictures));
        File.Delete(damaged);
        Assert.Equal($"'{text}' is no JPEG or PNG picture: leave it out.", Refusal(Pictures));
        File.Delete(text);
        Assert.Equal(["cat", "dog"], Load(Pictures).ClassNames);
    }

    [Fact]
    public void Folders_that_do_not_belong_together_are_refused()
    {
        WriteDivided("test");
        Write("test/bird/1.png", 1);
        Assert.Equal($"'{Pictures}' has pictures of 'bird' to test with and none to train on.", Refusal(Pictures));
    }

    [Fact]
    public void A_file_that_is_no_archive_is_refused()
    {
        string file = folder.Write("noise", [.. Enumerable.Range(0, 2000).Select(value => (byte)(1 + (value * 7)))]);
        Assert.StartsWith($"'{file}' is neither a folder nor a tar archive that can be read: ", Refusal(file));
        WriteDivided("test");
        string cut = folder.Write("cut.tar.gz", File.ReadAllBytes(WriteArchive(compressed: true, top: ""))[..^30]);
        Assert.StartsWith($"'{cut}' is neither a folder nor a tar archive that can be read: ", Refusal(cut));
    }

    private ImageDataset Load(string path, string? cache = null) => ImageFolder.Load(path, 2, 2, reports.Add, cache);

    private string Refusal(string path) => Assert.Throws<DatasetException>(() => Load(path)).Message;

    private void Write(string name, byte level) => folder.Write($"pictures/{name}", PngBytes.GreyScale(3, 5, (_, _) => level));

    private void WriteDivided(string test)
    {
        Write("train/cat/1.png", 1);
        Write("train/cat/2.png", 2);
        Write("train/dog/1.png", 3);
        Write($"{test}/dog/1.png", 4);
    }

    private string WriteArchive(bool compressed, string top)
    {
        string path = folder.File(compressed ? "pictures.tar.gz" : "pictures.tar");
        using FileStream file = File.Create(path);
        using Stream stream = compressed ? new GZipStream(file, CompressionLevel.Optimal) : file;
        using var writer = new TarWriter(stream);

        // As an archive may have them: in no order.
        foreach (string picture in Directory.GetFiles(Pictures, "*", SearchOption.AllDirectories).OrderDescending())
        {
            writer.WriteEntry(picture, top + Path.GetRelativePath(Pictures, picture).Replace('\\', '/'));
        }

        return path;
    }

    private static byte[] FirstPixels(LabelledImages images) =>
        [.. Enumerable.Range(0, images.Count).Select(index => images.Pixels.Span[index * images.Size])];
}
