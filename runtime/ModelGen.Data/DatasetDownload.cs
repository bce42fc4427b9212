using System.Security.Cryptography;

namespace ModelGen.Data;

/// <summary>Fetches a published dataset once. What is stored has the published length and SHA-256, and each file appears whole or not at all.</summary>
internal static class DatasetDownload
{
    /// <summary>Fetches the files that <paramref name="folder"/> lacks.</summary>
    /// <returns><see langword="null"/>, or why it could not be fetched: the reason of each mirror.</returns>
    /// <exception cref="DatasetException">The folder cannot be written.</exception>
    public static string? TryFetch(ImageDatasetDescription description, string folder, Action<string> report)
    {
        var failures = new List<string>();
        foreach (Uri mirror in description.Mirrors)
        {
            try
            {
                foreach (PublishedFile file in description.Files)
                {
                    string path = Path.Combine(folder, file.Name);
                    if (!File.Exists(path))
                    {
                        Fetch(new Uri(mirror, file.Name), file, path, report);
                    }
                }

                return null;
            }
            catch (DownloadException exception)
            {
                failures.Add(exception.Message);
            }
        }

        return string.Join("; ", failures);
    }

    private static void Fetch(Uri address, PublishedFile file, string path, Action<string> report)
    {
        using HttpDownload download = HttpDownload.Open(address);
        report($"Downloading {address} ({file.Length / 1e6:F1} MB) to {path}.");
        string partial = $"{path}.{Environment.ProcessId}.partial";
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            using (FileStream destination = File.Create(partial))
            {
                Copy(download, destination, file, address);
                destination.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        catch (Exception exception) when (exception is UnauthorizedAccessException or (IOException and not DownloadException))
        {
            throw new DatasetException($"The cache '{Path.GetDirectoryName(path)}' cannot be written: {exception.Message}", exception);
        }
        finally
        {
            DeletePartial(partial);
        }
    }

    private static void Copy(HttpDownload download, FileStream destination, PublishedFile file, Uri address)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[64 * 1024];
        long length = 0;
        for (int count; (count = download.Read(buffer)) > 0 && length <= file.Length; length += count)
        {
            hash.AppendData(buffer, 0, count);
            destination.Write(buffer, 0, count);
        }

        if (length < file.Length)
        {
            throw new DownloadException($"{address} ended after {length} of {file.Length} bytes");
        }

        if (length > file.Length || !Convert.ToHexString(hash.GetHashAndReset()).Equals(file.Sha256, StringComparison.OrdinalIgnoreCase))
        {
            throw new DownloadException($"{address} is not the published file: its SHA-256 differs");
        }
    }

    /// <summary>The reason why a download ended is already on its way to the user: that its remains stay behind is no second one.</summary>
    private static void DeletePartial(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
        }
    }
}
