using System.Linq.Expressions;
using System.Reflection;
using ILGPU;
using ILGPU.Backends;
using ILGPU.Backends.EntryPoints;
using ILGPU.Runtime;
using Kernel = ILGPU.Runtime.Kernel;

namespace ModelGen.Runtime;

/// <summary>A kernel's method, compiled for a device.</summary>
internal sealed class IlgpuKernel
{
    private static readonly MethodInfo createLauncher = typeof(Kernel).GetMethods()
        .Single(method => method is { Name: nameof(Kernel.CreateLauncherDelegate), IsGenericMethodDefinition: true } && method.GetParameters().Length == 0);

    private readonly Delegate launcher;

    /// <summary>Compiles it.</summary>
    /// <exception cref="DeviceException">ILGPU or the device's driver refuses it.</exception>
    public IlgpuKernel(Accelerator accelerator, MethodInfo method)
    {
        Parameters = [.. method.GetParameters().Select(parameter => parameter.ParameterType)];
        Type signature = Expression.GetDelegateType([typeof(AcceleratorStream), typeof(KernelConfig), .. Parameters, typeof(void)]);
        try
        {
            CompiledKernel compiled = accelerator.GetBackend().Compile(EntryPointDescription.FromExplicitlyGroupedKernel(method), KernelSpecialization.Empty);
            launcher = (Delegate)createLauncher.MakeGenericMethod(signature).Invoke(accelerator.LoadKernel(compiled), null)!;
        }
        catch (Exception exception) when (exception is InternalCompilerException or AcceleratorException or TargetInvocationException)
        {
            throw new DeviceException($"{method.Name} cannot be compiled for {accelerator.Name}: {exception.GetBaseException().Message}");
        }
    }

    /// <summary>The types of what it takes.</summary>
    public IReadOnlyList<Type> Parameters { get; }

    /// <summary>Launches it.</summary>
    /// <param name="arguments">The stream, how many groups of how many threads, and what it takes.</param>
    public void Launch(object?[] arguments) => launcher.DynamicInvoke(arguments);
}
