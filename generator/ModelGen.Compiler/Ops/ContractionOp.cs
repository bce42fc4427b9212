using ModelGen.Compiler.Graph;
using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Ops;

/// <summary>An op that sums products over many axes: the work that a network's time goes into. Its operands are read from memory.</summary>
public abstract record ContractionOp : PrimitiveOp
{
    /// <summary>The multiplications it takes, at most.</summary>
    public abstract Size Products(IReadOnlyList<Node> inputs);

    /// <summary>The names of the result's axes in the emitted loops.</summary>
    public abstract IEnumerable<string> ResultAxisNames { get; }

    /// <summary>Whether its result is summed up in memory, so that nothing can be fused behind it.</summary>
    public virtual bool SumsInMemory => false;
}

/// <summary>An op whose result is stored in an order of its own.</summary>
public interface IStoredInOrder
{
    /// <summary>The axes of the result, outermost first.</summary>
    Spec.EquatableArray<int> Order { get; }
}

/// <summary>An op on images, which are stored channels last.</summary>
public interface IImageOp
{
    /// <summary>The inputs that are images.</summary>
    IEnumerable<int> ImageInputs { get; }

    /// <summary>Whether the result is one.</summary>
    bool GivesImage { get; }
}
