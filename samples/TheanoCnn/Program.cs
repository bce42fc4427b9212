using ModelGen;
using ModelGen.Data;
using ModelGen.Samples;
using TheanoCnn;

TrainingOptions training = new(epochs: 10, batch: 50, learningRate: 0.1f);
ImageOptions images = new();

return SampleProgram.Run(
    "Trains the convolutional network of the Theano tutorials with stochastic gradient descent.", args, [.. images.All, .. training.All], parsed =>
    {
        TrainingSettings settings = training.Read(parsed);
        ImageDataset loaded = images.Load(parsed, settings);
        using LeNet network = new(settings.Seed, settings.Threads);
        return TrainingRun.FitAndTest(
            network, loaded.Training.ToDataset().ToOneHot(LeNet.Classes), loaded.Test.ToDataset().ToOneHot(LeNet.Classes), new Sgd(settings.LearningRate), settings);
    });
