using ModelGen;
using ModelGen.Data;
using ModelGen.Samples;

namespace Mnist;

/// <summary>Trains, tests, saves and checks what was saved.</summary>
internal static class Trainer
{
    /// <summary>Does what the options ask for.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(ImageDataset images, TrainingSettings settings, Device device, WeightsFile weights)
    {
        Dataset test = images.Test.ToDataset();
        using MnistCnn network = new(settings.Seed, settings.Threads);
        network.To(device);
        string worker = device == Device.Cpu ? $"with {network.Threads} threads" : $"on {device}";
        Console.WriteLine(
            $"{images.Title}: training on {images.Training.Count:N0} images {worker}, batches of {settings.Batch}, Adam at {settings.LearningRate}, seed {settings.Seed}.");

        if (TrainingRun.Fit(network, images.Training.ToDataset(), test, new Adam(settings.LearningRate), settings) is { } interrupted)
        {
            weights.Save(network);
            Console.WriteLine($"Interrupted: the weights so far are in {weights.Destination}.");
            return interrupted;
        }

        weights.Save(network);
        Evaluation evaluation = network.Evaluate(test, settings.Batch);
        foreach (string line in ConfusionLines.Of(evaluation, images.ClassNames))
        {
            Console.WriteLine(line);
        }

        using MnistCnn loaded = new(unchecked(network.Seed + 1), network.Threads);
        loaded.To(device);
        if (!weights.Reproduces(network, loaded, evaluation, test, settings.Batch))
        {
            Console.Error.WriteLine($"{weights.Destination}, read back, does not give the network that was saved: its disk or memory may be failing.");
            return 1;
        }

        Console.WriteLine($"saved to {weights.Destination}; read back, it is the same network");
        Console.WriteLine($"test accuracy {evaluation.Accuracy:F4}");
        return 0;
    }
}
