using System.CommandLine;
using ModelGen;
using ModelGen.Data;
using ModelGen.Samples;
using ScanRnn;

const int TrainSamples = 20_000;
const int TestSamples = 2_000;
const float MostGradient = 1;

TrainingOptions training = new(epochs: 10, batch: 32, learningRate: 2e-3f);
ImageOptions images = new();
Option<string> cell = Options.Choice("--cell", "lstm, gru, or rnn: Theano's recurrent network, written with Scan.", "lstm", "gru", "rnn");
Option<string> task = Options.Choice(
    "--task", "adding: two marked numbers of a sequence of 50; or rows: pictures read row by row, which --dataset and --data name.", "adding", "rows");

return SampleProgram.Run(
    "Trains recurrent networks on sequences that ask for memory, with Adam at a falling rate.", args, [cell, task, .. images.All, .. training.All], parsed =>
    {
        TrainingSettings settings = training.Read(parsed);
        bool adds = parsed.GetValue(task) == "adding";
        using CompiledNetwork network = (adds, parsed.GetValue(cell)) switch
        {
            (true, "lstm") => new LstmAdder(settings.Seed, settings.Threads),
            (true, "gru") => new GruAdder(settings.Seed, settings.Threads),
            (true, _) => new RnnAdder(settings.Seed, settings.Threads),
            (false, "lstm") => new LstmReader(settings.Seed, settings.Threads),
            (false, "gru") => new GruReader(settings.Seed, settings.Threads),
            (false, _) => new RnnReader(settings.Seed, settings.Threads),
        };
        // Gradients through many steps may grow beyond all measure (Pascanu et al. 2013, arXiv:1211.5063).
        Adam adam = new(settings.LearningRate) { ClipNorm = MostGradient };
        if (!adds)
        {
            ImageDataset loaded = images.Load(parsed, settings);
            return TrainingRun.FitAndTest(network, loaded.Training.ToDataset(), loaded.Test.ToDataset(), adam, settings, Annealing.Cosine(adam));
        }

        return TrainingRun.FitAndTest(
            network,
            AddingProblem.Draw(settings.TrainSamples ?? TrainSamples, seed: 1),
            AddingProblem.Draw(settings.TestSamples ?? TestSamples, seed: 2),
            adam,
            settings,
            Annealing.Cosine(adam));
    });
