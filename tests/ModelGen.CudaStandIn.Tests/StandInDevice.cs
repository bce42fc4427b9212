using ModelGen.CudaStandIn.Driver;
using ModelGen.CudaStandIn.Execution;

namespace ModelGen.CudaStandIn.Tests;

/// <summary>A driver with a device of its own, and kernels written for a test.</summary>
internal sealed unsafe class StandInDevice
{
    private readonly StandInDriver driver;

    public StandInDevice(StandInSettings? settings = null)
    {
        driver = new StandInDriver(settings ?? new StandInSettings());
        Enter(0);
    }

    /// <summary>What a kernel did that it must not.</summary>
    public string? LastFault => driver.LastFault;

    /// <summary>Makes a device the thread's.</summary>
    public void Enter(int device) => Do(called => called.SetCurrent(called.RetainContext(device)));

    /// <summary>What the driver answers.</summary>
    public CudaError Try(Action<StandInDriver> function) => driver.Call(function);

    /// <summary>Calls what must be done.</summary>
    public void Do(Action<StandInDriver> function) => Assert.Equal(CudaError.Success, driver.Call(function));

    /// <summary>Calls what must be done.</summary>
    public T Get<T>(Func<StandInDriver, T> function)
    {
        T result = default!;
        Do(called => result = function(called));
        return result;
    }

    /// <summary>
    /// A kernel of the body. It has the parameters <c>out</c> and <c>in</c>; <c>%r0</c> is the thread, <c>%rd0</c> and <c>%rd1</c> are the parameters, <c>%rd2</c> and <c>%rd3</c> the thread's words
    /// there, <c>memory</c> is 1024 bytes that its group shares.
    /// </summary>
    public nint Kernel(string body)
    {
        nint module = Get(called => called.LoadModule(Text(body)));
        return Get(called => called.GetFunction(module, "test"));
    }

    /// <summary>A module with one kernel. The first line of the body is the 20th.</summary>
    public static string Text(string body) => $$"""
        .version 7.0
        .target sm_75
        .address_size 64

        .visible .entry test(.param .b64 out, .param .b64 in)
        {
            .reg .pred %p<9>;
            .reg .b16 %rs<9>;
            .reg .b32 %r<20>;
            .reg .b64 %rd<20>;
            .reg .f32 %f<20>;
            .reg .f64 %fd<9>;
            .shared .align 8 .b8 memory[1024];
            ld.param.b64 %rd0, [out];
            ld.param.b64 %rd1, [in];
            mov.b32 %r0, %tid.x;
            mul.wide.u32 %rd4, %r0, 4;
            add.u64 %rd2, %rd0, %rd4;
            add.u64 %rd3, %rd1, %rd4;
            {{body}}
        }

        """;

    /// <summary>Words on the device.</summary>
    public ulong Words(params uint[] values)
    {
        ulong address = Get(called => called.Allocate((ulong)values.Length * sizeof(uint)));
        fixed (uint* source = values)
        {
            uint* from = source;
            Do(called => called.CopyToDevice(address, from, (ulong)values.Length * sizeof(uint)));
        }

        return address;
    }

    /// <summary>Words of the device, once it is done.</summary>
    public uint[] Read(ulong address, int count)
    {
        Do(called => called.SynchronizeContext());
        var values = new uint[count];
        fixed (uint* destination = values)
        {
            uint* to = destination;
            Do(called => called.CopyToHost(to, address, (ulong)count * sizeof(uint)));
        }

        return values;
    }

    /// <summary>Gives the device a launch.</summary>
    public CudaError Launch(nint kernel, uint groups, uint threads, ulong output, ulong input = 0, nint stream = 0)
    {
        ulong* values = stackalloc ulong[] { output, input };
        void** arguments = stackalloc void*[] { values, values + 1 };
        return driver.Call(called => called.Launch(kernel, new Extent(groups, 1, 1), new Extent(threads, 1, 1), 0, stream, arguments));
    }

    /// <summary>What the threads of a group wrote, each its word.</summary>
    public uint[] Run(string body, uint threads = 32, params uint[] input)
    {
        ulong output = Words(new uint[threads]), given = Words([.. input, 0]);
        Assert.Equal(CudaError.Success, Launch(Kernel(body), 1, threads, output, given));
        return Read(output, (int)threads);
    }

    /// <summary>What the driver answers when a kernel of so many groups has run, and what the kernel did.</summary>
    public (CudaError Error, string Message) Judge(string body, uint threads = 32, uint groups = 1)
    {
        ulong output = Words(new uint[threads]), given = Words(new uint[threads]);
        Assert.Equal(CudaError.Success, Launch(Kernel(body), groups, threads, output, given));
        return (Try(called => called.SynchronizeContext()), LastFault ?? "");
    }
}
