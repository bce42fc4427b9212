using System.Numerics.Tensors;
using ModelGen.Runtime;

namespace ModelGen;

/// <summary>A view of one tensor that is saved with a network, trained or a state, in PyTorch's shape and order whatever layout the compiler gave it.</summary>
public sealed class Parameter
{
    private readonly CompiledNetwork owner;
    private readonly ParameterPlan plan;

    internal Parameter(CompiledNetwork owner, ParameterPlan plan)
    {
        this.owner = owner;
        this.plan = plan;
    }

    /// <summary>The name in saved files: <c>conv1.weight</c>.</summary>
    public string Name => plan.Name;

    /// <summary>The sizes, outermost first, as PyTorch has them.</summary>
    public ReadOnlySpan<int> Shape => plan.Shape;

    /// <summary>The number of values.</summary>
    public int Count => checked((int)plan.Count);

    /// <summary>Whether optimisers move it. What is not is a state, such as a running mean or a parameter that <c>Loss</c> updates: training steps write it anew.</summary>
    public bool IsTrained => plan.IsTrained;

    /// <summary>One value.</summary>
    /// <param name="index">One index for each axis of <see cref="Shape"/>.</param>
    /// <exception cref="ArgumentOutOfRangeException">The index does not lie inside the shape.</exception>
    public float this[params ReadOnlySpan<int> index]
    {
        get
        {
            long offset = Offset(index);
            NetworkMemory memory = Claim();
            try
            {
                return memory.Parameter(offset);
            }
            finally
            {
                owner.Exit();
            }
        }

        set
        {
            long offset = Offset(index);
            NetworkMemory memory = Claim();
            try
            {
                memory.Parameter(offset) = value;
            }
            finally
            {
                owner.Exit();
            }
        }
    }

    /// <summary>Copies all values out, the last axis fastest.</summary>
    /// <param name="destination">As many floats as the parameter has.</param>
    /// <exception cref="ArgumentException">It has more or fewer.</exception>
    public void CopyTo(Span<float> destination)
    {
        CheckLength(destination.Length);
        NetworkMemory memory = Claim();
        try
        {
            ParameterLayout.Gather(plan, ref memory.Parameter(plan.Offset), destination);
        }
        finally
        {
            owner.Exit();
        }
    }

    /// <summary>Copies all values out.</summary>
    /// <param name="destination">A tensor of the parameter's shape, its values one after the other.</param>
    /// <exception cref="ArgumentException">It has another shape, or gaps.</exception>
    public void CopyTo(in TensorSpan<float> destination) => CopyTo(InputChecks.Values(in destination, plan.Shape, Name, ShapeText));

    /// <summary>Copies all values in, the last axis fastest.</summary>
    /// <param name="source">As many floats as the parameter has.</param>
    /// <exception cref="ArgumentException">It has more or fewer.</exception>
    public void CopyFrom(ReadOnlySpan<float> source)
    {
        CheckLength(source.Length);
        NetworkMemory memory = Claim();
        try
        {
            ParameterLayout.Scatter(plan, source, ref memory.Parameter(plan.Offset));
        }
        finally
        {
            owner.Exit();
        }
    }

    /// <summary>Copies all values in.</summary>
    /// <param name="source">A tensor of the parameter's shape, its values one after the other.</param>
    /// <exception cref="ArgumentException">It has another shape, or gaps.</exception>
    public void CopyFrom(in ReadOnlyTensorSpan<float> source) => CopyFrom(InputChecks.Values(in source, plan.Shape, Name, ShapeText));

    /// <summary>Copies out the gradient that the last training step or call of <c>Gradients</c> left; zeros before the first.</summary>
    /// <param name="destination">As many floats as the parameter has.</param>
    /// <exception cref="ArgumentException">It has more or fewer.</exception>
    /// <exception cref="InvalidOperationException">Optimisers do not move it: it has no gradient.</exception>
    public void CopyGradientTo(Span<float> destination)
    {
        if (!IsTrained)
            throw new InvalidOperationException($"{Name} is a state that no optimiser moves, and has no gradient.");
        CheckLength(destination.Length);
        NetworkMemory memory = Claim();
        try
        {
            ParameterLayout.Gather(plan, ref memory.Gradient(plan.Offset), destination);
        }
        finally
        {
            owner.Exit();
        }
    }

    /// <summary>Copies out the gradient that the last training step or call of <c>Gradients</c> left; zeros before the first.</summary>
    /// <param name="destination">A tensor of the parameter's shape, its values one after the other.</param>
    /// <exception cref="ArgumentException">It has another shape, or gaps.</exception>
    /// <exception cref="InvalidOperationException">Optimisers do not move it: it has no gradient.</exception>
    public void CopyGradientTo(in TensorSpan<float> destination) => CopyGradientTo(InputChecks.Values(in destination, plan.Shape, Name, ShapeText));

    /// <summary>The name and shape: <c>conv1.weight [32, 1, 3, 3]</c>.</summary>
    public override string ToString() => $"{Name} {ShapeText}";

    private string ShapeText => $"[{string.Join(", ", plan.Shape)}]";

    private NetworkMemory Claim()
    {
        owner.Enter();
        return owner.ClaimedMemory;
    }

    private void CheckLength(int length)
    {
        if (length != plan.Count)
            throw new ArgumentException($"{Name} has {plan.Count} values, its shape being {ShapeText}; the span has {length}.");
    }

    private long Offset(ReadOnlySpan<int> index)
    {
        bool inside = index.Length == plan.Shape.Length;
        long position = 0;
        for (int axis = 0; inside && axis < index.Length; axis++)
        {
            inside = (uint)index[axis] < (uint)plan.Shape[axis];
            position = (position * plan.Shape[axis]) + index[axis];
        }

        if (!inside)
            throw new ArgumentOutOfRangeException(nameof(index), $"[{string.Join(", ", index.ToArray())}] does not lie inside {Name}, whose shape is {ShapeText}.");
        return plan.Offset + ParameterLayout.ElementOffset(plan, position);
    }
}
