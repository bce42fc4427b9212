using ModelGen;
using ModelGen.Data;

namespace Mnist;

/// <summary>Trains, tests, saves and checks what was saved.</summary>
internal static class Trainer
{
    private const float LearningRate = 1e-3f;

    /// <summary>Does what the options ask for.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(TrainingOptions options)
    {
        Device device = options.Device == "cuda" ? Device.Cuda() : Device.Cpu;
        WeightsFile weights = new(options.Out);
        ImageDataset images = ImageSource.Load(options);
        Dataset test = images.Test.ToDataset();
        using MnistCnn network = new(options.Seed, options.Threads);
        network.To(device);
        string worker = device == Device.Cpu ? $"with {network.Threads} threads" : $"on {device}";
        Console.WriteLine(
            $"{images.Title}: training on {images.Training.Count:N0} images {worker}, batches of {options.Batch}, Adam at {LearningRate}, seed {options.Seed}.");

        if (Train(network, images.Training.ToDataset(), test, options) is { } interrupted)
        {
            weights.Save(network);
            Console.WriteLine($"Interrupted: the weights so far are in {options.Out}.");
            return interrupted;
        }

        weights.Save(network);
        Evaluation evaluation = network.Evaluate(test, options.Batch);
        foreach (string line in ConfusionLines.Of(evaluation, images.ClassNames))
        {
            Console.WriteLine(line);
        }

        if (!weights.Reproduces(network, evaluation, test, options.Batch))
        {
            Console.Error.WriteLine($"{options.Out}, read back, does not give the network that was saved: its disk or memory may be failing.");
            return 1;
        }

        Console.WriteLine($"saved to {options.Out}; read back, it is the same network");
        Console.WriteLine($"test accuracy {evaluation.Accuracy:F4}");
        return 0;
    }

    /// <returns>The exit code where training was interrupted.</returns>
    private static int? Train(MnistCnn network, Dataset training, Dataset test, TrainingOptions options)
    {
        using Interruption interruption = new();
        try
        {
            TrainingDisplay.Run((showStep, writeLine) => network.Fit(training, new Adam(LearningRate), new FitOptions
            {
                Epochs = options.Epochs,
                BatchSize = options.Batch,
                Seed = options.Seed,
                Validation = test,
                OnBatch = showStep,
                OnEpoch = report => writeLine(TrainingDisplay.Line(report)),
                Cancellation = interruption.Token,
            }));
            return null;
        }
        catch (OperationCanceledException)
        {
            return interruption.ExitCode;
        }
        catch (OutOfMemoryException exception)
        {
            throw new UsageException($"Batches of {options.Batch} images need more memory than there is: choose a smaller --batch.", exception);
        }
    }
}
