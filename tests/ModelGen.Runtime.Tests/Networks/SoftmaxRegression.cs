using System.Numerics.Tensors;
using System.Runtime.InteropServices;

namespace ModelGen.Runtime.Tests;

/// <summary>
/// What the generator would emit, written by hand: logits = x·weightᵀ + bias, the mean cross-entropy as loss. The weight [classes, features] lies with
/// its classes innermost, a cache line apart for each feature, so that the layout in memory is not the file's.
/// </summary>
public sealed class SoftmaxRegression : CompiledNetwork
{
    private const int Forward = 0;
    private const int Train = 1;
    private const int ForwardAndLoss = 2;
    private const int Fail = 3;

    private readonly int features;
    private readonly int classes;
    private readonly int stride;
    private readonly long biasOffset;

    public SoftmaxRegression(ulong seed = 0, int threads = 1, int features = 5, int classes = 3, bool oneHot = false)
        : base(PlanFor(features, classes, oneHot), seed, threads)
    {
        this.features = features;
        this.classes = classes;
        stride = Lines(classes);
        biasOffset = (long)features * stride;
        Parameters = new ParameterList(this);
        IsOneHot = oneHot;
    }

    /// <summary>How much work the network claims to do; large enough for every worker unless a test says otherwise.</summary>
    public long Operations { get; init; } = long.MaxValue;

    /// <summary>The worker that fails in <see cref="FailOn"/>.</summary>
    public int FailingWorker { get; set; } = -1;

    /// <summary>The workers of the last run.</summary>
    public int WorkersUsed { get; private set; }

    public bool IsOneHot { get; }

    public override ParameterList Parameters { get; }

    public Parameter Weight => Parameters[0];

    public Parameter Bias => Parameters[1];

    public void Predict(ReadOnlySpan<float> x, Span<float> logits)
    {
        int batch = InputChecks.Leading(x.Length, features, "x", "[batch, features]");
        InputChecks.Length(logits.Length, (long)batch * classes, "logits", "[batch, classes]");
        var inputs = new NetworkInputs();
        inputs.Add(x);
        Execute(Forward, [batch], inputs, Operations);
        CopyLogits(logits);
    }

    public float TrainStep(ReadOnlySpan<float> x, ReadOnlySpan<int> label, Optimizer optimizer)
    {
        float loss = Gradients(x, label);
        Update(optimizer);
        return loss;
    }

    public float Gradients(ReadOnlySpan<float> x, ReadOnlySpan<int> label)
    {
        InputChecks.ClassIndices(label, classes, "label");
        return Run(Train, x, label, default);
    }

    /// <summary>Runs a program in which one worker throws while the others wait for it.</summary>
    public void FailOn(int worker)
    {
        FailingWorker = worker;
        Execute(Fail, [1], new NetworkInputs(), Operations);
    }

    /// <summary>Runs a program with an action in the place of arithmetic.</summary>
    public Action<Worker>? Body { get; set; }

    public void RunBody() => Execute(Body is null ? Forward : -1, [1], new NetworkInputs(), Operations);

    protected override float TrainBatch(Batch batch, Optimizer optimizer, Span<float> output)
    {
        float loss = RunBatch(Train, batch);
        CopyLogits(output);
        Update(optimizer);
        return loss;
    }

    protected override float EvaluateBatch(Batch batch, Span<float> output)
    {
        float loss = RunBatch(ForwardAndLoss, batch);
        CopyLogits(output);
        return loss;
    }

    protected override long ArenaBytes(ReadOnlySpan<int> sizes) => LossOffset(sizes[0]) + 64;

    protected override ProgramKernels KernelsOf(int program, ReadOnlySpan<int> sizes)
    {
        long logits = (long)sizes[0] * classes, weights = (long)features * classes;
        KernelWork forward = new("Logits", operations: 2 * logits * features, bytes: 4 * ((sizes[0] * (long)features) + weights + classes + logits));
        KernelWork loss = new("Loss", operations: 20 * logits, bytes: 8 * logits);
        KernelWork gradients = new("WeightGradient", operations: 2 * logits * features, bytes: 4 * ((sizes[0] * (long)features) + logits + weights));
        return program switch
        {
            Forward => new("Predict", [forward]),
            Train => new("Train", [forward, loss, gradients]),
            ForwardAndLoss => new("Evaluate", [forward, loss]),
            _ => new("Other", [new("Body", operations: 0, bytes: 0)]),
        };
    }

    protected override void RunProgram(int program, NetworkMemory memory, Worker worker)
    {
        WorkersUsed = worker.Count;
        switch (program)
        {
            case Forward:
                ComputeLogits(memory, worker);
                break;
            case Train:
                ComputeLogits(memory, worker);
                worker.EndKernel(0);
                ComputeLoss(memory, worker);
                worker.EndKernel(1);
                ComputeGradients(memory, worker);
                break;
            case ForwardAndLoss:
                ComputeLogits(memory, worker);
                worker.EndKernel(0);
                ComputeLoss(memory, worker);
                break;
            case Fail:
                if (worker.Index == FailingWorker)
                    throw new ArithmeticException($"worker {worker.Index} of {worker.Count}");
                worker.Barrier();
                worker.Barrier();
                break;
            default:
                Body!(worker);
                break;
        }
    }

