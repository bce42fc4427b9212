namespace ModelGen.Runtime.Tests;

/// <summary>What an optimiser does on the processor alone is refused elsewhere before anything moves.</summary>
public sealed unsafe class DeviceRefusalTests
{
    public static TheoryData<string, Func<Optimizer>> Refused => new()
    {
        { "Muon runs", () => new Muon() },
        { "Gradients are accumulated", () => new Sgd { AccumulationSteps = 2 } },
        { "Gradients are clipped", () => new Sgd { ClipNorm = 1 } },
        { "Gradients are clipped", () => new Sgd { ClipValue = 1 } },
        { "Parameters have groups", () => Grouped() },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public void A_device_refuses(string what, Func<Optimizer> create)
    {
        using DeviceMatrixNetwork network = new();
        PretendedDevice device = new();
        network.To(device);
        NotSupportedException refusal = Assert.Throws<NotSupportedException>(() => network.Step(create()));
        Assert.Equal($"{what} on the processor alone, and DeviceMatrixNetwork is on a pretended device; network.To(Device.Cpu) moves it there.", refusal.Message);
        Assert.Equal(0, device.Updates);
        network.Step(new AdamW());
        Assert.Equal(1, device.Updates);
        network.To(Device.Cpu);
        network.Step(create());
    }

    [Fact]
    public void A_device_without_a_clock_takes_no_profile_and_a_network_with_one_does_not_move()
    {
        using DeviceMatrixNetwork network = new();
        network.StartProfile();
        Assert.Equal("A profile is of one device: stop it before the network moves.", Assert.Throws<NotSupportedException>(() => network.To(new PretendedDevice())).Message);
        network.StopProfile();
        network.To(new PretendedDevice());
        Assert.Equal(
            "a pretended device, which DeviceMatrixNetwork is on, does not tell how long its kernels take; on the processor a profile can be taken.",
            Assert.Throws<NotSupportedException>(network.StartProfile).Message);
    }

    private static Sgd Grouped()
    {
        Sgd optimizer = new();
        optimizer.Groups.Add("w", frozen: true);
        return optimizer;
    }

    private sealed class DeviceMatrixNetwork() : CompiledNetwork(Layout, seed: 1, threads: 1)
    {
        private static readonly NetworkPlan Layout =
            new(nameof(DeviceMatrixNetwork), [], [], [new InputPlan("y", false, [1])], [MatrixNetwork.Plain("w", 0, 4, 4)], 16);

        public override ParameterList Parameters => new(this);

        protected override string DeviceKernels => "Kernels";

        public void Step(Optimizer optimizer) => Update(optimizer);

        protected override long ArenaBytes(ReadOnlySpan<int> sizes) => 0;

        protected override ProgramKernels KernelsOf(int program, ReadOnlySpan<int> sizes) => throw new NotSupportedException();

        protected override void RunProgram(int program, NetworkMemory memory, Worker worker) => throw new NotSupportedException();
    }

    private sealed class PretendedDevice : Device
    {
        public int Updates { get; set; }

        public override string Name => "a pretended device";

        internal override DeviceSession Open(DeviceNetwork network) => new Session(this);
    }

    private sealed class Session(PretendedDevice device) : DeviceSession
    {
        public override bool CanProfile => false;

        public override void FetchStates()
        {
        }

        public override void Dispose()
        {
        }

        protected override void Prepare(LaunchList list)
        {
        }

        protected override void Run(LaunchList list, NetworkMemory memory)
        {
        }

        protected override void Update(OptimizerState? state) => device.Updates++;

        protected override void Read(DeviceBuffer buffer, Span<float> destination)
        {
        }

        protected override void Read(DeviceMemory memory, float* destination, long floats)
        {
        }

        protected override void Write(DeviceMemory memory, float* source, long floats)
        {
        }
    }
}
