using System.Runtime.InteropServices;
using ModelGen;

namespace Mnist;

/// <summary>The file the weights go to.</summary>
internal sealed class WeightsFile
{
    private readonly string path;

    /// <summary>Makes sure that the file can be written, before anything is trained.</summary>
    /// <exception cref="UsageException">It cannot.</exception>
    public WeightsFile(string path)
    {
        this.path = path;
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

    /// <summary>Saves the weights of a network.</summary>
    /// <exception cref="UsageException">The disk is full, or the folder is gone.</exception>
    public void Save(CompiledNetwork network)
    {
        try
        {
            network.Save(path);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new UsageException(exception.Message, exception);
        }
    }

    /// <summary>Loads the file into another network and compares: each weight bit by bit, and what it makes of the test images.</summary>
    /// <returns>Whether they are the same.</returns>
    public bool Reproduces(MnistCnn network, Evaluation evaluation, Dataset test, int batch)
    {
        using MnistCnn loaded = new(unchecked(network.Seed + 1), network.Threads);
        loaded.Load(path);
        loaded.To(network.Device);
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
