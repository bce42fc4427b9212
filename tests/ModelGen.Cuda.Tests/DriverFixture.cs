using System.Runtime.InteropServices;
using ModelGen.Cuda.Tests;
using ModelGen.Packaging.Tests;
using ModelGen.Runtime;

[assembly: AssemblyFixture(typeof(DriverFixture))]

namespace ModelGen.Cuda.Tests;

/// <summary>Sees to it that there is a driver: where the machine has none and none is named, the library that interprets kernels, wherever there is a linker to publish it with.</summary>
public sealed class DriverFixture : IAsyncLifetime
{
    private readonly PublishedStandIn standIn = new();

    public async ValueTask InitializeAsync()
    {
        bool isThere = CudaDriver.Names().Any(name => NativeLibrary.TryLoad(name, out _));
        if (!isThere && Linker.IsThere())
            Environment.SetEnvironmentVariable(CudaDriver.LibraryVariable, await standIn.Library());
    }

    public ValueTask DisposeAsync()
    {
        standIn.Dispose();
        return ValueTask.CompletedTask;
    }
}
