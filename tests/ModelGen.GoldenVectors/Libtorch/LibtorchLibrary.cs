using System.Runtime.InteropServices;

namespace ModelGen.Libtorch;

/// <summary>Loads libtorch, which TorchSharp would otherwise do inside a static constructor with a page of text when it fails.</summary>
public static class LibtorchLibrary
{
    private const string MissingVersion = "GLIBCXX_3.4.32";
    private const int Errors = 2;

    /// <summary>Loads the native library that lies beside the program.</summary>
    /// <returns>Null when libtorch is loaded; otherwise one sentence that says what is missing and how to mend it.</returns>
    public static string? TryLoad()
    {
        string path = Path.Combine(AppContext.BaseDirectory, LibraryName());
        if (!File.Exists(path))
        {
            return $"libtorch is not beside the program ({path}): build the project on Linux x64, Windows x64 or macOS arm64, "
                + "for which NuGet has libtorch-cpu packages.";
        }

        string? failure = Load(path);
        if (failure is not null && failure.Contains(MissingVersion, StringComparison.Ordinal))
        {
            // TorchSharp is built against a newer libstdc++ than Debian 12 has, yet takes no symbol of that version that is ever called:
            // _ZSt21ios_base_library_initv only marks that the streams of libstdc++ initialise themselves, and nothing is relocated against it.
            if (!VersionRequirement.Relax(path, MissingVersion))
            {
                return $"{path} asks for {MissingVersion} of libstdc++ and could not be told to go without it: install GCC 13's libstdc++ or newer.";
            }

            failure = Load(path);
        }

        if (failure is null)
        {
            LogErrorsOnly();
            KeepFreedMemory();
            return null;
        }

        return $"libtorch does not load; delete {AppContext.BaseDirectory} and build again, so that its libraries are laid there anew ({failure.ReplaceLineEndings(" ").Trim()}).";
    }

    // A convolution of one image on a processor that NNPACK does not know writes a warning at every call, which takes longer than a small layer does. The
    // level is a variable of the library; TORCH_CPP_LOG_LEVEL is read by the Python module only.
    private static void LogErrorsOnly()
    {
        string core = OperatingSystem.IsWindows() ? "c10.dll" : OperatingSystem.IsMacOS() ? "libc10.dylib" : "libc10.so";
        if (NativeLibrary.TryLoad(Path.Combine(AppContext.BaseDirectory, core), out nint library)
            && NativeLibrary.TryGetExport(library, "FLAGS_caffe2_log_level", out nint level))
        {
            Marshal.WriteInt32(level, Errors);
        }
    }

    // glibc gives large blocks back to the system when they are freed, so that libtorch, which takes and frees its activations at every step, meets new pages
    // at every step: two to four times the time of its convolutions where page faults are dear. Freed memory is kept instead, as allocators for it do.
    private static void KeepFreedMemory()
    {
        const int TrimThreshold = -1, MostMappings = -4;
        if (!OperatingSystem.IsLinux() || RuntimeInformation.RuntimeIdentifier.Contains("musl", StringComparison.Ordinal))
        {
            return;
        }

        SetAllocatorOption(TrimThreshold, int.MaxValue);
        SetAllocatorOption(MostMappings, 0);
    }

    [DllImport("libc.so.6", EntryPoint = "mallopt")]
    private static extern int SetAllocatorOption(int option, int value);

    private static string LibraryName() =>
        OperatingSystem.IsWindows() ? "LibTorchSharp.dll" : OperatingSystem.IsMacOS() ? "libLibTorchSharp.dylib" : "libLibTorchSharp.so";

    private static string? Load(string path)
    {
        try
        {
            NativeLibrary.Load(path);
            return null;
        }
        catch (Exception exception) when (exception is DllNotFoundException or BadImageFormatException)
        {
            return exception.Message;
        }
    }
}
