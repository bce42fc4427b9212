using System.CommandLine;
using CharGpt;
using ModelGen.Samples;

Option<string?> file = new("--text") { Description = "The text to learn; Shakespeare's plays from $MODELGEN_DATA or the cache where it is not given.", HelpName = "FILE" };
Option<int> iterations = Options.Number("--iterations", "The training steps.", 2000, 1, 10_000_000);
Option<int> batch = Options.Number("--batch", "The pieces of text in a step.", 12, 1, 1_000_000);
Option<int> threads = Options.Number("--threads", "The threads to compute with; 0 for one on each processor.", 0, 0, 256);
Option<int> seed = Options.Number("--seed", "The seed of the first weights and of the pieces.", 0, 0, int.MaxValue);
Option<int> sample = Options.Number("--sample", "The characters to write in the end.", 500, 0, 1_000_000);

return SampleProgram.Run("Trains a small transformer on the characters of a text, and lets it write.", args, [file, iterations, batch, threads, seed, sample], parsed =>
{
    CharacterText text = CharacterText.Load(parsed.GetValue(file));
    using Gpt network = new((ulong)parsed.GetValue(seed), parsed.GetValue(threads));
    Console.WriteLine($"{text.Length:N0} characters of {text.Source}, {text.Characters.Length} different ones; {network.Threads} threads, batches of {parsed.GetValue(batch)}.");
    Trainer trainer = new(network, text, parsed.GetValue(batch), parsed.GetValue(seed));
    using Interruption interruption = new();
    bool finished = trainer.Train(parsed.GetValue(iterations), interruption.Token);
    Console.WriteLine(trainer.Write(parsed.GetValue(sample)));
    Console.WriteLine($"validation loss {trainer.ValidationLoss(batches: 200):F4}");
    return finished ? 0 : interruption.ExitCode;
});
