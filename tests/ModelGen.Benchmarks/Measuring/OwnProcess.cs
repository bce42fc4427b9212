using System.Diagnostics;

namespace ModelGen.Benchmarks.Measuring;

/// <summary>This program in a process of its own, for what is to be measured apart.</summary>
internal static class OwnProcess
{
    /// <summary>Runs a command of this program.</summary>
    /// <returns>What it wrote.</returns>
    /// <exception cref="InvalidOperationException">It failed.</exception>
    public static string Run(params string[] arguments)
    {
        string program = Environment.ProcessPath!;
        bool throughHost = Path.GetFileNameWithoutExtension(program) == "dotnet";
        ProcessStartInfo start = new(program, throughHost ? [Environment.GetCommandLineArgs()[0], .. arguments] : arguments)
        {
            RedirectStandardOutput = true,
        };
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return process.ExitCode == 0
            ? output.Trim()
            : throw new InvalidOperationException($"'{string.Join(' ', arguments)}' in a process of its own ended with exit code {process.ExitCode}.");
    }
}
