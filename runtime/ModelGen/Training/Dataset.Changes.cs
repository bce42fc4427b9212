using System.Runtime.Intrinsics;
using ModelGen.Runtime;

namespace ModelGen;

/// <content>Datasets made from others.</content>
public sealed partial class Dataset
{
    // The last word of the counter, which sets these numbers apart from all others: small ones belong to parameters, orders and layers.
    private const uint AugmentationPurpose = uint.MaxValue;

    private IAugmentation? augmentation;

    /// <summary>The same samples with one more input each, for a <c>Forward</c> of several inputs: called once for each input behind the first, in the order in which <c>Forward</c> takes them.</summary>
    /// <param name="values">What the samples have for that input, one after the other.</param>
    /// <param name="valuesPerSample">The values of one sample.</param>
    /// <exception cref="ArgumentException">There are not as many values as the samples need.</exception>
    public Dataset WithInput(ReadOnlyMemory<float> values, int valuesPerSample) => With(new GivenFloats(values, valuesPerSample), values.Length, "values", forLoss: false);

    /// <summary>The same samples with one more input of integers each; otherwise as with one of floats.</summary>
    /// <param name="values">What the samples have for that input, one after the other.</param>
    /// <param name="valuesPerSample">The integers of one sample.</param>
    /// <exception cref="ArgumentException">There are not as many values as the samples need.</exception>
    public Dataset WithInput(ReadOnlyMemory<int> values, int valuesPerSample) => With(new GivenIntegers(values, valuesPerSample), values.Length, "values", forLoss: false);

    /// <summary>
    /// The same samples with further class indices, for a <c>Loss</c> of several labels or targets: this and <see cref="WithTargets"/> are called once for each of them behind the first, in the order in
    /// which <c>Loss</c> takes them.
    /// </summary>
    /// <param name="labels">The class indices of the samples, one after the other.</param>
    /// <param name="labelsPerSample">The class indices of one sample.</param>
    /// <exception cref="ArgumentException">There are not as many labels as the samples need.</exception>
    public Dataset WithLabels(ReadOnlyMemory<int> labels, int labelsPerSample = 1) => With(new GivenIntegers(labels, labelsPerSample), labels.Length, "labels", forLoss: true);

    /// <summary>The same samples with further float targets; otherwise as <see cref="WithLabels"/>.</summary>
    /// <param name="targets">The targets of the samples, one after the other.</param>
    /// <param name="targetsPerSample">The target values of one sample.</param>
    /// <exception cref="ArgumentException">There are not as many targets as the samples need.</exception>
    public Dataset WithTargets(ReadOnlyMemory<float> targets, int targetsPerSample) => With(new GivenFloats(targets, targetsPerSample), targets.Length, "targets", forLoss: true);

    /// <summary>Some of the samples, without a copy.</summary>
    /// <param name="start">The first of them.</param>
    /// <param name="count">How many.</param>
    /// <exception cref="ArgumentOutOfRangeException">There are not that many.</exception>
    public Dataset Slice(int start, int count)
    {
        if (start < 0 || count < 1 || start > Count - count)
            throw new ArgumentOutOfRangeException(nameof(count), $"Samples {start} to {start + (long)count - 1} do not lie inside a dataset of {Count}.");
        return new Dataset(count, Array.ConvertAll(columns, column => column.Slice(start, count)), inputs) { augmentation = augmentation };
    }

    /// <summary>
    /// The same samples with one-hot rows as targets in place of class indices, the first ones where there are several labels. The rows are written while a batch is gathered and take no memory.
    /// </summary>
    /// <param name="classes">The number of classes: the length of a row.</param>
    /// <exception cref="InvalidOperationException">The samples have targets already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class.</exception>
    public Dataset ToOneHot(int classes)
    {
        if (columns[inputs] is not IntegerColumn indices)
            throw new InvalidOperationException("The samples have targets already.");
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (indices.FirstOutside(classes, ignored: null) is >= 0 and int place)
            throw new ArgumentOutOfRangeException(nameof(classes), $"The label of sample {place / indices.ValuesPerSample} is {indices[place]}; of {classes} classes it must be 0 to {classes - 1}.");
        return new Dataset(Count, [.. Inputs, new OneHotRows(indices, classes), .. Labels[1..]], inputs) { augmentation = augmentation };
    }

    /// <summary>
    /// The same samples, changed anew each time <see cref="CompiledNetwork.Fit(Dataset, Optimizer, FitOptions)"/> trains on them; evaluation takes them as they are. What a sample becomes depends on
    /// the seed of the training, the epoch and the sample, and on nothing else. Of several inputs it is the first that is changed.
    /// </summary>
    /// <param name="change">What changes a sample.</param>
    /// <exception cref="InvalidOperationException">The samples are integers.</exception>
    public Dataset Augment(IAugmentation change)
    {
        ArgumentNullException.ThrowIfNull(change);
        if (columns[0] is not FloatColumn)
            throw new InvalidOperationException("The samples are integers; an augmentation changes floats.");
        return new Dataset(Count, columns, inputs) { augmentation = change };
    }

    /// <summary>Copies samples into a batch to train on: scaled, then augmented.</summary>
    internal void GatherToTrain(ReadOnlySpan<int> samples, Batch batch, ulong seed, int epoch)
    {
        Gather(samples, batch);
        if (augmentation is null)
            return;
        for (int row = 0; row < samples.Length; row++)
        {
            Span<float> values = batch.ValuesOf(row);
            values.CopyTo(batch.Original);
            ulong draw = Philox.Words(seed, (uint)samples[row], (uint)epoch, 0, AugmentationPurpose).AsUInt64()[0];
            augmentation.Apply(batch.Original, values, draw);
        }
    }

    private Dataset With(SampleColumn column, int length, string what, bool forLoss)
    {
        CheckLength(Count, length, column.ValuesPerSample, what);
        return forLoss
            ? new Dataset(Count, [.. columns, column], inputs) { augmentation = augmentation }
            : new Dataset(Count, [.. Inputs, column, .. Labels], inputs + 1) { augmentation = augmentation };
    }
}
