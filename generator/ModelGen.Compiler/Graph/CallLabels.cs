using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>Names the calls of a network in their order: as the source names them, else by their op and number, <c>conv1</c>, <c>conv2</c>; behind the scope that they are in.</summary>
internal sealed class CallLabels
{
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>The name of the next call.</summary>
    public string Next(CallValue call, SurfaceOp op)
    {
        string scope = call.Scope.Length == 0 ? "" : call.Scope + ".";
        if (call.Label is not null)
            return scope + call.Label;
        string stem = scope + op.StemOf(call);
        _counts.TryGetValue(stem, out int count);
        _counts[stem] = ++count;
        return stem + count;
    }
}
