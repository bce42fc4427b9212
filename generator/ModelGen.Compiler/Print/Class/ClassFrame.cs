using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print.Class;

/// <summary>What stands around everything emitted for a class: the header, its namespace and the types around it.</summary>
internal static class ClassFrame
{
    /// <summary>How many blocks the members of the class lie in.</summary>
    public static int Depth(ClassSpec spec) => spec.ContainingTypes.Count + 1;

    /// <summary>A file with one part of the class.</summary>
    /// <param name="spec">The class.</param>
    /// <param name="part">Which part: what its name has behind that of the class, such as <c>.Programs</c>.</param>
    /// <param name="contents">What is in it: names, and what they are.</param>
    /// <param name="usings">The namespaces it uses.</param>
    /// <param name="isNullable">Whether references in it may be null. The C# compiler follows every value for that, also where none is a reference.</param>
    /// <param name="declaration">What stands in front of <c>partial class</c> and behind its name.</param>
    /// <param name="body">Writes the members.</param>
    public static EmittedFile File(
        ClassSpec spec,
        string part,
        IReadOnlyList<(string Name, string What)> contents,
        IEnumerable<string> usings,
        bool isNullable,
        (string Before, string After) declaration,
        Action<CodeWriter> body)
    {
        var writer = new CodeWriter();
        writer.Write(Contents.Header(contents));
        if (isNullable)
            writer.Write("#nullable enable");
        writer.Line();
        foreach (string name in usings)
            writer.Write($"using {name};");
        if (usings.Any())
            writer.Line();
        if (spec.Namespace.Length > 0)
            writer.Write($"namespace {spec.Namespace};").Line();
        var open = new Stack<IDisposable>();
        foreach (string type in spec.ContainingTypes)
            open.Push(writer.Block(type));
        using (writer.Block($"{declaration.Before}partial class {Identifiers.Safe(spec.Name)}{declaration.After}"))
            body(writer);
        while (open.Count > 0)
            open.Pop().Dispose();
        return new EmittedFile($"{spec.FullName}{part}.g.cs", writer.TakePieces());
    }
}
