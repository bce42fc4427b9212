namespace ModelGen.Samples;

/// <summary>What each class was taken for, a line each.</summary>
public static class ConfusionLines
{
    private const int Mistakes = 3;

    /// <summary>Writes <c>6 Shirt 741 of 1,000 right (0.741), taken for T-shirt/top 110, Coat 60, Pullover 59</c>.</summary>
    public static IEnumerable<string> Of(Evaluation evaluation, IReadOnlyList<string> classNames)
    {
        int width = classNames.Max(name => name.Length);
        for (int label = 0; label < classNames.Count; label++)
        {
            int[] row = [.. Enumerable.Range(0, classNames.Count).Select(predicted => evaluation.Confusion[label, predicted])];
            int total = row.Sum();
            string right = total == 0 ? "no images" : $"{row[label],6:N0} of {total:N0} right ({(double)row[label] / total:F3})";
            string[] wrong =
            [
                .. Enumerable.Range(0, row.Length)
                    .Where(predicted => predicted != label && row[predicted] > 0)
                    .OrderByDescending(predicted => row[predicted])
                    .Take(Mistakes)
                    .Select(predicted => $"{classNames[predicted]} {row[predicted]:N0}"),
            ];
            yield return $"class {classNames[label].PadRight(width)} {right}{(wrong.Length == 0 ? "" : $", taken for {string.Join(", ", wrong)}")}";
        }
    }
}
