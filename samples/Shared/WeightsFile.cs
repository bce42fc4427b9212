using System.Runtime.InteropServices;

namespace ModelGen.Samples;

/// <summary>The file the weights go to.</summary>
public sealed class WeightsFile
{
    /// <summary>Makes sure that the file can be written, before anything is trained.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public WeightsFile(string path)
    {
        Destination = path;
        string folder = Path.GetDirectoryName(Path.GetFullPath(path)) ?? path;
        if (Directory.Exists(path))
        {
            throw new UsageException($"--out '{path}' is a folder: name a file.");
        }

        if (!Directory.Exists(folder))
        {
            throw new UsageException($"--out '{path}' cannot be written: the folder '{folder}' does not exist.");
        }

        string probe = Path.Combine(folder, $".{Path.GetFileName(path)}.{Environment.ProcessId}.probe");
        try
        {
            new FileStream(probe, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 0, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException($"--out '{path}' cannot be written: files cannot be made in '{folder}'.", exception);
        }
    }

    /// <summary>The file's path.</summary>
    public string Destination { get; }

    /// <summary>Saves the weights of a network.</summary>
    /// <exception cref="UsageException">The disk is full, or the folder is gone.</exception>
    public void Save(CompiledNetwork network)
    {
        try
        {
            network.Save(Destination);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(exception.Message, exception);
        }
    }

    /// <summary>Loads the weights into a network.</summary>
    /// <exception cref="UsageException">There is no such file, or it is another network's.</exception>
    public static void Load(CompiledNetwork network, string path)
    {
        try
        {
            network.Load(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or InvalidDataException)
        {
            throw new UsageException($"The weights cannot be loaded: {exception.Message}", exception);
        }
    }

    /// <summary>Loads the file into another network and compares: each weight bit by bit, and what it makes of the test images.</summary>
    /// <param name="network">The network that was saved.</param>
    /// <param name="loaded">Another of its kind, on the same device.</param>
    /// <param name="evaluation">What the saved one makes of the test images.</param>
    /// <param name="test">The test images.</param>
    /// <param name="batch">The images computed at a time.</param>
    /// <returns>Whether they are the same.</returns>
    public bool Reproduces(CompiledNetwork network, CompiledNetwork loaded, Evaluation evaluation, Dataset test, int batch)
    {
        loaded.Load(Destination);
        Evaluation again = loaded.Evaluate(test, batch);
        return again.Accuracy == evaluation.Accuracy && again.Loss == evaluation.Loss
            && network.Parameters.Zip(loaded.Parameters).All(pair => SameBits(pair.First, pair.Second));
    }

    private static bool SameBits(Parameter left, Parameter right)
    {
        float[] values = new float[left.Count];
        float[] others = new float[right.Count];
        left.CopyTo(values);
        right.CopyTo(others);
        return MemoryMarshal.AsBytes(values.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(others.AsSpan()));
    }
}
