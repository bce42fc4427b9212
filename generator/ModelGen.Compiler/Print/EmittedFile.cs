using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Print;

/// <summary>An emitted file.</summary>
/// <param name="Name">Its name, unique in the user's project: <c>MyApp.MnistCnn.Kernels512.g.cs</c>.</param>
/// <param name="Pieces">Its text in pieces. Most of them are kernels' texts, which one edit after another leaves as they are: nobody copies them into a whole that he does not need.</param>
public sealed record EmittedFile(string Name, EquatableArray<string> Pieces)
{
    /// <summary>A file of one piece.</summary>
    /// <param name="name">Its name.</param>
    /// <param name="text">Its text.</param>
    public EmittedFile(string name, string text)
        : this(name, new EquatableArray<string>([text]))
    {
    }

    /// <summary>The whole text, put together anew.</summary>
    public string Text => string.Concat(Pieces);
}
