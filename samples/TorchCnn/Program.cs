using System.CommandLine;
using ModelGen;
using ModelGen.Data;
using ModelGen.Samples;
using TorchCnn;

TrainingOptions training = new(epochs: 15, batch: 64, learningRate: 1e-3f);
PictureOptions pictures = new();
Option<string> optimizer = Options.Choice("--optimizer", "adam, or sgd: with a momentum of 0.9, for which a learning rate of 0.01 is usual.", "adam", "sgd");

return SampleProgram.Run(
    "Trains a convolutional network of PyTorch's tutorials on coloured pictures.", args, [optimizer, .. pictures.All, .. training.All], parsed =>
    {
        TrainingSettings settings = training.Read(parsed);
        ImageDataset loaded = pictures.Load(parsed, settings, Net.Classes);
        ChannelStatistics statistics = ChannelStatistics.Of(loaded.Training);
        using Net network = new(settings.Seed, settings.Threads);
        Optimizer chosen = parsed.GetValue(optimizer) == "sgd" ? new Sgd(settings.LearningRate, momentum: 0.9f) : new Adam(settings.LearningRate);
        return TrainingRun.FitAndTest(network, loaded.Training.ToDataset(statistics), loaded.Test.ToDataset(statistics), chosen, settings);
    });
