using System.Collections;
using System.IO.Enumeration;

namespace ModelGen;

/// <summary>
/// What an optimiser does otherwise with some parameters, chosen by the names that saved files have. Where the patterns of several groups fit a parameter, each setting
/// comes from the last of them that states it.
/// </summary>
public sealed class ParameterGroups : IReadOnlyList<ParameterGroup>
{
    private readonly List<ParameterGroup> groups = [];

    internal ParameterGroups()
    {
    }

    /// <summary>The number of groups.</summary>
    public int Count => groups.Count;

    /// <summary>The group at a position.</summary>
    public ParameterGroup this[int index] => groups[index];

    /// <summary>Adds a group. It is looked up in a network at the next update there, which throws an <see cref="ArgumentException"/> where no parameter fits the pattern.</summary>
    /// <param name="pattern">A name, in which * stands for any characters and ? for any one: <c>*.bias</c>, <c>blocks.?.attn.*</c>.</param>
    /// <param name="learningRateFactor">What the optimiser's learning rate is multiplied with, or null to leave that open.</param>
    /// <param name="weightDecay">The weight decay, or null to leave that open.</param>
    /// <param name="frozen">Whether the parameters stay as they are, or null to leave that open.</param>
    /// <returns>The group, whose settings may be changed between steps.</returns>
    /// <exception cref="ArgumentException">The pattern is empty, or a value is outside its range.</exception>
    public ParameterGroup Add(string pattern, float? learningRateFactor = null, float? weightDecay = null, bool? frozen = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(pattern);
        ParameterGroup group = new(pattern) { LearningRateFactor = learningRateFactor, WeightDecay = weightDecay, IsFrozen = frozen };
        groups.Add(group);
        return group;
    }

    /// <inheritdoc/>
    public IEnumerator<ParameterGroup> GetEnumerator() => groups.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>Some parameters of an optimiser and what holds for them.</summary>
public sealed class ParameterGroup
{
    internal ParameterGroup(string pattern) => Pattern = pattern;

    /// <summary>Which parameters: those whose names fit, * standing for any characters and ? for any one.</summary>
    public string Pattern { get; }

    /// <summary>What the optimiser's learning rate is multiplied with; null leaves it as it is.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public float? LearningRateFactor
    {
        get;
        set => field = NotNegative(value, "learning rate factor");
    }

    /// <summary>The weight decay; null leaves the optimiser's.</summary>
    /// <exception cref="ArgumentOutOfRangeException">It is negative or not finite.</exception>
    public float? WeightDecay
    {
        get;
        set => field = NotNegative(value, "weight decay");
    }

    /// <summary>Whether the parameters stay as they are, and what is remembered of them too; null leaves them trained.</summary>
    public bool? IsFrozen { get; set; }

    internal bool Fits(string name) => FileSystemName.MatchesSimpleExpression(Pattern, name, ignoreCase: false);

    private float? NotNegative(float? value, string name) => value is null || (float.IsFinite(value.Value) && value >= 0)
        ? value
        : throw new ArgumentOutOfRangeException(null, $"The {name} of '{Pattern}' is {value}; it must be a finite number, at least 0.");
}
