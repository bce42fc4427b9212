namespace ModelGen.Runtime.Tests;

/// <summary>Parameters without a program: a test says what their gradients are.</summary>
public sealed class MatrixNetwork : CompiledNetwork
{
    private readonly ParameterPlan[] plans;

    public MatrixNetwork(int threads, params ParameterPlan[] plans)
        : base(PlanFor(plans), seed: 3, threads)
    {
        this.plans = plans;
        Parameters = new ParameterList(this);
    }

    public override ParameterList Parameters { get; }

    /// <summary>A parameter whose memory has the last axis innermost.</summary>
    public static ParameterPlan Plain(string name, long offset, params int[] shape)
    {
        var strides = new int[shape.Length];
        for (int axis = shape.Length - 1, stride = 1; axis >= 0; stride *= shape[axis--])
            strides[axis] = stride;
        return new ParameterPlan(name, shape, shape, strides, offset, Initializer.GlorotUniform, shape[^1], shape[0]);
    }

    /// <summary>A parameter whose memory has the first axis innermost, in rows of a given length.</summary>
    public static ParameterPlan Turned(string name, long offset, int stride, params int[] shape)
    {
        var strides = new int[shape.Length];
        strides[0] = 1;
        for (int axis = shape.Length - 1, next = stride; axis > 0; next *= shape[axis--])
            strides[axis] = next;
        return new ParameterPlan(name, shape, shape, strides, offset, Initializer.GlorotUniform, shape[^1], shape[0]);
    }

    public void SetGradient(int parameter, ReadOnlySpan<float> values) =>
        ParameterLayout.Scatter(plans[parameter], values, ref Memory.Gradient(plans[parameter].Offset));

    public void Step(Optimizer optimizer) => Update(optimizer);

    public float[] Values(int parameter)
    {
        var values = new float[Parameters[parameter].Count];
        Parameters[parameter].CopyTo(values);
        return values;
    }

    protected override long ArenaBytes(ReadOnlySpan<int> sizes) => 0;

    protected override ProgramKernels KernelsOf(int program, ReadOnlySpan<int> sizes) => throw new NotSupportedException();

    protected override void RunProgram(int program, NetworkMemory memory, Worker worker) => throw new NotSupportedException();

    private static NetworkPlan PlanFor(ParameterPlan[] plans)
    {
        long end = 0;
        foreach (ParameterPlan plan in plans)
        {
            long last = plan.Offset;
            for (int axis = 0; axis < plan.Extents.Length; axis++)
                last += (plan.Extents[axis] - 1) * (long)plan.Strides[axis];
            end = Math.Max(end, last + 1);
        }

        return new NetworkPlan(nameof(MatrixNetwork), [], [], [new InputPlan("y", false, [1])], plans, end);
    }
}
