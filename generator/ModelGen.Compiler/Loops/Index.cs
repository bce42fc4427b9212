using ModelGen.Compiler.Shapes;

namespace ModelGen.Compiler.Loops;

/// <summary>An atom times a size.</summary>
public sealed record IndexTerm(Atom Atom, Size Coefficient)
{
    /// <inheritdoc/>
    public override int GetHashCode() => unchecked((Atom.GetHashCode() * 31) + Coefficient.GetHashCode());
}

/// <summary>An affine function of atoms: what buffers are indexed with. Immutable, structurally equal.</summary>
public sealed class Index : IEquatable<Index>
{
    private readonly IndexTerm[] _terms;
    private int _hash;

    private Index(long constant, IndexTerm[] terms)
    {
        Constant = constant;
        _terms = terms;
    }

    /// <summary>Zero.</summary>
    public static Index Zero { get; } = new(0, []);

    /// <summary>The part that no atom multiplies.</summary>
    public long Constant { get; }

    /// <summary>The atoms with what they are multiplied by, none of it zero.</summary>
    public IReadOnlyList<IndexTerm> Terms => _terms;

    /// <summary>Whether no atom is in it.</summary>
    public bool IsConstant => _terms.Length == 0;

    /// <summary>A number.</summary>
    public static implicit operator Index(long value) => value == 0 ? Zero : new(value, []);

    /// <summary>An axis itself.</summary>
    public static implicit operator Index(Axis axis) => Of(axis, 1);

    /// <summary>An atom times a number.</summary>
    public static Index Of(Atom atom, Size coefficient) =>
        coefficient.Factor == 0 ? Zero : new(0, [new IndexTerm(atom, coefficient)]);

    /// <summary>A size.</summary>
    public static Index Of(Size size) => size.IsConstant ? size.Constant : Of(One.Instance, size);

    /// <summary>The sum.</summary>
    public static Index operator +(Index left, Index right)
    {
        if (left.IsConstant && left.Constant == 0)
            return right;
        if (right.IsConstant)
            return right.Constant == 0 ? left : new Index(left.Constant + right.Constant, left._terms);
        if (left.IsConstant)
            return new Index(left.Constant + right.Constant, right._terms);
        var sum = new Sum(left._terms, left._terms.Length, right._terms.Length);
        foreach (IndexTerm term in right._terms)
            sum.Add(term);
        return sum.ToIndex(left.Constant + right.Constant);
    }

    /// <summary>The product with a size.</summary>
    public static Index operator *(Index left, Size right)
    {
        if (right.IsOne)
            return left;
        if (right.Factor == 0 || (left.IsConstant && left.Constant == 0))
            return Zero;
        if (left.Constant != 0 && !right.IsConstant)
            return ((left + -left.Constant) * right) + Of(right * left.Constant);
        if (left.IsConstant)
            return left.Constant * right.Constant;
        var terms = new IndexTerm[left._terms.Length];
        for (int term = 0; term < terms.Length; term++)
            terms[term] = left._terms[term] with { Coefficient = left._terms[term].Coefficient * right };
        return new Index(left.Constant == 0 ? 0 : left.Constant * right.Constant, terms);
    }

    /// <summary>The quotient by a number, rounded down; simplified where the parts that it divides, and those too small to matter, are known.</summary>
    public static Index Divide(Index dividend, long divisor)
    {
        if (divisor == 1)
            return dividend;
        (Index whole, Index rest) = dividend.Split(divisor);
        return rest.IsWithin(divisor) ? whole : Of(new Quotient(dividend, divisor), 1);
    }

    /// <summary>What is left of the division by a number; simplified like <see cref="Divide"/>.</summary>
    public static Index Modulo(Index dividend, long divisor)
    {
        if (divisor == 1)
            return Zero;
        (_, Index rest) = dividend.Split(divisor);
        return rest.IsWithin(divisor) ? rest : Of(new Remainder(dividend, divisor), 1);
    }

    /// <summary>What an axis is multiplied by; 0 where it is not in the index as such.</summary>
    public Size CoefficientOf(Axis axis)
    {
        foreach ((Atom atom, Size coefficient) in _terms)
        {
            if (atom.Equals(axis))
                return coefficient;
        }

        return 0;
    }

    /// <summary>Whether the index changes with the axis, also through a quotient, a remainder or a number in memory.</summary>
    public bool DependsOn(Axis axis)
    {
        foreach (IndexTerm term in _terms)
        {
            if (term.Atom.DependsOn(axis))
                return true;
        }

        return false;
    }

    /// <summary>Whether the axis is inside another atom, where its coefficient says nothing.</summary>
    public bool HidesAxis(Axis axis)
    {
        foreach (IndexTerm term in _terms)
        {
            if (term.Atom is not Axis && term.Atom.DependsOn(axis))
                return true;
        }

        return false;
    }

    /// <summary>The numbers in memory that it is computed from, also inside quotients and remainders.</summary>
    public IEnumerable<Element> Elements => _terms.SelectMany(term => term.Atom switch
    {
        Element element => element.Offset.Elements.Append(element),
        Quotient quotient => quotient.Dividend.Elements,
        Remainder remainder => remainder.Dividend.Elements,
        _ => [],
    });

    /// <summary>The index with axes replaced; <paramref name="replacement"/> returns null for those that stay.</summary>
    public Index Substitute(Func<Axis, Index?> replacement) => IsConstant ? this : Rewrite(Replacing(replacement));

    /// <summary>A replacement of axes as one of atoms.</summary>
    internal static Func<Atom, Index?> Replacing(Func<Axis, Index?> replacement) => atom => atom is Axis axis ? replacement(axis) : null;

