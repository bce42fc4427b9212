namespace ModelGen;

/// <summary>How <see cref="CompiledNetwork.Fit(Dataset, Optimizer, FitOptions)"/> trains.</summary>
public sealed record FitOptions
{
    /// <summary>How often every sample is seen; at least 1.</summary>
    public int Epochs { get; init; } = 1;

    /// <summary>The samples of one batch; at least 1. What is left at the end of an epoch makes a smaller last batch.</summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The seed of the order of the samples: the same seed gives the same order.</summary>
    public ulong Seed { get; init; }

    /// <summary>Samples to evaluate on after each epoch, or null for none.</summary>
    public Dataset? Validation { get; init; }

    /// <summary>
    /// Sets the optimiser's learning rate before each step or epoch, counted from 0 as the training begins, or null to leave it as it is. A step is an update: with
    /// <see cref="Optimizer.AccumulationSteps"/> several batches.
    /// </summary>
    public LearningRateSchedule? Schedule { get; init; }

    /// <summary>What <see cref="Schedule"/> counts.</summary>
    public SchedulePeriod SchedulePeriod { get; init; } = SchedulePeriod.Step;

    /// <summary>Lowers the optimiser's learning rate after epochs that bring no gain, in the validation's loss where there is one, in the training's where not; null for no such thing.</summary>
    public ReduceOnPlateau? Plateau { get; init; }

    /// <summary>Called after each step, on the calling thread.</summary>
    public Action<BatchReport>? OnBatch { get; init; }

    /// <summary>Called after each epoch, on the calling thread.</summary>
    public Action<EpochReport>? OnEpoch { get; init; }

    /// <summary>Ends the training after the step in progress, with an <see cref="OperationCanceledException"/>; the network keeps what it has learnt.</summary>
    public CancellationToken Cancellation { get; init; }
}

/// <summary>What the time of a schedule is counted in.</summary>
public enum SchedulePeriod
{
    /// <summary>Updates of the parameters.</summary>
    Step,

    /// <summary>Epochs.</summary>
    Epoch,
}

/// <summary>Where training stands after a step.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">The epochs there will be.</param>
/// <param name="Batch">The steps done in this epoch.</param>
/// <param name="Batches">The steps of an epoch.</param>
/// <param name="Loss">The mean loss of this epoch's samples so far, each before the update it led to.</param>
/// <param name="Accuracy">The share of them whose class was right; NaN where the output is a single value.</param>
public readonly record struct BatchReport(int Epoch, int Epochs, int Batch, int Batches, float Loss, float Accuracy);

/// <summary>What an epoch brought.</summary>
/// <param name="Epoch">The epoch, from 1.</param>
/// <param name="Epochs">The epochs there will be.</param>
/// <param name="Loss">The mean loss of the samples, each before the update it led to.</param>
/// <param name="Accuracy">The share of them whose class was right; NaN where the output is a single value.</param>
/// <param name="ValidationLoss">The mean loss of the validation samples after the epoch.</param>
/// <param name="ValidationAccuracy">The share of the validation samples whose class was right.</param>
/// <param name="Duration">How long the epoch took, validation included.</param>
public readonly record struct EpochReport(
    int Epoch, int Epochs, float Loss, float Accuracy, float? ValidationLoss, float? ValidationAccuracy, TimeSpan Duration);

/// <summary>How well a network does on a dataset.</summary>
public sealed class Evaluation
{
    internal Evaluation(float loss, float accuracy, int[,] confusion)
    {
        Loss = loss;
        Accuracy = accuracy;
        Confusion = confusion;
    }

    /// <summary>The mean loss.</summary>
    public float Loss { get; }

    /// <summary>The share of samples whose class was right; NaN where the output is a single value.</summary>
    public float Accuracy { get; }

    /// <summary>How many samples of each class (row) were taken for which class (column); empty where the output is a single value or over 4,096 of them.</summary>
    public int[,] Confusion { get; }
}
