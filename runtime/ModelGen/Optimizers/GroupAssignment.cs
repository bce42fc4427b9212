namespace ModelGen.Runtime;

/// <summary>How the step in progress moves one parameter.</summary>
/// <param name="Step">The number of its step, from 1.</param>
/// <param name="LearningRate">The size of the step.</param>
/// <param name="WeightDecay">The strength of the pull to zero.</param>
/// <param name="IsFrozen">Whether it is not moved at all.</param>
internal readonly record struct StepSettings(long Step, float LearningRate, float WeightDecay, bool IsFrozen);

/// <summary>Which of an optimiser's groups each block of a network's parameters belongs to.</summary>
internal sealed class GroupAssignment
{
    private readonly Optimizer optimizer;
    private readonly NetworkPlan plan;
    private readonly ParameterGroup[][] groups;
    private int assigned;

    public GroupAssignment(Optimizer optimizer, NetworkPlan plan)
    {
        this.optimizer = optimizer;
        this.plan = plan;
        groups = new ParameterGroup[plan.ParameterLines.Length - 1][];
        Array.Fill(groups, []);
    }

    /// <summary>Looks up the groups that were added since.</summary>
    /// <exception cref="ArgumentException">A pattern fits no parameter.</exception>
    public void Refresh()
    {
        if (assigned == optimizer.Groups.Count)
            return;
        foreach (ParameterGroup group in optimizer.Groups)
            ParameterNames.RequireMatch(plan, group.Pattern, group.Fits);
        for (int block = 0; block < groups.Length; block++)
            groups[block] = plan.ParameterOfBlock(block) is { } parameter ? [.. optimizer.Groups.Where(group => group.Fits(parameter.Name))] : [];
        assigned = optimizer.Groups.Count;
    }

    /// <summary>What holds for a block in the step to come.</summary>
    /// <param name="block">The block.</param>
    /// <param name="steps">The steps that it has taken.</param>
    public StepSettings SettingsOf(int block, long steps)
    {
        float factor = 1, weightDecay = optimizer.WeightDecay;
        bool frozen = false;
        foreach (ParameterGroup group in groups[block])
        {
            factor = group.LearningRateFactor ?? factor;
            weightDecay = group.WeightDecay ?? weightDecay;
            frozen = group.IsFrozen ?? frozen;
        }

        return new StepSettings(steps + 1, optimizer.LearningRate * factor, weightDecay, frozen);
    }
}
