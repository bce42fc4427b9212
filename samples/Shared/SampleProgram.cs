using System.CommandLine;
using ModelGen.Data;

namespace ModelGen.Samples;

/// <summary>Runs a sample: a mistake of the user is one sentence and its exit code.</summary>
public static class SampleProgram
{
    private const int MistakeOfTheUser = 2;

    /// <summary>Reads the command line and runs what it asks for.</summary>
    /// <param name="description">What the program does, for its help.</param>
    /// <param name="arguments">The command line.</param>
    /// <param name="options">The options it takes.</param>
    /// <param name="run">What it runs; its result is the exit code.</param>
    /// <returns>The exit code.</returns>
    public static int Run(string description, string[] arguments, IEnumerable<Option> options, Func<ParseResult, int> run)
    {
        RootCommand command = new(description);
        foreach (Option option in options)
        {
            command.Add(option);
        }

        command.SetAction(run);
        try
        {
            ParseResult parsed = command.Parse(arguments);
            if (parsed.Errors.Count > 0)
            {
                Console.Error.WriteLine(parsed.Errors[0].Message);
                return MistakeOfTheUser;
            }

            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (Exception exception) when (exception is UsageException or DatasetException or DeviceException)
        {
            Console.Error.WriteLine(exception.Message);
            return MistakeOfTheUser;
        }
    }
}
