using ModelGen.Runtime;

namespace ModelGen;

/// <summary>Gathers the batches of an epoch in their order; where a device computes, each while the device is at work on the one before.</summary>
internal sealed class BatchQueue
{
    private readonly Dataset training;
    private readonly ulong seed;
    private readonly int[] order;
    private readonly int batchSize;
    private readonly Batch[] batches;
    private int epoch;
    private int gathered;

    /// <param name="training">The samples.</param>
    /// <param name="seed">The seed of what augmentation draws.</param>
    /// <param name="order">The samples' order, drawn anew for each epoch.</param>
    /// <param name="batchSize">The samples of a batch.</param>
    /// <param name="ahead">Whether a batch may be asked for before the one before is done with.</param>
    public BatchQueue(Dataset training, ulong seed, int[] order, int batchSize, bool ahead)
    {
        (this.training, this.seed, this.order, this.batchSize) = (training, seed, order, batchSize);
        batches = [.. Enumerable.Range(0, ahead ? 2 : 1).Select(_ => training.NewBatch(batchSize))];
        GatherAhead = ahead ? GatherNext : null;
    }

    /// <summary>The batches of an epoch.</summary>
    public int Count => ((order.Length - 1) / batchSize) + 1;

    /// <summary>Gathers the next batch, if there is one, beside the one in use; null where there is room for one alone.</summary>
    public Action? GatherAhead { get; }

    /// <summary>Starts an epoch.</summary>
    public void Begin(int number) => (epoch, gathered) = (number, 0);

    /// <summary>A batch; asked for one after the other.</summary>
    public Batch Take(int index)
    {
        if (gathered == index)
            GatherNext();
        return batches[index % batches.Length];
    }

    private void GatherNext()
    {
        if (gathered == Count)
            return;
        int first = gathered * batchSize;
        training.GatherToTrain(order.AsSpan(first, Math.Min(batchSize, order.Length - first)), batches[gathered % batches.Length], seed, epoch);
        gathered++;
    }
}
