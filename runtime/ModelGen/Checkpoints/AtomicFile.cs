namespace ModelGen.Runtime;

/// <summary>
/// Replaces a file whole or not at all, whenever the process or the machine stops: the new content is written beside it and flushed to the disk, takes
/// the file's name in one step, and the folder, which holds the name, is flushed too.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Writes a file.</summary>
    /// <param name="path">Its name. A link is followed.</param>
    /// <param name="write">Writes the content.</param>
    /// <exception cref="IOException">It cannot be written; what was there before is untouched, and nothing is left beside it.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        var file = new FileInfo(path);
        string target = file.LinkTarget is null ? file.FullName : file.ResolveLinkTarget(returnFinalTarget: true)!.FullName;
        string folder = Path.GetDirectoryName(target) ?? target;
        if (Directory.Exists(target))
            throw new IOException($"Cannot save to '{path}': it is a folder; name a file in it.");
        if (!Directory.Exists(folder))
            throw new DirectoryNotFoundException($"Cannot save to '{path}': the folder '{folder}' does not exist.");
        // A rename would put a plain file in a device's place, for everyone, where the user may do so.
        if (folder == "/dev")
            throw new IOException($"Cannot save to '{path}': it is a device; name a file.");

        string temporary = Path.Combine(folder, $".modelgen-{Guid.NewGuid():N}.tmp");
        try
        {
            WriteFlushed(temporary, target, write);
            File.Move(temporary, target, overwrite: true);
        }
        catch (Exception exception)
        {
            Discard(temporary);
            if (exception is IOException or UnauthorizedAccessException)
                throw new IOException($"Cannot save to '{path}': {Reason(exception)}. What was there before is untouched.", exception);
            throw;
        }

        FolderFlush.Flush(folder);
    }

    private static void WriteFlushed(string temporary, string target, Action<Stream> write)
    {
        using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        // A file that only its owner may read stays so.
        if (!OperatingSystem.IsWindows() && File.Exists(target))
            File.SetUnixFileMode(stream.SafeFileHandle, File.GetUnixFileMode(target));
        write(stream);
        stream.Flush(flushToDisk: true);
    }

    private static void Discard(string temporary)
    {
        try
        {
            File.Delete(temporary);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // The reason why the file could not be written is the one to report.
        }
    }

    private static string Reason(Exception exception) => exception switch
    {
        UnauthorizedAccessException => "this user may not write there",
        // .NET's messages name the file beside, which says nothing to the user.
        _ => exception.Message.Split(" : ")[0].TrimEnd('.'),
    };
}