    private static int Lines(int floats) => (floats + 15) / 16 * 16;

    private static NetworkPlan PlanFor(int features, int classes, bool oneHot)
    {
        int stride = Lines(classes);
        return new NetworkPlan(
            nameof(SoftmaxRegression),
            ["batch"],
            [new InputPlan("x", false, [-1, features]), oneHot ? new InputPlan("target", false, [-1, classes], ForLoss: true) : new InputPlan("label", true, [-1], ForLoss: true, Indices: classes)],
            [new InputPlan("logits", false, [-1, classes])],
            [
                new ParameterPlan("dense1.weight", [classes, features], [classes, features], [1, stride], 0, Initializer.Default, features, classes),
                new ParameterPlan("dense1.bias", [classes], [classes], [1], (long)features * stride, Initializer.Zeros, features, classes),
            ],
            ((long)features * stride) + stride);
    }

    // The arena: logits [batch, classes], probabilities minus targets [batch, classes], the loss.
    private long DifferenceOffset(int batch) => Lines(batch * classes) * (long)sizeof(float);

    private long LossOffset(int batch) => 2 * DifferenceOffset(batch);

    private float RunBatch(int program, Batch batch) => IsOneHot
        ? Run(program, batch.Floats(0), default, batch.Floats(1))
        : Run(program, batch.Floats(0), batch.Integers(1), default);

    private float Run(int program, ReadOnlySpan<float> x, ReadOnlySpan<int> label, ReadOnlySpan<float> target)
    {
        int batch = InputChecks.Leading(x.Length, features, "x", "[batch, features]");
        var inputs = new NetworkInputs();
        inputs.Add(x);
        if (IsOneHot)
            inputs.Add(target);
        else
            inputs.Add(label);
        Execute(program, [batch], inputs, Operations);
        float loss = 0;
        CopyActivation(LossOffset(batch), new Span<float>(ref loss));
        return loss;
    }

    private void CopyLogits(Span<float> logits) => CopyActivation(0, logits);

    private void ComputeLogits(NetworkMemory memory, Worker worker)
    {
        ReadOnlySpan<float> x = Values(in memory.Input<float>(0), memory.Size(0) * features);
        Span<float> logits = Activation(memory, 0, memory.Size(0) * classes);
        (nint begin, nint end) = worker.Share(memory.Size(0));
        for (int row = (int)begin; row < end; row++)
        {
            for (int unit = 0; unit < classes; unit++)
            {
                float sum = memory.Parameter(biasOffset + unit);
                for (int feature = 0; feature < features; feature++)
                    sum += x[(row * features) + feature] * memory.Parameter(((long)feature * stride) + unit);
                logits[(row * classes) + unit] = sum;
            }
        }
    }

    private void ComputeLoss(NetworkMemory memory, Worker worker)
    {
        int batch = memory.Size(0);
        ReadOnlySpan<float> logits = Activation(memory, 0, batch * classes);
        Span<float> differences = Activation(memory, DifferenceOffset(batch), batch * classes);
        if (worker.Index == 0)
        {
            float loss = 0;
            for (int row = 0; row < batch; row++)
            {
                ReadOnlySpan<float> values = logits.Slice(row * classes, classes);
                Span<float> difference = differences.Slice(row * classes, classes);
                TensorPrimitives.SoftMax(values, difference);
                for (int unit = 0; unit < classes; unit++)
                {
                    float target = IsOneHot
                        ? Values(in memory.Input<float>(1), batch * classes)[(row * classes) + unit]
                        : Values(in memory.Input<int>(1), batch)[row] == unit ? 1 : 0;
                    loss -= target == 0 ? 0 : target * MathF.Log(difference[unit]);
                    difference[unit] = (difference[unit] - target) / batch;
                }
            }

            memory.Activation<float>(LossOffset(batch)) = loss / batch;
        }
    }

    // Parallel over the weights: each worker owns some features and walks the whole batch in order.
    private void ComputeGradients(NetworkMemory memory, Worker worker)
    {
        int batch = memory.Size(0);
        ReadOnlySpan<float> x = Values(in memory.Input<float>(0), batch * features);
        ReadOnlySpan<float> differences = Activation(memory, DifferenceOffset(batch), batch * classes);
        (nint begin, nint end) = worker.Share(features + 1);
        for (int feature = (int)begin; feature < end; feature++)
        {
            for (int unit = 0; unit < classes; unit++)
            {
                float sum = 0;
                for (int row = 0; row < batch; row++)
                    sum += differences[(row * classes) + unit] * (feature == features ? 1 : x[(row * features) + feature]);
                memory.Gradient(((long)feature * stride) + unit) = sum;
            }
        }
    }

    private static ReadOnlySpan<T> Values<T>(ref readonly T first, int count) =>
        MemoryMarshal.CreateReadOnlySpan(in first, count);

    private static Span<float> Activation(NetworkMemory memory, long byteOffset, int count) =>
        MemoryMarshal.CreateSpan(ref memory.Activation<float>(byteOffset), count);
}
