namespace ModelGen.Benchmarks.Comparison;

/// <summary>One of the two sides of a case.</summary>
internal interface IComparedSide : IDisposable
{
    /// <summary>What is timed.</summary>
    void Step();

    /// <summary>Goes back to the beginning.</summary>
    void Restart();
}

/// <summary>Something that emitted code and libtorch both do.</summary>
/// <param name="Name">The case's name.</param>
/// <param name="Floor">How many times as fast as libtorch the emitted code must be, at any number of threads; 0 where nothing is asked.</param>
internal abstract record ComparedCase(string Name, double Floor)
{
    /// <summary>The floating-point operations of a step if every sum is computed in full.</summary>
    public abstract double Operations { get; }

    /// <summary>The emitted code's side.</summary>
    public abstract IComparedSide CreateOurs(int threads);

    /// <summary>libtorch's side, with the number of threads that libtorch was told.</summary>
    public abstract IComparedSide CreateTheirs();

    /// <summary>Makes both sides begin with the same values and compares what they compute.</summary>
    /// <param name="threads">The threads of our side.</param>
    /// <param name="ours">The emitted code's side.</param>
    /// <param name="theirs">libtorch's side.</param>
    /// <returns>Null where they agree; otherwise one sentence that says where they do not.</returns>
    public abstract string? CreateBoth(int threads, out IComparedSide ours, out IComparedSide theirs);
}
