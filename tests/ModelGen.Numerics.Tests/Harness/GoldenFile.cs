using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace ModelGen.Numerics.Tests.Harness;

/// <summary>
/// A safetensors file of float tensors, read plainly and on its own: the runtime's reader and writer are among what is tested with it.
/// </summary>
internal sealed class GoldenFile
{
    private readonly Dictionary<string, (int[] Shape, float[] Values)> tensors = [];

    private GoldenFile(byte[] file)
    {
        int header = checked((int)BinaryPrimitives.ReadUInt64LittleEndian(file));
        byte[] data = file[(sizeof(ulong) + header)..];
        using JsonDocument json = JsonDocument.Parse(file.AsMemory(sizeof(ulong), header));
        foreach (JsonProperty tensor in json.RootElement.EnumerateObject().Where(property => property.Name != "__metadata__"))
        {
            Assert.Equal("F32", tensor.Value.GetProperty("dtype").GetString());
            int[] shape = [.. tensor.Value.GetProperty("shape").EnumerateArray().Select(size => size.GetInt32())];
            int begin = tensor.Value.GetProperty("data_offsets")[0].GetInt32();
            int end = tensor.Value.GetProperty("data_offsets")[1].GetInt32();
            float[] values = MemoryMarshal.Cast<byte, float>(data.AsSpan(begin, end - begin)).ToArray();
            Assert.Equal(shape.Aggregate(1, (product, size) => product * size), values.Length);
            tensors.Add(tensor.Name, (shape, values));
        }
    }

    /// <summary>The names of the tensors, in the order of the header.</summary>
    public IEnumerable<string> Names => tensors.Keys;

    /// <summary>Reads one of the files that libtorch's side made.</summary>
    public static GoldenFile Named(string name) => At(PathOf(name));

    /// <summary>The path of one of the files that libtorch's side made.</summary>
    public static string PathOf(string name) => Path.Combine(AppContext.BaseDirectory, "Golden", $"{name}.safetensors");

    /// <summary>Reads a file.</summary>
    public static GoldenFile At(string path) => new(File.ReadAllBytes(path));

    /// <summary>The shape of a tensor.</summary>
    public int[] Shape(string name) => tensors[name].Shape;

    /// <summary>The values of a tensor.</summary>
    public float[] Values(string name) => tensors[name].Values;

    /// <summary>The values of a tensor that something is to be compared with: not all zeros, and finite.</summary>
    public float[] Reference(string name)
    {
        float[] values = tensors[name].Values;
        Assert.True(Cases.Closeness.IsTelling(values), $"The reference {name} is all zeros or not finite: comparing with it says nothing.");
        return values;
    }
}
