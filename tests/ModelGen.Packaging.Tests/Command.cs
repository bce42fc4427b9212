using System.Diagnostics;

namespace ModelGen.Packaging.Tests;

/// <summary>What a process wrote and how it ended.</summary>
public sealed record Command(int ExitCode, string Output, string Error, long PeakBytes)
{
    public string[] Lines => Output.Split('\n', StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Runs <c>dotnet</c> and fails the test with everything it wrote where it does not succeed.</summary>
    public static async Task<Command> Dotnet(string folder, params string[] arguments)
    {
        Command command = await Run("dotnet", folder, arguments);
        Assert.True(command.ExitCode == 0, $"dotnet {string.Join(' ', arguments)} ended with {command.ExitCode}:\n{command.Output}{command.Error}");
        return command;
    }

    /// <summary>Runs a program to its end.</summary>
    public static async Task<Command> Run(string program, string folder, params string[] arguments) =>
        (await Run(program, folder, arguments, new Dictionary<string, string>(), Timeout.InfiniteTimeSpan))!;

    /// <summary>Runs a program with additions to its environment; null where it does not end in time and is ended.</summary>
    public static async Task<Command?> Run(string program, string folder, string[] arguments, IReadOnlyDictionary<string, string> environment, TimeSpan limit)
    {
        ProcessStartInfo start = Start(program, folder, arguments);
        foreach ((string name, string value) in environment)
        {
            start.Environment[name] = value;
        }

        using Process process = Process.Start(start)!;
        using CancellationTokenSource time = new(limit);
        Task<string> output = process.StandardOutput.ReadToEndAsync();
        Task<string> error = process.StandardError.ReadToEndAsync();
        long peak = 0;
        while (!process.HasExited)
        {
            if (time.IsCancellationRequested)
            {
                process.Kill(entireProcessTree: true);
                return null;
            }

            process.Refresh();
            peak = Math.Max(peak, PeakOf(process));
            await Task.WhenAny(process.WaitForExitAsync(), Task.Delay(20));
        }

        return new(process.ExitCode, await output, await error, peak);
    }

    private static long PeakOf(Process process)
    {
        try
        {
            return process.PeakWorkingSet64;
        }
        catch (InvalidOperationException)
        {
            // It has ended just now.
            return 0;
        }
    }

    private static ProcessStartInfo Start(string program, string folder, string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };

        // The test run's own SDK settings are not for the builds started here, and no server must outlive them and hold their output open.
        foreach (string name in start.Environment.Keys.Where(name => name.StartsWith("MSBUILD", StringComparison.OrdinalIgnoreCase)).ToArray())
        {
            start.Environment.Remove(name);
        }

        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["UseSharedCompilation"] = "false";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        start.Environment["DOTNET_NOLOGO"] = "1";
        return start;
    }
}
