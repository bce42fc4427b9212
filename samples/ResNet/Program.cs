using ModelGen;
using ModelGen.Data;
using ModelGen.Samples;
using ResNet;

const float Momentum = 0.9f;
const float WeightDecay = 5e-4f;

TrainingOptions training = new(epochs: 8, batch: 128, learningRate: 0.1f);
PictureOptions pictures = new();

return SampleProgram.Run(
    "Trains ResNet-20 on coloured pictures that are moved and mirrored at random.", args, [.. pictures.All, .. training.All], parsed =>
    {
        TrainingSettings settings = training.Read(parsed);
        ImageDataset loaded = pictures.Load(parsed, settings, ResNet20.Classes);
        var statistics = ChannelStatistics.Of(loaded.Training);
        Dataset changing = loaded.Training.ToDataset(statistics).Augment(new FlipAndCrop(Picture.Channels, PictureOptions.Size, PictureOptions.Size));
        using ResNet20 network = new(settings.Seed, settings.Threads);
        Sgd sgd = new(settings.LearningRate, Momentum, nesterov: true, WeightDecay);
        return TrainingRun.FitAndTest(network, changing, loaded.Test.ToDataset(statistics), sgd, settings, Annealing.Cosine(sgd));
    });