    /// <summary>The index with atoms replaced, also inside others; <paramref name="replacement"/> returns null for those that stay.</summary>
    internal Index Rewrite(Func<Atom, Index?> replacement)
    {
        Sum? result = null;
        long constant = Constant;
        for (int term = 0; term < _terms.Length; term++)
        {
            Index? value = _terms[term].Atom.Rewrite(replacement);
            if (value is null)
            {
                result?.Add(_terms[term]);
                continue;
            }

            value *= _terms[term].Coefficient;
            // The first that changes: those before it stay.
            result ??= new Sum(_terms, term, _terms.Length - term + value._terms.Length);
            foreach (IndexTerm part in value._terms)
                result.Add(part);
            constant += value.Constant;
        }

        return result?.ToIndex(constant) ?? this;
    }

    /// <inheritdoc/>
    public bool Equals(Index? other) =>
        ReferenceEquals(this, other)
        || (other is not null && Constant == other.Constant && _terms.Length == other._terms.Length && GetHashCode() == other.GetHashCode()
            && HasTermsOf(other));

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Index);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        if (_hash != 0)
            return _hash;
        // In any order of the terms the same.
        int hash = Constant.GetHashCode();
        foreach (IndexTerm term in _terms)
            hash ^= term.GetHashCode();
        return _hash = hash == 0 ? 1 : hash;
    }

    /// <inheritdoc/>
    public override string ToString()
    {
        IEnumerable<string> parts = _terms.Select(term => term.Coefficient.IsOne ? term.Atom.ToString() : $"{term.Coefficient}·{term.Atom}");
        return _terms.Length == 0 ? Constant.ToString() : string.Join(" + ", Constant == 0 ? parts : parts.Append(Constant.ToString()));
    }

    /// <summary>Its terms in two: those with atoms that <paramref name="belongs"/> picks, and the others with the constant.</summary>
    internal (Index Picked, Index Others) Partition(Func<Atom, bool> belongs)
    {
        int count = 0;
        foreach (IndexTerm term in _terms)
            count += belongs(term.Atom) ? 1 : 0;
        if (count == 0)
            return (Zero, this);
        if (count == _terms.Length)
            return (Constant == 0 ? this : new Index(0, _terms), Constant);
        (var picked, var others) = (new IndexTerm[count], new IndexTerm[_terms.Length - count]);
        for (int term = 0, other = 0; term < _terms.Length; term++)
        {
            if (belongs(_terms[term].Atom))
                picked[term - other] = _terms[term];
            else
                others[other++] = _terms[term];
        }

        return (new Index(0, picked), new Index(Constant, others));
    }

    private bool HasTermsOf(Index other)
    {
        foreach (IndexTerm term in other._terms)
        {
            if (Array.IndexOf(_terms, term) < 0)
                return false;
        }

        return true;
    }

    // The parts that the divisor divides, divided, and the rest.
    private (Index Whole, Index Part) Split(long divisor)
    {
        long constantRest = ((Constant % divisor) + divisor) % divisor;
        Index whole = (Constant - constantRest) / divisor;
        Index rest = constantRest;
        foreach ((Atom atom, Size coefficient) in _terms)
        {
            if (coefficient.DividedBy(divisor) is { } divided)
                whole += Of(atom, divided);
            else
                rest += Of(atom, coefficient);
        }

        return (whole, rest);
    }

    /// <summary>The smallest and the largest value, as far as the extents of the axes tell; the largest is null where a symbol is in it.</summary>
    public (long Smallest, long? Largest)? Bounds()
    {
        (long smallest, long? largest) = (Constant, Constant);
        foreach ((Atom atom, Size coefficient) in _terms)
        {
            long? last = atom.Largest;
            if (coefficient.Factor < 0)
            {
                if (last is null || !coefficient.IsConstant)
                    return null;
                smallest += coefficient.Factor * last.Value;
            }
            else
            {
                largest = coefficient.IsConstant ? largest + (coefficient.Factor * last) : null;
            }
        }

        return (smallest, largest);
    }

    // Whether the value is known to lie in 0 … limit − 1.
    private bool IsWithin(long limit) => Bounds() is var (smallest, largest) && smallest >= 0 && largest < limit;

    // Terms on the way to a sum: those of one atom become one, and none where they cancel out.
    private sealed class Sum
    {
        private IndexTerm[] _terms;
        private int _count;

        public Sum(IndexTerm[] terms, int count, int expected)
        {
            _terms = new IndexTerm[count + expected];
            _count = count;
            Array.Copy(terms, _terms, count);
        }

        public void Add(IndexTerm term)
        {
            int known = 0;
            while (known < _count && !(_terms[known].Atom.Equals(term.Atom) && _terms[known].Coefficient.Symbols == term.Coefficient.Symbols))
                known++;
            if (known == _count)
            {
                if (_count == _terms.Length)
                    Array.Resize(ref _terms, (2 * _count) + 1);
                _terms[_count++] = term;
            }
            else if (_terms[known].Coefficient.Factor + term.Coefficient.Factor is var sum && sum == 0)
            {
                Array.Copy(_terms, known + 1, _terms, known, --_count - known);
            }
            else
            {
                _terms[known] = term with { Coefficient = term.Coefficient with { Factor = sum } };
            }
        }

        public Index ToIndex(long constant)
        {
            if (_count == 0)
                return constant;
            if (_count < _terms.Length)
                Array.Resize(ref _terms, _count);
            return new Index(constant, _terms);
        }
    }
}
