using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Loops;

/// <summary>An integer that an index is made of: a loop's variable, what is computed from one, or what is read from memory.</summary>
public abstract record Atom
{
    /// <summary>The largest value it takes; null where that depends on a symbol.</summary>
    public abstract long? Largest { get; }

    /// <summary>Whether it changes with the axis.</summary>
    public abstract bool DependsOn(Axis axis);

    /// <summary>It with the atoms in it replaced; null where nothing is.</summary>
    internal abstract Index? Rewrite(Func<Atom, Index?> replacement);
}

/// <summary>A variable that counts from 0 to its extent, or through one part of that; equal only to itself.</summary>
public sealed record Axis(string Name, Size Extent) : Atom
{
    /// <summary>Says which of several parts of the extent is walked, by an axis whose extent is their number; null where the whole is.</summary>
    public Axis? Part { get; init; }

    /// <inheritdoc/>
    public override long? Largest => Extent.IsConstant ? Extent.Constant - 1 : null;

    /// <inheritdoc/>
    public override bool DependsOn(Axis axis) => Equals(axis);

    /// <inheritdoc/>
    public bool Equals(Axis? other) => ReferenceEquals(this, other);

    /// <inheritdoc/>
    public override int GetHashCode() => System.Runtime.CompilerServices.RuntimeHelpers.GetHashCode(this);

    /// <inheritdoc/>
    public override string ToString() => Name;

    internal override Index? Rewrite(Func<Atom, Index?> replacement) => replacement(this);
}

/// <summary>An index divided by a number, rounded down. The index is never negative where this is evaluated.</summary>
public sealed record Quotient(Index Dividend, long Divisor) : Atom
{
    /// <inheritdoc/>
    public override long? Largest => Dividend.Bounds()?.Largest / Divisor;

    /// <inheritdoc/>
    public override bool DependsOn(Axis axis) => Dividend.DependsOn(axis);

    /// <inheritdoc/>
    public override string ToString() => $"({Dividend})/{Divisor}";

    internal override Index? Rewrite(Func<Atom, Index?> replacement) =>
        Dividend.Rewrite(replacement) is var dividend && ReferenceEquals(dividend, Dividend) ? null : Index.Divide(dividend, Divisor);
}

/// <summary>What is left of an index divided by a number. The index is never negative where this is evaluated.</summary>
public sealed record Remainder(Index Dividend, long Divisor) : Atom
{
    /// <inheritdoc/>
    public override long? Largest => Divisor - 1;

    /// <inheritdoc/>
    public override bool DependsOn(Axis axis) => Dividend.DependsOn(axis);

    /// <inheritdoc/>
    public override string ToString() => $"({Dividend})%{Divisor}";

    internal override Index? Rewrite(Func<Atom, Index?> replacement) =>
        Dividend.Rewrite(replacement) is var dividend && ReferenceEquals(dividend, Dividend) ? null : Index.Modulo(dividend, Divisor);
}

/// <summary>An integer in memory, of 0 to <paramref name="Limit"/> − 1: the winner of a pool's window, a row to look up.</summary>
public sealed record Element(Buffer Buffer, Index Offset, long Limit) : Atom
{
    /// <inheritdoc/>
    public override long? Largest => Limit - 1;

    /// <inheritdoc/>
    public override bool DependsOn(Axis axis) => Offset.DependsOn(axis);

    /// <inheritdoc/>
    public override string ToString() => $"{Buffer.Name}[{Offset}]";

    internal override Index? Rewrite(Func<Atom, Index?> replacement) => replacement(this)
        ?? (Offset.Rewrite(replacement) is var offset && ReferenceEquals(offset, Offset) ? null : Index.Of(this with { Offset = offset }, 1));
}

/// <summary>The number one, which makes a size that varies at run time a part of an index.</summary>
public sealed record One : Atom
{
    /// <summary>The only one.</summary>
    public static One Instance { get; } = new();

    /// <inheritdoc/>
    public override long? Largest => 1;

    /// <inheritdoc/>
    public override bool DependsOn(Axis axis) => false;

    /// <inheritdoc/>
    public override string ToString() => "1";

    internal override Index? Rewrite(Func<Atom, Index?> replacement) => null;
}
