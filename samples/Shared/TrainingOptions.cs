using System.CommandLine;

namespace ModelGen.Samples;

/// <summary>The options of every program that trains.</summary>
/// <param name="epochs">The epochs where the user says nothing.</param>
/// <param name="batch">The samples of a step, likewise.</param>
/// <param name="learningRate">The learning rate, likewise.</param>
public sealed class TrainingOptions(int epochs, int batch, float learningRate)
{
    private readonly Option<int> epochs = Options.Number("--epochs", "How often every training sample is seen.", epochs, 1, 1_000_000);
    private readonly Option<int> batch = Options.Number("--batch", "The samples of one step.", batch, 1, 1_000_000);
    private readonly Option<float> learningRate = Options.Positive("--learning-rate", "The size of a step.", learningRate);
    private readonly Option<ulong> seed = Options.Number<ulong>(
        "--seed", "The seed of the first weights and of the samples' order. The same seed gives the same weights.", 0, 0, ulong.MaxValue);

    private readonly Option<int> threads = Options.Number("--threads", "The threads to compute with; 0 for one on each processor.", 0, 0, 256);
    private readonly Option<int?> trainSamples = Options.Limit("--train-samples", "Trains on N samples only.", "--limit");
    private readonly Option<int?> testSamples = Options.Limit("--test-samples", "Tests with N samples only.");

    /// <summary>The options, for a command.</summary>
    public IEnumerable<Option> All => [epochs, batch, learningRate, seed, threads, trainSamples, testSamples];

    /// <summary>What the user asked for.</summary>
    public TrainingSettings Read(ParseResult parsed) => new(
        parsed.GetValue(epochs), parsed.GetValue(batch), parsed.GetValue(learningRate), parsed.GetValue(seed), parsed.GetValue(threads),
        parsed.GetValue(trainSamples), parsed.GetValue(testSamples));
}

/// <summary>How to train.</summary>
/// <param name="Epochs">How often every sample is seen.</param>
/// <param name="Batch">The samples of one step.</param>
/// <param name="LearningRate">The size of a step.</param>
/// <param name="Seed">The seed of the first weights and of the order of the samples.</param>
/// <param name="Threads">The threads to compute with; 0 for one on each processor.</param>
/// <param name="TrainSamples">The number of samples to train on, or null for all.</param>
/// <param name="TestSamples">The number of samples to test with, or null for all.</param>
public sealed record TrainingSettings(int Epochs, int Batch, float LearningRate, ulong Seed, int Threads, int? TrainSamples, int? TestSamples)
{
    /// <summary>The figures of a training, for its first line.</summary>
    public override string ToString() => $"{Epochs} {(Epochs == 1 ? "epoch" : "epochs")}, batches of {Batch}, learning rate {LearningRate}, seed {Seed}";
}
