using ModelGen;
using ModelGen.Samples;
using TheanoMlp;

const int TrainSamples = 4_000;
const int TestSamples = 1_000;

TrainingOptions training = new(epochs: 20, batch: 32, learningRate: 0.1f);

return SampleProgram.Run(
    "Trains a perceptron of the Theano tutorials on points in five clusters, by updates that the network itself says.", args, training.All, parsed =>
    {
        TrainingSettings settings = training.Read(parsed);
        using Perceptron network = new(settings.Seed, settings.Threads);
        network.Parameters["Rate"].CopyFrom([settings.LearningRate]);
        Dataset test = Clusters.Draw(settings.TestSamples ?? TestSamples, seed: 2);

        // What Theano calls a train function: it returns the cost and updates the shared variables, and takes no optimiser. Fit calls it for each batch.
        int exitCode = TrainingRun.FitAndTest(
            network, Clusters.Draw(settings.TrainSamples ?? TrainSamples, seed: 1), test, optimizer: null, settings);

        // And a predict function: probabilities of each class for a batch of any size, here of one point.
        float[] probabilities = new float[Perceptron.Classes];
        network.Predict(new float[Perceptron.Inputs], probabilities);
        Console.WriteLine($"the point 0 is of the classes with probabilities {string.Join(", ", probabilities.Select(value => value.ToString("F3")))}");
        return exitCode;
    });
