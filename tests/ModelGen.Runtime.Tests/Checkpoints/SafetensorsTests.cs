using System.Buffers.Binary;
using System.Text;

namespace ModelGen.Runtime.Tests;

public sealed class SafetensorsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("modelgen-safetensors-").FullName;

    private string File => Path.Combine(folder, "network.safetensors");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_saved_network_loads_with_the_same_bits()
    {
        using var saved = new SoftmaxRegression(seed: 5);
        saved.Bias[1] = float.NaN;
        saved.Bias[2] = -0f;
        saved.Save(File);
        using var loaded = new SoftmaxRegression(seed: 6);
        Assert.NotEqual(Samples.Bits(saved), Samples.Bits(loaded));
        loaded.Load(File);
        Assert.Equal(Samples.Bits(saved), Samples.Bits(loaded));
    }

    [Fact]
    public void The_file_is_as_the_format_says()
    {
        using var network = new SoftmaxRegression(features: 2, classes: 3);
        network.Weight.CopyFrom([1, 2, 3, 4, 5, 6]);
        network.Bias.CopyFrom([7, 8, 9]);
        network.Save(File);
        byte[] bytes = System.IO.File.ReadAllBytes(File);
        var length = (int)BinaryPrimitives.ReadUInt64LittleEndian(bytes);
        Assert.Equal(0, (8 + length) % 8);
        Assert.Equal(
            """{"__metadata__":{"format":"pt"},"dense1.weight":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]},"dense1.bias":{"dtype":"F32","shape":[3],"data_offsets":[24,36]}}""",
            Encoding.UTF8.GetString(bytes, 8, length).TrimEnd(' '));
        Assert.Equal(8 + length + 36, bytes.Length);
        for (int index = 0; index < 9; index++)
            Assert.Equal(index + 1f, BinaryPrimitives.ReadSingleLittleEndian(bytes.AsSpan(8 + length + (4 * index))));
    }

    [Fact]
    public void Large_parameters_cross_the_buffers_whole()
    {
        using var saved = new SoftmaxRegression(seed: 5, features: 20_011, classes: 3);
        saved.Save(File);
        using var loaded = new SoftmaxRegression(seed: 6, features: 20_011, classes: 3);
        loaded.Load(File);
        Assert.Equal(Samples.Bits(saved), Samples.Bits(loaded));
    }

    [Theory]
    [InlineData("F16", 2)]
    [InlineData("BF16", 2)]
    [InlineData("F64", 8)]
    public void Other_floats_are_converted(string type, int size)
    {
        // Values that every type holds exactly, in the other order than the network's.
        float[] values = [0.5f, -2f, 1024f, 1.25f, -0f, 3f, 0.015625f, 7f, -96f];
        var data = new byte[9 * size];
        for (int index = 0; index < 9; index++)
        {
            Span<byte> place = data.AsSpan(index * size);
            switch (type)
            {
                case "F16": BinaryPrimitives.WriteHalfLittleEndian(place, (Half)values[index]); break;
                case "BF16": BinaryPrimitives.WriteUInt16LittleEndian(place, (ushort)(BitConverter.SingleToUInt32Bits(values[index]) >> 16)); break;
                default: BinaryPrimitives.WriteDoubleLittleEndian(place, values[index]); break;
            }
        }

        Write($$$"""{"dense1.bias":{"dtype":"{{{type}}}","shape":[3],"data_offsets":[0,{{{3 * size}}}]},"dense1.weight":{"shape":[3,2],"data_offsets":[{{{3 * size}}},{{{9 * size}}}],"dtype":"{{{type}}}"}}""", data);
        using var network = new SoftmaxRegression(features: 2, classes: 3);
        network.Load(File);
        var loaded = new float[3];
        network.Bias.CopyTo(loaded);
        Assert.Equal(values[..3], loaded);
        var weight = new float[6];
        network.Weight.CopyTo(weight);
        Assert.Equal(values[3..], weight);
    }

    [Fact]
    public void Extra_tensors_are_named_or_left_out()
    {
        Write("""{"dense1.weight":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]},"dense1.bias":{"dtype":"F32","shape":[3],"data_offsets":[24,36]},"steps":{"dtype":"I64","shape":[],"data_offsets":[36,44]},"empty":{"dtype":"F32","shape":[0,3],"data_offsets":[44,44]}}""", new byte[44]);
        using var network = new SoftmaxRegression(features: 2, classes: 3);
        int[] before = Samples.Bits(network);
        var exception = Assert.Throws<InvalidDataException>(() => network.Load(File));
        Assert.Equal($"'{File}' has tensors that SoftmaxRegression has no parameter for: empty, steps; load it with allowExtra to leave them out.", exception.Message);
        Assert.Equal(before, Samples.Bits(network));
        network.Load(File, allowExtra: true);
        Assert.All(Samples.Bits(network), bits => Assert.Equal(0, bits));
    }

    /// <summary>Each refusal leaves the network as it was and says in one sentence which file and what is wrong.</summary>
    [Theory]
    [InlineData("""{"dense1.bias":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", 12, "has no tensor 'dense1.weight', which SoftmaxRegression needs; it has dense1.bias.")]
    [InlineData("""{W,"dense1.bias":{"dtype":"F32","shape":[4],"data_offsets":[24,40]}}""", 40, "has 'dense1.bias' in the shape [4]; SoftmaxRegression needs [3].")]
    [InlineData("""{W,"dense1.bias":{"dtype":"F32","shape":[3,1],"data_offsets":[24,36]}}""", 36, "has 'dense1.bias' in the shape [3, 1]; SoftmaxRegression needs [3].")]
    [InlineData("""{W,"dense1.bias":{"dtype":"I32","shape":[3],"data_offsets":[24,36]}}""", 36, "has 'dense1.bias' as I32; SoftmaxRegression needs F32, F64, F16 or BF16.")]
    [InlineData("""{W,"dense1.bias":{"dtype":"F33","shape":[3],"data_offsets":[24,36]}}""", 36, "tensor 'dense1.bias' has bytes 24 to 36, which does not fit its type F33 and its shape [3].")]
    [InlineData("""{W,"dense1.bias":{"dtype":"F32","shape":[3],"data_offsets":[24,40]}}""", 40, "which does not fit its type F32 and its shape [3].")]
    [InlineData("""{W,"dense1.bias":{"dtype":"F32","shape":[3],"data_offsets":[28,40]}}""", 40, "leaves a hole before it")]
    [InlineData("""{W,"dense1.bias":{"dtype":"F32","shape":[3],"data_offsets":[20,32]}}""", 32, "overlaps the one before it")]
    [InlineData("""{W,"dense1.bias":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}""", 36, "overlaps the one before it")]
    [InlineData("""{W,"dense1.bias":{"dtype":"F32","shape":[3],"data_offsets":[24,36]}}""", 40, "4 bytes at its end belong to no tensor.")]
    [InlineData("""{W,"dense1.bias":{"dtype":"F32","shape":[3],"data_offsets":[24,36]}}""", 35, "is truncated: its tensors have 36 bytes, of which the file holds 35.")]
    [InlineData("""{W,"dense1.bias":{"dtype":"F32","shape":[3],"data_offsets":[36,24]}}""", 24, "leaves a hole before it")]
    [InlineData("""{W,"dense1.bias":{"dtype":"F32","shape":[3],"data_offsets":[24,12]}}""", 24, "which does not fit")]
    [InlineData("""{W,"dense1.weight":{"dtype":"F32","shape":[3],"data_offsets":[24,36]}}""", 36, "its header names 'dense1.weight' twice.")]
    [InlineData("""{W,"d\u0065nse1.weight":{"dtype":"F32","shape":[3],"data_offsets":[24,36]}}""", 36, "its header names 'dense1.weight' twice.")]
    [InlineData("""{W,"__metadata__":{"a":"b"},"__metadata__":{"a":"b"}}""", 24, "its header names '__metadata__' twice.")]
    [InlineData("""{W,"__metadata__":{"a":"b","a":"c"}}""", 24, "its __metadata__ must be an object of strings under different names.")]
    [InlineData("""{W,"__metadata__":{"a":1}}""", 24, "its __metadata__ must be an object of strings")]
    [InlineData("""{W,"__metadata__":[]}""", 24, "its __metadata__ must be an object of strings")]
    [InlineData("""{W,"b":{"dtype":"F32","dtype":"F32","shape":[3],"data_offsets":[24,36]}}""", 36, "tensor 'b' must have one dtype, one shape and two data_offsets")]
    [InlineData("""{W,"b":{"dtype":"F32","shape":[3],"shape":[3],"data_offsets":[24,36]}}""", 36, "tensor 'b' must have one dtype")]
    [InlineData("""{W,"b":{"dtype":"F32","shape":[3]}}""", 36, "tensor 'b' must have one dtype")]
    [InlineData("""{W,"b":{"dtype":"F32","shape":[3],"data_offsets":[24,36],"more":1}}""", 36, "and nothing else.")]
    [InlineData("""{W,"b":{"dtype":"F32","shape":[3],"data_offsets":[24]}}""", 36, "tensor 'b' must have one dtype")]
    [InlineData("""{W,"b":{"dtype":"F32","shape":[3],"data_offsets":[24,36,48]}}""", 36, "tensor 'b' must have one dtype")]
    [InlineData("""{W,"b":{"dtype":"F32","shape":[-3],"data_offsets":[24,36]}}""", 36, "tensor 'b' must have one dtype")]
    [InlineData("""{W,"b":{"dtype":"F32","shape":[3.0],"data_offsets":[24,36]}}""", 36, "tensor 'b' must have one dtype")]
    [InlineData("""{W,"b":{"dtype":"F32","shape":["3"],"data_offsets":[24,36]}}""", 36, "tensor 'b' must have one dtype")]
    [InlineData("""{W,"b":{"dtype":"F32","shape":[[3]],"data_offsets":[24,36]}}""", 36, "tensor 'b' must have one dtype")]
    [InlineData("""{W,"b":{"dtype":32,"shape":[3],"data_offsets":[24,36]}}""", 36, "tensor 'b' must have one dtype")]
    [InlineData("""{W,"b":7}""", 24, "tensor 'b' must have one dtype")]
    [InlineData("""{W,"b":{"dtype":"F32","shape":[99999999999999999999],"data_offsets":[24,36]}}""", 36, "tensor 'b' must have one dtype")]
    [InlineData("""{W,"b":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[24,24]}}""", 24, "which does not fit its type F32")]
    [InlineData("""{W,"b":{"dtype":"F32","shape":[4294967296,4294967296,4294967296,4294967296],"data_offsets":[24,24]}}""", 24, "which does not fit its type F32")]
    [InlineData("""{W,"b":{"dtype":"F32","shape":[3],"data_offsets":[24,36]}""", 36, "its header is not valid JSON")]
    [InlineData("""{W} {}""", 24, "its header is not valid JSON")]
    [InlineData("""{W,}""", 24, "its header is not valid JSON")]
    [InlineData("""{W,"\ud800":{"dtype":"F32","shape":[3],"data_offsets":[24,36]}}""", 36, "its header is not valid JSON")]
    [InlineData("""[]""", 0, "its header is not a JSON object.")]
    [InlineData(""" {W}""", 24, "its header is not a JSON object.")]
    [InlineData("", 0, "its header is not a JSON object.")]
    public void A_damaged_file_is_refused(string header, int dataBytes, string expected)
    {
        Write(header.Replace("W", """
            "dense1.weight":{"dtype":"F32","shape":[3,2],"data_offsets":[0,24]}
            """.Trim()), new byte[dataBytes]);
        using var network = new SoftmaxRegression(features: 2, classes: 3);
        int[] before = Samples.Bits(network);
        var exception = Assert.Throws<InvalidDataException>(() => network.Load(File));
        Assert.Contains(expected, exception.Message);
        Assert.StartsWith($"'{File}' ", exception.Message);
        Assert.EndsWith(".", exception.Message);
        Assert.DoesNotContain('\n', exception.Message);
        Assert.Equal(before, Samples.Bits(network));
    }

    [Theory]
    [InlineData(100_000_001UL, "more than the 100000000 allowed")]
    [InlineData(ulong.MaxValue, "more than the 100000000 allowed")]
    [InlineData(1000UL, "is truncated")]
    public void A_header_that_cannot_be_is_refused(ulong length, string expected)
    {
        var bytes = new byte[100];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, length);
        System.IO.File.WriteAllBytes(File, bytes);
        using var network = new SoftmaxRegression();
        Assert.Contains(expected, Assert.Throws<InvalidDataException>(() => network.Load(File)).Message);
    }

    [Fact]
    public void A_file_cut_off_anywhere_is_refused()
    {
        using var network = new SoftmaxRegression(features: 2, classes: 3);
        network.Save(File);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        int[] before = Samples.Bits(network);
        for (int length = 0; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole.AsSpan(0, length));
            Assert.Throws<InvalidDataException>(() => network.Load(File));
        }

        Assert.Equal(before, Samples.Bits(network));
    }

    [Fact]
    public void Random_damage_is_refused_or_harmless()
    {
        using var network = new SoftmaxRegression(features: 2, classes: 3);
        network.Save(File);
        byte[] whole = System.IO.File.ReadAllBytes(File);
        var random = new Random(17);
        int refused = 0;
        for (int round = 0; round < 600; round++)
        {
            byte[] damaged = [.. whole];
            for (int change = random.Next(1, 4); change > 0; change--)
                damaged[random.Next(whole.Length - 36)] = (byte)random.Next(256);
            System.IO.File.WriteAllBytes(File, damaged);
            try
            {
                network.Load(File);
            }
            catch (InvalidDataException)
            {
                refused++;
            }
        }

        // What is not refused changed a blank into a blank, or a letter of the metadata.
        Assert.InRange(refused, 500, 600);
    }

    [Fact]
    public void A_missing_file_and_a_folder_are_named()
    {
        using var network = new SoftmaxRegression();
        Assert.Equal($"Cannot load '{File}': there is no such file.", Assert.Throws<FileNotFoundException>(() => network.Load(File)).Message);
        string deeper = Path.Combine(folder, "missing", "x");
        Assert.Equal($"Cannot load '{deeper}': there is no such file.", Assert.Throws<FileNotFoundException>(() => network.Load(deeper)).Message);
        Assert.Equal($"Cannot load '{folder}': it is a folder.", Assert.Throws<IOException>(() => network.Load(folder)).Message);
    }

    private void Write(string header, byte[] data)
    {
        byte[] text = Encoding.UTF8.GetBytes(header);
        var bytes = new byte[8 + text.Length + data.Length];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)text.Length);
        text.CopyTo(bytes, 8);
        data.CopyTo(bytes, 8 + text.Length);
        System.IO.File.WriteAllBytes(File, bytes);
    }
}
