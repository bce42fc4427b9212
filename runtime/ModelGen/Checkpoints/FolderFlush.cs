using System.Runtime.InteropServices;

namespace ModelGen.Runtime;

/// <summary>Flushes a folder to the disk, so that a new name in it survives a loss of power. .NET cannot; the C library of the system can.</summary>
internal static partial class FolderFlush
{
    private const int ReadOnly = 0;
    private const int AccessDenied = 13;
    private const int InvalidArgument = 22;

    /// <summary>Flushes a folder. On Windows there is nothing to do: NTFS writes names through its journal.</summary>
    /// <exception cref="IOException">The disk reports an error.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
            return;
        int descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            // A folder one may write to but not list cannot be flushed by this user.
            if (Marshal.GetLastPInvokeError() != AccessDenied)
                throw Failure(folder);
            return;
        }

        try
        {
            // Some file systems know no flush of folders and say so.
            if (Synchronize(descriptor) != 0 && Marshal.GetLastPInvokeError() != InvalidArgument)
                throw Failure(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string folder) => new(
        $"The file was written, but its folder '{folder}' could not be flushed to the disk: {Marshal.GetPInvokeErrorMessage(Marshal.GetLastPInvokeError())}.");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Synchronize(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
