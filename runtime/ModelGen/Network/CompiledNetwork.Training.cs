using System.ComponentModel;
using System.Diagnostics;
using ModelGen.Runtime;

namespace ModelGen;

public abstract partial class CompiledNetwork
{
    /// <summary>
    /// Trains on a dataset, epoch by epoch, in an order drawn from the seed. The last, smaller batch of an epoch is trained too. A step allocates nothing.
    /// Where the optimiser accumulates several batches, what an epoch leaves over goes into the first update of the next one. The accuracy goes by the first output and the first label or target.
    /// </summary>
    /// <param name="training">The samples: for each input of <c>Forward</c> as many values as a row of it, and for each further one of <c>Loss</c> its labels or targets.</param>
    /// <param name="optimizer">What moves the parameters.</param>
    /// <param name="options">Epochs, batch size, seed, validation, reports.</param>
    /// <returns>One report for each epoch.</returns>
    /// <exception cref="ArgumentException">The dataset or an option does not fit the network; nothing was trained.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the step in progress was finished, and the network keeps what it has learnt.</exception>
    /// <exception cref="InvalidOperationException">The network's <c>Loss</c> updates all its parameters, and no optimiser is left anything to move.</exception>
    public IReadOnlyList<EpochReport> Fit(Dataset training, Optimizer optimizer, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(optimizer);
        if (UpdatesItself)
            throw new InvalidOperationException($"The Loss of {Plan.Name} updates all its parameters, and an optimiser would move none: train it without one.");
        return Train(training, optimizer, options);
    }

    /// <summary>Trains a network whose <c>Loss</c> updates all its parameters itself, on a dataset, epoch by epoch, in an order drawn from the seed; otherwise as with an optimiser.</summary>
    /// <param name="training">The samples: for each input of <c>Forward</c> as many values as a row of it, and for each further one of <c>Loss</c> its labels or targets.</param>
    /// <param name="options">Epochs, batch size, seed, validation, reports; no schedule and no plateau, which set the learning rate of an optimiser.</param>
    /// <returns>One report for each epoch.</returns>
    /// <exception cref="ArgumentException">The dataset or an option does not fit the network; nothing was trained.</exception>
    /// <exception cref="InvalidOperationException">The network has parameters that an optimiser has to move.</exception>
    /// <exception cref="OperationCanceledException">The token was cancelled; the step in progress was finished, and the network keeps what it has learnt.</exception>
    public IReadOnlyList<EpochReport> Fit(Dataset training, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (!UpdatesItself)
            throw new InvalidOperationException($"{Plan.Name} has parameters that its Loss does not update: train it with an optimiser.");
        if (options.Schedule is not null || options.Plateau is not null)
            throw new ArgumentException("A schedule and a plateau set the learning rate of an optimiser, and there is none.");
        return Train(training, null, options);
    }

    private IReadOnlyList<EpochReport> Train(Dataset training, Optimizer? optimizer, FitOptions options)
    {
        ArgumentNullException.ThrowIfNull(training);
        ArgumentNullException.ThrowIfNull(options);
        if (options.Epochs < 1 || options.BatchSize < 1)
            throw new ArgumentException($"Training needs at least 1 epoch and 1 sample in a batch; {options.Epochs} and {options.BatchSize} were asked for.");
        if (options is { Schedule: not null, Plateau: not null })
            throw new ArgumentException("A schedule and a plateau were both given, and each sets the learning rate; one of them must be left out.");
        DatasetFitting.Check(Plan, training);
        if (options.Validation is { } validation)
            DatasetFitting.Check(Plan, validation);

        int batchSize = Math.Min(options.BatchSize, training.Count);
        var output = new float[batchSize * OutputsPerRow];
        var order = new int[training.Count];
        var batches = new BatchQueue(training, options.Seed, order, batchSize, ahead: session is not null);
        (int classes, int labelsPerSample) = DatasetFitting.ClassesOf(Plan);
        var score = new Score(classes, labelsPerSample, countsConfusion: false);
        var reports = new List<EpochReport>(options.Epochs);
        long updatesBefore = updates;
        for (int epoch = 1; epoch <= options.Epochs; epoch++)
        {
            long start = Stopwatch.GetTimestamp();
            SampleOrder.Shuffle(order, options.Seed, epoch);
            score.Reset();
            if (options.SchedulePeriod == SchedulePeriod.Epoch)
                Follow(options.Schedule, epoch - 1, optimizer);
            batches.Begin(epoch);
            TrainEpoch(optimizer, options, epoch, batches, output, score, updatesBefore);

            // The training batch's size: a larger one would make the arena grow.
            Evaluation? evaluation = options.Validation is null ? null : Evaluate(options.Validation, options.BatchSize);
            var report = new EpochReport(
                epoch, options.Epochs, score.Loss, score.Accuracy, evaluation?.Loss, evaluation?.Accuracy, Stopwatch.GetElapsedTime(start));
            reports.Add(report);
            if (optimizer is not null)
                options.Plateau?.Observe(report.ValidationLoss ?? report.Loss, optimizer);
            options.OnEpoch?.Invoke(report);
        }

        return reports;
    }

