namespace ModelGen.CudaStandIn.Ptx;

/// <summary>A text that is no PTX, or has something in it that is not known.</summary>
/// <param name="line">The line of the text, counted from 1.</param>
/// <param name="what">What is wrong.</param>
internal sealed class PtxException(int line, string what) : Exception($"line {line}: {what}");
