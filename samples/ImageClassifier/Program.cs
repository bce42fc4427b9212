using System.CommandLine;
using ImageClassifier;
using ModelGen;
using ModelGen.Data;
using ModelGen.Samples;

TrainingOptions training = new(epochs: 5, batch: 64, learningRate: 1e-3f);
PictureOptions pictures = new();
Option<string> weights = Options.File("--out", "The file the weights are saved to, and read from for --predict.", "pictures.safetensors");
Option<string?> predicted = new("--predict") { Description = "Names the class of this picture, with weights saved before.", HelpName = "FILE" };

return SampleProgram.Run(
    "Learns the classes of a folder of pictures, saves what it learnt and names the class of a picture.", args, [predicted, weights, .. pictures.All, .. training.All],
    parsed => parsed.GetValue(predicted) is { } picture ? Predict(picture, parsed.GetValue(weights)!) : Train(parsed));

int Train(ParseResult parsed)
{
    TrainingSettings settings = training.Read(parsed);
    WeightsFile file = new(parsed.GetValue(weights)!);
    ImageDataset loaded = pictures.Load(parsed, settings, Classifier.MostClasses);
    var statistics = ChannelStatistics.Of(loaded.Training);
    using Classifier network = new(settings.Seed, settings.Threads);
    int exitCode = TrainingRun.FitAndTest(network, loaded.Training.ToDataset(statistics), loaded.Test.ToDataset(statistics), new Adam(settings.LearningRate), settings);
    file.Save(network);
    new Knowledge([.. loaded.ClassNames], statistics).Save(file.Destination);
    Console.WriteLine($"saved to {file.Destination}");
    return exitCode;
}

static int Predict(string path, string weights)
{
    var knowledge = Knowledge.Load(weights);
    using Classifier network = new();
    WeightsFile.Load(network, weights);
    float[] logits = new float[Classifier.MostClasses];
    network.Predict(knowledge.Statistics.Normalize(Picture.Read(path, PictureOptions.Size, PictureOptions.Size)), logits);
    int[] likely = [.. Enumerable.Range(0, knowledge.ClassNames.Length).OrderByDescending(label => logits[label])];
    double total = likely.Sum(label => Math.Exp(logits[label] - logits[likely[0]]));
    foreach (int label in likely.Take(3))
    {
        Console.WriteLine($"{knowledge.ClassNames[label]} {Math.Exp(logits[label] - logits[likely[0]]) / total:P1}");
    }

    return 0;
}
