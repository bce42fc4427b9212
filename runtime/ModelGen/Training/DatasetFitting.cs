namespace ModelGen.Runtime;

/// <summary>Whether a dataset has what a network takes, and how its labels are compared with what the network gives.</summary>
internal static class DatasetFitting
{
    /// <summary>Refuses a dataset that does not fit a network.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    /// <exception cref="InvalidOperationException">None does.</exception>
    public static void Check(NetworkPlan plan, Dataset data)
    {
        if (plan.LossInputs.IsEmpty || plan.Outputs[0].ValuesPerRow == 0)
            throw NotTrainable(plan);
        foreach (InputPlan input in plan.Inputs)
        {
            if (input.ValuesPerRow == 0)
                throw NotTrainable(plan);
        }

        CheckNumber(data.Inputs.Length, plan.ForwardInputs, "input", "inputs", $"The Forward of {plan.Name}", "WithInput adds one.");
        CheckNumber(data.Labels.Length, plan.LossInputs, "label or target", "labels or targets", $"The Loss of {plan.Name}", "WithLabels or WithTargets adds one.");
        for (int input = 0; input < plan.ForwardInputs.Length; input++)
            CheckColumn(plan, plan.ForwardInputs[input], data.Inputs[input], integers: ("integers", "values"), floats: ("floats", "values"));
        for (int label = 0; label < plan.LossInputs.Length; label++)
            CheckColumn(plan, plan.LossInputs[label], data.Labels[label], integers: ("class indices", "labels"), floats: ("float targets", "targets"));
    }

    /// <summary>Of how many classes the first output has a row for each of the first labels, and how many labels a sample has; 1 class where labels and output cannot be compared so.</summary>
    public static (int Classes, int LabelsPerSample) ClassesOf(NetworkPlan plan)
    {
        InputPlan output = plan.Outputs[0], label = plan.LossInputs[0];
        if (!label.IsInteger)
            return (output.ValuesPerRow == label.ValuesPerRow ? output.ValuesPerRow : 1, 1);
        int classes = output.ValuesPerRow / label.ValuesPerRow;
        bool hasRows = label.ValuesPerRow == 1 || output.Shape.AsSpan(0, Math.Max(0, output.Shape.Length - 1)).SequenceEqual(label.Shape);
        return hasRows && (label.Indices == 0 || label.Indices == classes) ? (classes, label.ValuesPerRow) : (1, 1);
    }

    /// <summary>What is said of a network that no dataset fits.</summary>
    public static InvalidOperationException NotTrainable(NetworkPlan plan) => new(
        $"{plan.Name} cannot be trained or evaluated on a dataset: that takes a Loss method with a label or target, and inputs, labels and targets that lead with the same symbol, their other sizes constant.");

    private static void CheckNumber(int given, ReadOnlySpan<InputPlan> taken, string one, string several, string taker, string cure)
    {
        if (given == taken.Length)
            return;
        string names = string.Join(", ", taken.ToArray().Select(input => $"'{input.Name}'"));
        throw new ArgumentException($"The dataset has {given} {(given == 1 ? one : several)} in a sample. {taker} takes {taken.Length}: {names}. {(given < taken.Length ? cure : "")}".TrimEnd());
    }

    private static void CheckColumn(NetworkPlan plan, InputPlan input, SampleColumn column, (string Type, string Values) integers, (string Type, string Values) floats)
    {
        bool isInteger = column is IntegerColumn;
        if (isInteger != input.IsInteger)
            throw new ArgumentException($"The dataset has {(isInteger ? integers : floats).Type}; '{input.Name}' of {plan.Name} needs {(input.IsInteger ? integers : floats).Type}.");
        if (column.ValuesPerSample != input.ValuesPerRow)
            throw new ArgumentException($"The dataset has {column.ValuesPerSample} {(isInteger ? integers : floats).Values} in a sample; '{input.Name}' of {plan.Name} needs {input.ValuesPerRow}.");
        if (column is IntegerColumn indices && input.Indices > 0 && indices.FirstOutside(input.Indices, input.Ignored) is >= 0 and int place)
            throw new ArgumentException($"'{input.Name}' of sample {place / input.ValuesPerRow} is {indices[place]}; for {plan.Name} it must be 0 to {input.Indices - 1}{(input.Ignored is { } ignored ? $", or {ignored}, which counts for nothing" : "")}.");
    }
}
