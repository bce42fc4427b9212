using ModelGen.Compiler.Ops;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Graph;

/// <summary>Names the calls of a network in their order: as the source names them, else by their op and number, <c>conv1</c>, <c>conv2</c>.</summary>
internal sealed class CallLabels
{
    private readonly Dictionary<string, int> _counts = [];

    /// <summary>The name of the next call.</summary>
    public string Next(CallValue call, SurfaceOp op)
    {
        if (call.Label is not null)
            return call.Label;
        _counts.TryGetValue(op.Stem, out int count);
        _counts[op.Stem] = ++count;
        return op.Stem + count;
    }
}
