using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Gpu;

/// <summary>Which part of the user's source a kernel for GPUs serves: where it is reported that it cannot be compiled.</summary>
/// <param name="Class">The full name of the class of the kernels.</param>
/// <param name="Kernel">The kernel's method.</param>
/// <param name="Span">The layer's call.</param>
public sealed record KernelPlace(string Class, string Kernel, SourceSpan Span);
