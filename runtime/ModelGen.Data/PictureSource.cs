using System.Collections.Concurrent;
using System.Formats.Tar;
using System.IO.Compression;

namespace ModelGen.Data;

/// <summary>The files of a folder or of a tar archive.</summary>
internal abstract class PictureSource
{
    /// <summary>The files of <paramref name="path"/>: a folder, or a tar archive, compressed with gzip or not.</summary>
    /// <exception cref="DatasetException">There is neither.</exception>
    public static PictureSource Open(string path)
    {
        if (Directory.Exists(path))
        {
            return new FolderPictures(path);
        }

        return File.Exists(path) ? new ArchivePictures(path) : throw new DatasetException($"The picture folder '{path}' does not exist.");
    }

    /// <summary>What a file is called in messages.</summary>
    public abstract string NameOf(string file);

    /// <summary>The files that are not hidden, by their paths below the source with slashes, in no order.</summary>
    /// <exception cref="DatasetException">The source cannot be read.</exception>
    public abstract IReadOnlyList<string> Files();

    /// <summary>Reads files and gives each to <paramref name="take"/>, several at a time.</summary>
    /// <exception cref="DatasetException">A file cannot be read, or <paramref name="take"/> refused it: of several, the first by its path.</exception>
    public void Read(IReadOnlyList<string> files, Action<string, byte[]> take)
    {
        var failures = new ConcurrentBag<(string File, DatasetException Failure)>();
        try
        {
            // One file at a time is taken from the source, so that no more of them are in memory than are decoded.
            Parallel.ForEach(Partitioner.Create(Contents(files), EnumerablePartitionerOptions.NoBuffering), content => TakeOne(content.File, content.Bytes));
        }
        catch (AggregateException exception) when (exception.InnerException is DatasetException failure)
        {
            throw failure;
        }

        if (!failures.IsEmpty)
        {
            throw failures.MinBy(failure => failure.File, StringComparer.Ordinal).Failure;
        }

        void TakeOne(string file, Lazy<byte[]> bytes)
        {
            try
            {
                take(file, bytes.Value);
            }
            catch (DatasetException exception)
            {
                failures.Add((file, exception));
            }
        }
    }

    /// <summary>The files with what they hold, read as it is asked for.</summary>
    protected abstract IEnumerable<(string File, Lazy<byte[]> Bytes)> Contents(IReadOnlyList<string> files);

    private protected static bool IsHidden(string file) => file.Split('/').Any(part => part.StartsWith('.'));

    private sealed class FolderPictures(string root) : PictureSource
    {
        public override string NameOf(string file) => Path.Combine(root, file);

        public override IReadOnlyList<string> Files() => Reading(() => Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(root, file).Replace('\\', '/'))
            .Where(file => !IsHidden(file))
            .ToArray());

        protected override IEnumerable<(string File, Lazy<byte[]> Bytes)> Contents(IReadOnlyList<string> files) =>
            files.Select(file => (file, new Lazy<byte[]>(() => Reading(() => File.ReadAllBytes(Path.Combine(root, file))))));

        private T Reading<T>(Func<T> read)
        {
            try
            {
                return read();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                throw new DatasetException($"The picture folder '{root}' cannot be read: {exception.Message}", exception);
            }
        }
    }

    private sealed class ArchivePictures(string path) : PictureSource
    {
        public override string NameOf(string file) => $"{path}/{file}";

        public override IReadOnlyList<string> Files() => [.. Entries(copyData: false).Select(entry => entry.File).Where(file => !IsHidden(file))];

        protected override IEnumerable<(string File, Lazy<byte[]> Bytes)> Contents(IReadOnlyList<string> files)
        {
            var wanted = files.ToHashSet();
            return Entries(copyData: true)
                .Where(entry => wanted.Contains(entry.File))
                .Select(entry => (entry.File, new Lazy<byte[]>(entry.Bytes)));
        }

        private IEnumerable<(string File, byte[] Bytes)> Entries(bool copyData)
        {
            using TarReader reader = Reading(() => new TarReader(Unpacked()));
            while (Reading(() => reader.GetNextEntry()) is { } entry)
            {
                if (entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile)
                {
                    string file = entry.Name.StartsWith("./", StringComparison.Ordinal) ? entry.Name[2..] : entry.Name;
                    yield return (file, copyData ? Reading(() => Copy(entry)) : []);
                }
            }
        }

        private Stream Unpacked()
        {
            FileStream file = File.OpenRead(path);
            bool compressed = file.ReadByte() == 0x1F && file.ReadByte() == 0x8B;
            file.Position = 0;
            return compressed ? new GZipStream(file, CompressionMode.Decompress) : file;
        }

        private static byte[] Copy(TarEntry entry)
        {
            var bytes = new byte[entry.Length];
            entry.DataStream?.ReadExactly(bytes);
            return bytes;
        }

        private T Reading<T>(Func<T> read)
        {
            try
            {
                return read();
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException or FormatException)
            {
                throw new DatasetException($"'{path}' is neither a folder nor a tar archive that can be read: {exception.Message}", exception);
            }
        }
    }
}
