using System.CommandLine;
using KerasCnn;
using ModelGen;
using ModelGen.Data;
using ModelGen.Samples;

const int Classes = 10;

TrainingOptions training = new(epochs: 10, batch: 128, learningRate: 2e-3f);
ImageOptions images = new();
Option<int> convolutions = Options.Number("--convolutions", "Which of Keras's networks: the one with 1 convolution or with 2.", 2, 1, 2);

return SampleProgram.Run(
    "Trains the convolutional networks of Keras's tutorials on one-hot labels, with Adam at a falling rate.", args, [convolutions, .. images.All, .. training.All], parsed =>
    {
        TrainingSettings settings = training.Read(parsed);
        ImageDataset loaded = images.Load(parsed, settings);
        using CompiledNetwork network = parsed.GetValue(convolutions) == 1
            ? new OneConvolution(settings.Seed, settings.Threads)
            : new TwoConvolutions(settings.Seed, settings.Threads);
        Adam adam = new(settings.LearningRate);
        return TrainingRun.FitAndTest(
            network, loaded.Training.ToDataset().ToOneHot(Classes), loaded.Test.ToDataset().ToOneHot(Classes), adam, settings, Annealing.Cosine(adam));
    });
