using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>Names the calls of a network in their order: as the source names them, else by their op and number, <c>conv1</c>, <c>conv2</c>.</summary>
internal sealed class CallLabels
{
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>The name of the next call.</summary>
    public string Next(CallValue call)
    {
        if (call.Label is not null)
            return call.Label;
        string stem = SurfaceOp.All[call.Op].Stem;
        _counts.TryGetValue(stem, out int count);
        _counts[stem] = ++count;
        return stem + count;
    }
}
