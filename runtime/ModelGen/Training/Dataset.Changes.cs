using System.Runtime.Intrinsics;
using ModelGen.Runtime;

namespace ModelGen;

/// <content>Datasets made from others.</content>
public sealed partial class Dataset
{
    // The last word of the counter, which sets these numbers apart from all others: small ones belong to parameters, orders and layers.
    private const uint AugmentationPurpose = uint.MaxValue;

    private IAugmentation? augmentation;

    /// <summary>The same samples with one-hot rows as targets in place of class indices. The rows are written while a batch is gathered and take no memory.</summary>
    /// <param name="classes">The number of classes: the length of a row.</param>
    /// <exception cref="InvalidOperationException">The samples have targets already.</exception>
    /// <exception cref="ArgumentOutOfRangeException">A label is no class.</exception>
    public Dataset ToOneHot(int classes)
    {
        if (TargetsPerSample > 0)
            throw new InvalidOperationException("The samples have targets already.");
        ArgumentOutOfRangeException.ThrowIfLessThan(classes, 1);
        if (FirstOutside(classes) is >= 0 and int sample)
            throw new ArgumentOutOfRangeException(nameof(classes), $"The label of sample {sample} is {Label(sample)}; of {classes} classes it must be 0 to {classes - 1}.");
        return new Dataset(Count, ValuesPerSample, classes, byteValues, floatValues, byteLabels, integerLabels, default, scales, offsets)
        {
            augmentation = augmentation,
        };
    }

    /// <summary>
    /// The same samples, changed anew each time <see cref="CompiledNetwork.Fit(Dataset, Optimizer, FitOptions)"/> trains on them; evaluation takes them as they are. What a sample becomes depends on
    /// the seed of the training, the epoch and the sample, and on nothing else.
    /// </summary>
    /// <param name="change">What changes a sample.</param>
    public Dataset Augment(IAugmentation change)
    {
        ArgumentNullException.ThrowIfNull(change);
        return new Dataset(Count, ValuesPerSample, TargetsPerSample, byteValues, floatValues, byteLabels, integerLabels, targets, scales, offsets)
        {
            augmentation = change,
        };
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

    private static void WriteOneHot(int label, Span<float> row)
    {
        row.Clear();
        row[label] = 1;
    }
}
