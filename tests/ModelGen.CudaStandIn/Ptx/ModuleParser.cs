using System.Globalization;
using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Ptx;

/// <summary>Reads a module: what it is for, and its kernels.</summary>
internal sealed class ModuleParser
{
    private const int MostSharedBytes = 48 * 1024;

    private static readonly string[] limits = [".maxntid", ".reqntid", ".minnctapersm", ".maxnreg"];

    private readonly TokenReader reader;

    private ModuleParser(string text) => reader = new TokenReader(text);

    /// <summary>Reads a text.</summary>
    /// <exception cref="PtxException">It is not PTX, or has something in it that is not known.</exception>
    public static Module Parse(string text) => new ModuleParser(text).Parse();

    private Module Parse()
    {
        var kernels = new Dictionary<string, Kernel>();
        int architecture = 0;
        while (!reader.IsAtEnd)
        {
            int line = reader.Line;
            string directive = reader.Word();
            switch (directive)
            {
                case ".version":
                    reader.Word();
                    break;
                case ".target":
                    architecture = Architecture(line, reader.Word());
                    break;
                case ".address_size":
                    if (reader.Number() != 64)
                        throw new PtxException(line, "only addresses of 64 bits are known");
                    break;
                case ".visible":
                    reader.Expect(".entry");
                    Kernel kernel = Entry();
                    if (!kernels.TryAdd(kernel.Name, kernel))
                        throw new PtxException(line, $"there are two kernels named '{kernel.Name}'");
                    break;
                default:
                    throw new PtxException(line, $"the directive '{directive}' is not known");
            }
        }

        return architecture > 0 ? new Module(architecture, kernels) : throw new PtxException(1, "there is no .target");
    }

    private static int Architecture(int line, string target) =>
        target.StartsWith("sm_", StringComparison.Ordinal) && int.TryParse(target.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out int architecture)
            ? architecture
            : throw new PtxException(line, $"the target '{target}' is not known");

    private Kernel Entry()
    {
        string name = reader.Word();
        int line = reader.Line;
        var kernel = new KernelBuilder(name);
        reader.Expect("(");
        if (!reader.Take(")"))
        {
            do
                Parameter(kernel);
            while (reader.Take(","));
            reader.Expect(")");
        }

        while (limits.Contains(reader.Peek))
            Limit(kernel);
        new BodyParser(reader, kernel).Parse();
        if (kernel.SharedBytes > MostSharedBytes)
            throw new PtxException(line, $"the kernel '{name}' uses {kernel.SharedBytes} bytes of shared memory; {MostSharedBytes} are there");
        return kernel.Build();
    }

    // .param .align 8 .b8 _image_0[16]
    private void Parameter(KernelBuilder kernel)
    {
        reader.Expect(".param");
        (string name, int bytes, int alignment) = Variable(reader);
        kernel.AddParameter(name, bytes, alignment);
    }

    private void Limit(KernelBuilder kernel)
    {
        string limit = reader.Word();
        int product = reader.Number();
        while (reader.Take(","))
            product *= reader.Number();
        if (limit is ".maxntid" or ".reqntid")
            kernel.MostThreads = product;
    }

    /// <summary>Reads a variable's alignment, type, name and length.</summary>
    public static (string Name, int Bytes, int Alignment) Variable(TokenReader reader)
    {
        int alignment = reader.Take(".align") ? reader.Number() : 0;
        PtxType type = Type(reader);
        string name = reader.Word();
        int count = 1;
        if (reader.Take("["))
        {
            count = reader.Number();
            reader.Expect("]");
        }

        return (name, count * type.Bytes, alignment > 0 ? alignment : type.Bytes);
    }

    /// <summary>Reads a type with its dot.</summary>
    public static PtxType Type(TokenReader reader)
    {
        int line = reader.Line;
        string word = reader.Word();
        return (word[0] == '.' ? PtxType.Find(word[1..]) : null) ?? throw new PtxException(line, $"a type expected, '{word}' found");
    }
}
