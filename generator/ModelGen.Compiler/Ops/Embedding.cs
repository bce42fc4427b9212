using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>The surface of the embedding layer: rows of its own table, PyTorch's weight [rows, width], by index.</summary>
public sealed class EmbeddingCall : SurfaceOp
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> ParameterNames => ["weight"];

    /// <inheritdoc/>
    public override Node Build(Call call)
    {
        Node indices = GatherCall.Indices(call, 0);
        long rows = call.Positive("rows"), width = call.Positive("width");
        return GatherCall.Of(call, call.Parameter("weight", new Shape(rows, width), width, rows, "Normal"), indices);
    }
}
