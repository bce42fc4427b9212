using System.CommandLine;

namespace ModelGen.Benchmarks;

/// <summary>Options that several commands have.</summary>
internal static class CommandOptions
{
    private const int LeastSteps = 30;

    /// <summary>The number of threads, 1 where it is not given.</summary>
    public static Option<int> Threads(string description)
    {
        Option<int> threads = new("--threads") { Description = description, HelpName = "N", DefaultValueFactory = _ => 1 };
        Require(threads, value => value is >= 1 and <= 256, "--threads takes 1 to 256.");
        return threads;
    }

    /// <summary>The numbers of threads to measure with: the one given, or 1 and 2.</summary>
    public static Option<int?> ThreadCounts()
    {
        Option<int?> threads = new("--threads") { Description = "The number of threads of both sides; 1 and 2 where it is not given.", HelpName = "N" };
        Require(threads, value => value is null or (>= 1 and <= 256), "--threads takes 1 to 256.");
        return threads;
    }

    /// <summary>What <see cref="ThreadCounts"/> comes to on this machine.</summary>
    public static int[] Expand(int? threads) => threads is int count ? [count] : Environment.ProcessorCount > 1 ? [1, 2] : [1];

    /// <summary>Parts of names, of which one must be in a name.</summary>
    public static Option<string[]> Filter(string description) =>
        new("--filter") { Description = description, HelpName = "NAME", AllowMultipleArgumentsPerToken = true };

    /// <summary>How many steps to time.</summary>
    public static Option<int> Steps(string description)
    {
        Option<int> steps = new("--steps") { Description = description, HelpName = "N", DefaultValueFactory = _ => 60 };
        Require(steps, value => value >= LeastSteps, $"--steps takes {LeastSteps} or more: a median of fewer says little.");
        return steps;
    }

    /// <summary>Refuses values of an option.</summary>
    public static void Require<T>(Option<T> option, Func<T?, bool> holds, string message) => option.Validators.Add(result =>
    {
        if (!holds(result.GetValueOrDefault<T>()))
        {
            result.AddError(message);
        }
    });
}
