using System.Collections.Concurrent;
using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Spec;

namespace ModelGen.Compiler.Ops;

/// <summary>
/// An op as users write it: a method of <c>ModelGen.Tensor</c>, or an operator. It checks what it is given, with a message that teaches, and builds
/// the primitive ops that compute it. The class is named after the method, with <c>Call</c> behind it, and is found by that name: adding an op
/// is adding its file (and its method on <c>Tensor</c>).
/// </summary>
public abstract class SurfaceOp
{
    private const string Suffix = "Call";

    private static readonly ConcurrentDictionary<string, SurfaceOp?> Known = new();

    /// <summary>The method's name.</summary>
    public string Name => GetType().Name.Substring(0, GetType().Name.Length - Suffix.Length);

    /// <summary>What its calls are called in names and messages where the user gives no name, before their number: <c>conv</c> for <c>conv1</c>.</summary>
    public virtual string StemOf(CallValue call) => char.ToLowerInvariant(Name[0]) + Name.Substring(1);

    /// <summary>The names of the parameters that it may have, behind the layer's: <c>weight</c>, <c>bias</c>; states too.</summary>
    public virtual IReadOnlyList<string> ParameterNames => [];

    /// <summary>The names of the parameters that a call of it has, behind the layer's.</summary>
    public virtual IReadOnlyList<string> ParametersOf(CallValue call) => ParameterNames;

    /// <summary>Whether a call of it may have parameters of its own, and so is named and counted as a layer.</summary>
    public virtual bool IsLayer(CallValue call) => ParameterNames.Count > 0;

    /// <summary>Checks the call and builds its value.</summary>
    /// <exception cref="NetworkException">The call does not fit; the exception says why and where.</exception>
    public abstract Node Build(Call call);

    /// <summary>The surface op of a name; null where there is none.</summary>
    public static SurfaceOp? Find(string name) => Known.GetOrAdd(name, Make);

    // One type is looked up by its name: going through all of them would load them all.
    private static SurfaceOp? Make(string name)
    {
        Type? type = typeof(SurfaceOp).Assembly.GetType($"{typeof(SurfaceOp).Namespace}.{name}{Suffix}");
        return type is { IsAbstract: false } && typeof(SurfaceOp).IsAssignableFrom(type) ? (SurfaceOp)Activator.CreateInstance(type)! : null;
    }
}