    /// <summary>Measures loss and accuracy on a dataset; the accuracy goes by the first output and the first label or target.</summary>
    /// <param name="data">The samples: for each input of <c>Forward</c> as many values as a row of it, and for each further one of <c>Loss</c> its labels or targets.</param>
    /// <param name="batchSize">The samples computed at a time.</param>
    /// <exception cref="ArgumentException">The dataset does not fit the network.</exception>
    public Evaluation Evaluate(Dataset data, int batchSize = 256)
    {
        ArgumentNullException.ThrowIfNull(data);
        ArgumentOutOfRangeException.ThrowIfLessThan(batchSize, 1);
        DatasetFitting.Check(Plan, data);
        batchSize = Math.Min(batchSize, data.Count);
        Batch batch = data.NewBatch(batchSize);
        var output = new float[batchSize * OutputsPerRow];
        var samples = new int[batchSize];
        (int classes, int labelsPerSample) = DatasetFitting.ClassesOf(Plan);
        var score = new Score(classes, labelsPerSample, countsConfusion: true);
        for (int start = 0; start < data.Count; start += batchSize)
        {
            Span<int> part = samples.AsSpan(0, Math.Min(batchSize, data.Count - start));
            for (int index = 0; index < part.Length; index++)
                part[index] = start + index;
            data.Gather(part, batch);
            Span<float> rows = output.AsSpan(0, part.Length * OutputsPerRow);
            score.Add(batch, EvaluateBatch(batch, rows), rows);
        }

        return score.ToEvaluation();
    }

    /// <summary>Emitted where the network has a loss: one training step, and its first output.</summary>
    /// <returns>The loss before the update.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual float TrainBatch(Batch batch, Optimizer optimizer, Span<float> output) => throw DatasetFitting.NotTrainable(Plan);

    /// <summary>Emitted where <c>Loss</c> updates all parameters: one training step, and its first output.</summary>
    /// <returns>The loss before the update.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual float TrainBatch(Batch batch, Span<float> output) => throw DatasetFitting.NotTrainable(Plan);

    /// <summary>Emitted where <c>Loss</c> updates all parameters, so that training takes no optimiser.</summary>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual bool UpdatesItself => false;

    /// <summary>Emitted where the network has a loss: first output and loss of a batch.</summary>
    /// <returns>The loss.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    protected virtual float EvaluateBatch(Batch batch, Span<float> output) => throw DatasetFitting.NotTrainable(Plan);

    // Of several outputs the first is what labels are compared with.
    private int OutputsPerRow => Plan.Outputs[0].ValuesPerRow;

    private void TrainEpoch(Optimizer? optimizer, FitOptions options, int epoch, BatchQueue batches, float[] output, Score score, long updatesBefore)
    {
        for (int index = 0; index < batches.Count; index++)
        {
            options.Cancellation.ThrowIfCancellationRequested();
            Batch batch = batches.Take(index);
            if (options.SchedulePeriod == SchedulePeriod.Step)
                Follow(options.Schedule, updates - updatesBefore, optimizer);
            whileDeviceComputes = batches.GatherAhead;
            Span<float> rows = output.AsSpan(0, batch.Count * OutputsPerRow);
            score.Add(batch, optimizer is null ? TrainBatch(batch, rows) : TrainBatch(batch, optimizer, rows), rows);
            options.OnBatch?.Invoke(new BatchReport(epoch, options.Epochs, index + 1, batches.Count, score.Loss, score.Accuracy));
        }

        options.Cancellation.ThrowIfCancellationRequested();
    }

    private static void Follow(LearningRateSchedule? schedule, long time, Optimizer? optimizer)
    {
        if (schedule is not null && optimizer is not null)
            optimizer.LearningRate = schedule.RateAt(time);
    }
}
