using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using ILGPU;
using ILGPU.Backends.EntryPoints;
using ILGPU.Backends.PTX;
using ILGPU.Runtime;
using ILGPU.Runtime.Cuda;

namespace ModelGen.Ptx;

/// <summary>Compiles kernels to PTX modules: one for each class that holds some, for one architecture. The same kernels give the same text.</summary>
public static partial class PtxCompiler
{
    private const string KernelAttribute = "GpuKernelAttribute";

    // Of these the driver's assembler knows every instruction that is used; drivers since CUDA 11.0 read it.
    private static readonly (int Major, int Minor) instructionSet = (7, 0);

    // What the driver itself defines.
    private static readonly HashSet<string> driverFunctions = ["vprintf", "__assertfail"];

    /// <summary>The architectures that modules are written for; the driver compiles them forward to later ones.</summary>
    public static IReadOnlyList<int> Architectures { get; } = [75, 80];

    /// <summary>The classes of an assembly that hold kernels, by name.</summary>
    public static IEnumerable<Type> KernelClasses(Assembly assembly) => assembly.GetTypes()
        .Where(type => KernelsOf(type).Any())
        .OrderBy(type => type.FullName, StringComparer.Ordinal);

    /// <summary>The kernels of a class, by name.</summary>
    public static IEnumerable<MethodInfo> KernelsOf(Type type) => type
        .GetMethods(BindingFlags.Static | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly)
        .Where(method => method.GetCustomAttributesData().Any(attribute => attribute.AttributeType.Name == KernelAttribute))
        .OrderBy(method => method.Name, StringComparer.Ordinal);

    /// <summary>The file of a class's module.</summary>
    public static string FileName(Type type, int architecture) => $"{type.FullName}.sm_{architecture.ToString(CultureInfo.InvariantCulture)}.ptx";

    /// <summary>
    /// The modules of a class, oldest architecture first. Where a later architecture gains nothing by one of its own, it has none: the driver takes the earlier one's.
    /// </summary>
    /// <exception cref="PtxException">A kernel cannot be compiled.</exception>
    public static IEnumerable<(int Architecture, string Text)> Modules(Type type)
    {
        string? last = null;
        foreach (int architecture in Architectures)
        {
            string text = Module(type, architecture);
            string code = text[text.IndexOf(".address_size", StringComparison.Ordinal)..];
            if (code != last)
                yield return (architecture, text);
            last = code;
        }
    }

    /// <summary>The module of a class; each kernel's entry has its method's name.</summary>
    /// <exception cref="PtxException">A kernel cannot be compiled.</exception>
    public static string Module(Type type, int architecture)
    {
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $".version {instructionSet.Major}.{instructionSet.Minor}\n.target sm_{architecture}\n.address_size 64\n");
        foreach (MethodInfo kernel in KernelsOf(type))
            text.Append('\n').Append(Kernel(kernel, architecture)).Append('\n');
        return text.ToString();
    }

    private static string Kernel(MethodInfo method, int architecture)
    {
        try
        {
            // A fresh context for each: the numbers in the text then depend on nothing else.
            using Context context = Context.Create(builder => builder.Optimize(OptimizationLevel.O2));
            var target = new CudaArchitecture(architecture / 10, architecture % 10);
            using var backend = new PTXBackend(context, new CudaCapabilityContext(target), target, new CudaInstructionSet(instructionSet.Major, instructionSet.Minor), null!);
            var compiled = (PTXCompiledKernel)backend.Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method), KernelSpecialization.Empty);
            return Rename(compiled.PTXAssembly, compiled.Name, method.Name);
        }
        catch (Exception exception)
        {
            Exception cause = exception;
            while (cause is InternalCompilerException or AggregateException or TargetInvocationException && cause.InnerException is not null)
                cause = cause.InnerException;
            throw new PtxException(method, cause.Message.Split('\n')[0].Trim(), exception);
        }
    }

    // Every symbol gets the kernel's name in front, so that all kernels of a class fit into one module.
    private static string Rename(string assembly, string entry, string name)
    {
        string text = Header().Replace(assembly.Replace("\r", "", StringComparison.Ordinal), "").Trim('\n');
        HashSet<string> defined = [.. Definition().Matches(text).Select(match => match.Groups[1].Value)];
        string[] missing = [.. Call().Matches(text).Select(match => match.Groups[1].Value).Except(defined).Except(driverFunctions)];
        if (missing.Length > 0)
            throw new NotSupportedException($"It calls {string.Join(", ", missing)}, which no driver has.");
        foreach (string symbol in defined)
            text = Regex.Replace(text, $@"(?<![\w$]){Regex.Escape(symbol)}(?![\w$])", symbol == entry ? name : $"{name}__{symbol}");
        return Renumber(text);
    }

    // The numbers in names go on from kernel to kernel; counted afresh they depend on the kernel alone.
    private static string Renumber(string text)
    {
        var numbers = new Dictionary<string, string>();
        return Number().Replace(text, match =>
        {
            if (!numbers.TryGetValue(match.Value, out string? number))
                numbers[match.Value] = number = numbers.Count.ToString(CultureInfo.InvariantCulture);
            return number;
        });
    }

    [GeneratedRegex(@"^(//.*|\.version .*|\.target .*|\.address_size .*)\n", RegexOptions.Multiline)]
    private static partial Regex Header();

    [GeneratedRegex(@"^(?!\.extern)[^\n]*\.(?:func|entry)\s+(?:\([^)]*\)\s*)?([A-Za-z_$][\w$]*)\s*\(", RegexOptions.Multiline)]
    private static partial Regex Definition();

    [GeneratedRegex(@"(?<=[A-Za-z0-9]_)\d+(?![\w$])")]
    private static partial Regex Number();

    [GeneratedRegex(@"call(?:\.uni)?\s+(?:\([^)]*\),\s*)?([A-Za-z_$][\w$]*)")]
    private static partial Regex Call();
}

/// <summary>A kernel that cannot be compiled to PTX.</summary>
/// <param name="kernel">The kernel.</param>
/// <param name="reason">Why.</param>
/// <param name="inner">What ILGPU threw.</param>
public sealed class PtxException(MethodInfo kernel, string reason, Exception inner)
    : Exception($"{kernel.DeclaringType!.FullName}.{kernel.Name}: {reason}", inner)
{
    /// <summary>The kernel.</summary>
    public MethodInfo Kernel => kernel;
}
