using ModelGen.Runtime;

namespace ModelGen;

public abstract partial class CompiledNetwork
{
    // PyTorch counts the batches beside the running statistics of each layer. Nothing here depends on the count: a file may have it or not.
    private const string BatchCount = "num_batches_tracked";

    /// <summary>
    /// Saves the parameters and states as a safetensors file with PyTorch's names, shapes and order. The file is replaced whole or not at all, whenever the process or
    /// the machine stops. How many steps the network was trained, on which dropout's random numbers depend, is not in it.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <exception cref="IOException">It cannot be written; what was there before is untouched.</exception>
    public void Save(string path)
    {
        Enter();
        try
        {
            NetworkMemory current = ClaimedMemory;
            AtomicFile.Write(path, stream =>
            {
                stream.Write(SafetensorsWriter.Header(Plan.Parameters));
                foreach (ParameterPlan parameter in Plan.Parameters)
                {
                    var values = new float[parameter.Count];
                    ParameterLayout.Gather(parameter, ref current.Parameter(parameter.Offset), values);
                    SafetensorsWriter.WriteValues(stream, values);
                }
            });
        }
        finally
        {
            Exit();
        }
    }

    /// <summary>
    /// Loads the parameters and states from a safetensors file, PyTorch's or one of <see cref="Save"/>: all of them, or none if anything is wrong. F16, BF16 and
    /// F64 are converted; PyTorch's count of the batches that a running mean has seen is left out. What optimisers remember is kept, and so is the count of training steps.
    /// </summary>
    /// <param name="path">The file.</param>
    /// <param name="allowExtra">Whether the file may hold tensors that the network has no parameter for.</param>
    /// <exception cref="IOException">The file is not there or cannot be read.</exception>
    /// <exception cref="InvalidDataException">It is no safetensors file, damaged, or another network's; the message names the file and what is wrong.</exception>
    public void Load(string path, bool allowExtra = false)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        Enter();
        try
        {
            using var file = new SafetensorsReader(path);
            CheckTensors(file, allowExtra);
            // Read beside first: a file that ends early, or a disk that fails, must not leave half of it in the network.
            using var loaded = new AlignedBlock(Plan.ParameterFloats * sizeof(float), $"Loading {Plan.Name}");
            foreach (ParameterPlan parameter in Plan.Parameters)
            {
                var values = new float[parameter.Count];
                file.Read(file.Entries[parameter.Name], values);
                ParameterLayout.Scatter(parameter, values, ref loaded.Float(parameter.Offset));
            }

            ClaimedMemory.SetParameters(loaded);
        }
        finally
        {
            Exit();
        }
    }

    private void CheckTensors(SafetensorsReader file, bool allowExtra)
    {
        var names = new HashSet<string>();
        foreach (ParameterPlan parameter in Plan.Parameters)
        {
            names.Add(parameter.Name);
            if (!parameter.IsTrained)
                names.Add(parameter.Name[..(parameter.Name.LastIndexOf('.') + 1)] + BatchCount);
            if (!file.Entries.TryGetValue(parameter.Name, out SafetensorsEntry? entry))
                throw new InvalidDataException($"'{file.Path}' has no tensor '{parameter.Name}', which {Plan.Name} needs; it has {Listed(file.Entries.Keys)}.");
            if (!entry.Shape.SequenceEqual(parameter.Shape.Select(size => (long)size)))
                throw new InvalidDataException($"'{file.Path}' has '{parameter.Name}' in the shape [{string.Join(", ", entry.Shape)}]; {Plan.Name} needs [{string.Join(", ", parameter.Shape)}].");
            if (!SafetensorsReader.IsFloat(entry.Type))
                throw new InvalidDataException($"'{file.Path}' has '{parameter.Name}' as {entry.Type}; {Plan.Name} needs F32, F64, F16 or BF16.");
        }

        string[] extra = [.. file.Entries.Keys.Where(name => !names.Contains(name))];
        if (extra.Length > 0 && !allowExtra)
            throw new InvalidDataException($"'{file.Path}' has tensors that {Plan.Name} has no parameter for: {Listed(extra)}; load it with allowExtra to leave them out.");
    }

    private static string Listed(IEnumerable<string> names)
    {
        const int most = 8;
        string[] all = [.. names.Order(StringComparer.Ordinal)];
        string shown = string.Join(", ", all.Take(most));
        return all.Length == 0 ? "none" : all.Length > most ? $"{shown} and {all.Length - most} more" : shown;
    }
}
