using ModelGen.Compiler.Gpu;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Gpu;

/// <summary>Prints a network's kernels for a GPU.</summary>
public static class GpuModelPrinter
{
    /// <summary>The files that a network's class gets besides, where its project asks for kernels: the kernels, and which of them each program runs.</summary>
    public static IEnumerable<EmittedFile> Files(GpuModel model) =>
        [new EmittedFile(model.Model.Spec.Class.FullName + ".GpuKernels.g.cs", Print(model)), new LaunchPrinter(model).Print()];

    /// <summary>The file of the kernels: a static class beside the network's.</summary>
    public static string Print(GpuModel model)
    {
        ClassSpec spec = model.Model.Spec.Class;
        var writer = new CodeWriter();
        writer.Write(Contents.Header(model.Methods.Select(method => Contents.Kernel(method.Name, method.Kernel.Summary.Split('\n').Select(line => line.Substring(line.LastIndexOf('→') + 1).Trim()).ToArray())).ToArray())).Line();
        writer.Write("using System;\nusing ILGPU;\nusing ModelGen.Runtime;").Line();
        if (spec.Namespace.Length > 0)
            writer.Write($"namespace {spec.Namespace};").Line();
        writer.Summary($"The kernels of {spec.Name} for a GPU.");
        writer.Write("[global::System.CodeDom.Compiler.GeneratedCode(\"ModelGen\", null), global::System.ComponentModel.EditorBrowsable(global::System.ComponentModel.EditorBrowsableState.Never)]");
        using (writer.Block($"public static class {ClassName(spec)}"))
        {
            for (int i = 0; i < model.Methods.Count; i++)
            {
                if (i > 0)
                    writer.Line();
                GpuKernelPrinter.Print(writer, model.Methods[i]);
            }
        }

        return writer.Take();
    }

    /// <summary>The class's name with its namespace.</summary>
    public static string FullClassName(ClassSpec spec) => spec.Namespace.Length == 0 ? ClassName(spec) : $"{spec.Namespace}.{ClassName(spec)}";

    /// <summary>The class's name; a nested network's has the names around it in front.</summary>
    public static string ClassName(ClassSpec spec) =>
        spec.FullName.Substring(spec.Namespace.Length).Replace(".", "") + "GpuKernels";
}
