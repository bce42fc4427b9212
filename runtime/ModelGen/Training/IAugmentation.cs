namespace ModelGen;

/// <summary>Changes samples at random, so that training does not see the same ones twice: pictures are mirrored or moved, for example.</summary>
public interface IAugmentation
{
    /// <summary>Changes a sample.</summary>
    /// <param name="sample">Its values, scaled.</param>
    /// <param name="changed">Gets what it becomes, as many values; all of them are to be written.</param>
    /// <param name="draw">64 random bits to decide by: the same bits make the same change.</param>
    void Apply(ReadOnlySpan<float> sample, Span<float> changed, ulong draw);
}
