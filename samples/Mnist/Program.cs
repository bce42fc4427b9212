using System.CommandLine;
using Mnist;
using ModelGen;
using ModelGen.Samples;

TrainingOptions training = new(epochs: 5, batch: 128, learningRate: 1e-3f);
ImageOptions images = new();
Option<string> device = DeviceOption.Create();
Option<string> destination = Options.File("--out", "The file the weights are saved to, in the safetensors format.", "mnist.safetensors");

return SampleProgram.Run(
    "Trains a convolutional network on small images and saves its weights.", args, [.. images.All, .. training.All, device, destination], parsed =>
    {
        Device chosen = DeviceOption.Find(parsed.GetValue(device)!);
        WeightsFile weights = new(parsed.GetValue(destination)!);
        TrainingSettings settings = training.Read(parsed);
        return Trainer.Run(images.Load(parsed, settings), settings, chosen, weights);
    });
