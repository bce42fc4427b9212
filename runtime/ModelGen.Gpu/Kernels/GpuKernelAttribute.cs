using System.ComponentModel;

namespace ModelGen.Runtime;

/// <summary>Marks a method that a GPU runs: static, over array views and integers, grouped explicitly.</summary>
[AttributeUsage(AttributeTargets.Method)]
[EditorBrowsable(EditorBrowsableState.Never)]
public sealed class GpuKernelAttribute : Attribute;
