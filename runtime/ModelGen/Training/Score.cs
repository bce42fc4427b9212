namespace ModelGen.Runtime;

/// <summary>The running loss and accuracy of an epoch or an evaluation. A label that is no class counts for nothing.</summary>
internal sealed class Score
{
    // Beyond this the square of the number of classes is no table to look at, and may not fit into memory.
    private const int MostClassesOfConfusion = 4096;

    private readonly int classes;
    private readonly int labelsPerSample;
    private readonly int[,] confusion;
    private double lossSum;
    private long correct;
    private long labels;
    private long samples;

    /// <param name="classes">The values of the output that stand for the classes of one label; a single value is no class.</param>
    /// <param name="labelsPerSample">The labels of one sample, for as many rows of classes in its output.</param>
    /// <param name="countsConfusion">Whether to count which class was taken for which.</param>
    public Score(int classes, int labelsPerSample, bool countsConfusion)
    {
        this.classes = classes;
        this.labelsPerSample = labelsPerSample;
        int side = countsConfusion && classes is > 1 and <= MostClassesOfConfusion ? classes : 0;
        confusion = new int[side, side];
    }

    public float Loss => (float)(lossSum / samples);

    public float Accuracy => classes < 2 ? float.NaN : (float)((double)correct / labels);

    public void Reset()
    {
        lossSum = 0;
        correct = 0;
        labels = 0;
        samples = 0;
    }

    /// <summary>Counts a batch in.</summary>
    /// <param name="batch">The samples.</param>
    /// <param name="loss">Their mean loss.</param>
    /// <param name="output">What the network made of them, a row each.</param>
    public void Add(Batch batch, float loss, ReadOnlySpan<float> output)
    {
        lossSum += (double)loss * batch.Count;
        samples += batch.Count;
        if (classes < 2)
            return;
        for (int row = 0; row < batch.Count * labelsPerSample; row++)
        {
            int expected = batch.ClassOf(row);
            if ((uint)expected >= (uint)classes)
                continue;
            labels++;
            int predicted = Batch.IndexOfLargest(output.Slice(row * classes, classes));
            if (confusion.Length > 0)
                confusion[expected, predicted]++;
            if (predicted == expected)
                correct++;
        }
    }

    public Evaluation ToEvaluation() => new(Loss, Accuracy, confusion);
}
