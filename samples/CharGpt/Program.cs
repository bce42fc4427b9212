using System.CommandLine;
using CharGpt;
using ModelGen;

const int MistakeOfTheUser = 2;

Option<string?> file = new("--text") { Description = "The text to learn; Shakespeare's plays from $MODELGEN_DATA or the cache where it is not given.", HelpName = "FILE" };
Option<int> iterations = new("--iterations") { Description = "The training steps.", DefaultValueFactory = _ => 2000 };
Option<int> batch = new("--batch") { Description = "The pieces of text in a step.", DefaultValueFactory = _ => 12 };
Option<int> threads = new("--threads") { Description = "The threads to compute with; 0 for one on each processor." };
Option<int> seed = new("--seed") { Description = "The seed of the first weights and of the pieces." };
Option<int> sample = new("--sample") { Description = "The characters to write in the end.", DefaultValueFactory = _ => 500 };
RootCommand command = new("Trains a small transformer on the characters of a text, and lets it write.") { file, iterations, batch, threads, seed, sample };
foreach (Option<int> option in (Option<int>[])[iterations, batch])
    option.Validators.Add(result => { if (result.GetValueOrDefault<int>() < 1) result.AddError($"{option.Name} must be at least 1."); });
command.SetAction(parsed =>
{
    CharacterText text = CharacterText.Load(parsed.GetValue(file));
    using Gpt network = new((ulong)parsed.GetValue(seed), parsed.GetValue(threads));
    Console.WriteLine($"{text.Length:N0} characters of {text.Source}, {text.Characters.Length} different ones; {network.Threads} threads, batches of {parsed.GetValue(batch)}.");
    Trainer trainer = new(network, text, parsed.GetValue(batch), parsed.GetValue(seed));
    trainer.Train(parsed.GetValue(iterations));
    Console.WriteLine(trainer.Write(parsed.GetValue(sample)));
    Console.WriteLine($"validation loss {trainer.ValidationLoss(batches: 200):F4}");
    return 0;
});

try
{
    ParseResult parsed = command.Parse(args);
    if (parsed.Errors.Count > 0)
    {
        Console.Error.WriteLine(parsed.Errors[0].Message);
        return MistakeOfTheUser;
    }

    return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
}
catch (UsageException exception)
{
    Console.Error.WriteLine(exception.Message);
    return MistakeOfTheUser;
}
