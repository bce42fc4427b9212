using System.Runtime.Versioning;
using System.Text;

namespace ModelGen.Runtime.Tests;

public sealed class AtomicFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modelgen-atomic-").FullName;

    private string Target => Path.Combine(folder, "file");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Writes_a_new_file_and_replaces_an_old_one()
    {
        AtomicFile.Write(Target, stream => stream.Write("one"u8));
        Assert.Equal("one", File.ReadAllText(Target));
        AtomicFile.Write(Target, stream => stream.Write("2"u8));
        Assert.Equal("2", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void The_old_file_stands_until_the_new_one_is_whole()
    {
        File.WriteAllText(Target, "old");
        var seen = new List<string>();
        AtomicFile.Write(Target, stream =>
        {
            for (int piece = 0; piece < 5; piece++)
            {
                stream.Write(Encoding.ASCII.GetBytes($"piece {piece};"));
                stream.Flush();
                seen.Add(File.ReadAllText(Target));
            }
        });
        Assert.All(seen, content => Assert.Equal("old", content));
        Assert.Equal("piece 0;piece 1;piece 2;piece 3;piece 4;", File.ReadAllText(Target));
    }

    /// <summary>Whatever stops the writing, and wherever: the old content is there, and nothing else.</summary>
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void A_failure_leaves_the_old_file_and_nothing_beside_it(int pieces)
    {
        File.WriteAllText(Target, "old");
        var full = Assert.Throws<IOException>(() => AtomicFile.Write(Target, stream => WritePieces(stream, pieces, new IOException("No space left on device : '/somewhere/else'"))));
        Assert.Equal($"Cannot save to '{Target}': No space left on device. What was there before is untouched.", full.Message);
        Assert.Throws<FormatException>(() => AtomicFile.Write(Target, stream => WritePieces(stream, pieces, new FormatException())));
        Assert.Equal("old", File.ReadAllText(Target));
        Assert.Equal([Target], Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_missing_folder_is_named()
    {
        string target = Path.Combine(folder, "missing", "file");
        using var network = new SoftmaxRegression();
        var exception = Assert.Throws<DirectoryNotFoundException>(() => network.Save(target));
        Assert.Equal($"Cannot save to '{target}': the folder '{Path.Combine(folder, "missing")}' does not exist.", exception.Message);
        Assert.Empty(Directory.GetFileSystemEntries(folder));
    }

    [Fact]
    public void A_folder_in_the_files_place_is_named()
    {
        var exception = Assert.Throws<IOException>(() => AtomicFile.Write(folder, stream => stream.Write("x"u8)));
        Assert.Equal($"Cannot save to '{folder}': it is a folder; name a file in it.", exception.Message);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void A_folder_without_permission_is_an_IOException()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows() || Environment.IsPrivilegedProcess, "The administrator may write anywhere.");
        File.WriteAllText(Target, "old");
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            var exception = Assert.Throws<IOException>(() => AtomicFile.Write(Target, stream => stream.Write("x"u8)));
            Assert.Equal($"Cannot save to '{Target}': this user may not write there. What was there before is untouched.", exception.Message);
            Assert.Equal("old", File.ReadAllText(Target));
        }
        finally
        {
            File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }

    [Fact]
    public void A_device_is_not_replaced()
    {
        Assert.SkipUnless(File.Exists("/dev/null"), "There are no device files.");
        Assert.Throws<IOException>(() => AtomicFile.Write("/dev/null", stream => stream.Write("x"u8)));
        Assert.Equal("", File.ReadAllText("/dev/null"));
    }

    [Fact]
    public void A_link_stays_and_its_file_is_replaced()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links take a privilege there.");
        File.WriteAllText(Target, "old");
        string link = Path.Combine(folder, "link");
        File.CreateSymbolicLink(link, Target);
        AtomicFile.Write(link, stream => stream.Write("new"u8));
        Assert.Equal("new", File.ReadAllText(Target));
        Assert.Equal(Target, File.ResolveLinkTarget(link, returnFinalTarget: false)!.FullName);
    }

    [Fact]
    [UnsupportedOSPlatform("windows")]
    public void The_permissions_of_the_old_file_are_kept()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "There are no such permissions there.");
        File.WriteAllText(Target, "old");
        const UnixFileMode ownerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        File.SetUnixFileMode(Target, ownerOnly);
        AtomicFile.Write(Target, stream => stream.Write("new"u8));
        Assert.Equal(ownerOnly, File.GetUnixFileMode(Target));
    }

    [Fact]
    public void A_relative_name_means_the_current_folder()
    {
        string name = $"modelgen-{Guid.NewGuid():N}";
        try
        {
            AtomicFile.Write(name, stream => stream.Write("x"u8));
            Assert.Equal("x", File.ReadAllText(Path.Combine(Environment.CurrentDirectory, name)));
        }
        finally
        {
            File.Delete(name);
        }
    }

    private static void WritePieces(Stream stream, int pieces, Exception failure)
    {
        for (int piece = 0; piece < pieces; piece++)
        {
            stream.Write(new byte[10_000]);
            stream.Flush();
        }

        throw failure;
    }
}
