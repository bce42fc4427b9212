using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using ModelGen.Benchmarks.Measuring;
using ModelGen.Generator.Tests.Harness;

namespace ModelGen.Benchmarks.Generating;

/// <summary>What the analyzers add to a build: each sample with the package as users have it, with and without its analyzers in turn.</summary>
internal static class BuildsCommand
{
    private const double MostShare = 0.1;
    private static readonly string[] Samples = ["TheanoMlp", "TheanoCnn", "TorchCnn", "KerasCnn", "ImageClassifier", "ScanRnn", "ResNet", "CharGpt"];

    /// <summary>The command.</summary>
    public static Command Create()
    {
        Argument<string[]> samples = new("sample") { Description = "The samples, all that need no GPU where none is given.", DefaultValueFactory = _ => Samples };
        Option<int> builds = new("--builds") { Description = "How many builds each way.", HelpName = "N", DefaultValueFactory = _ => 5 };
        samples.Validators.Add(given =>
        {
            foreach (string sample in given.GetValueOrDefault<string[]>().Except(Samples))
                given.AddError($"There is no sample '{sample}': {string.Join(", ", Samples)}.");
        });
        Command command = new("builds", $"The time of whole builds of the samples with the packed package, with its analyzers and without; they may add {MostShare:p0}.") { samples, builds };
        command.SetAction(arguments => Run(arguments.GetValue(samples)!, arguments.GetValue(builds)));
        return command;
    }

    private static int Run(string[] samples, int builds)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("modelgen-builds-");
        try
        {
            string libraries = Path.Combine(folder.FullName, "libraries"), feed = Path.Combine(folder.FullName, "feed"), artifacts = Path.Combine(folder.FullName, "artifacts");
            Dotnet(RepositoryRoot.Path, "pack", "runtime/ModelGen", "-c", "Release", "--artifacts-path", artifacts, "-o", feed);
            Dotnet(RepositoryRoot.Path, "build", "samples/Shared", "-c", "Release", "-p:CopyLocalLockFileAssemblies=true", "--artifacts-path", artifacts, "-o", libraries);
            File.Delete(Path.Combine(libraries, "ModelGen.dll"));
            double with = 0, without = 0;
            Console.WriteLine($"{"seconds, median of " + builds,-24} {"with",8} {"without",8} {"more",8}");
            foreach (string sample in samples)
            {
                (double Seconds, double Without) medians = Measure(WriteProject(folder.FullName, sample, feed), builds);
                Report(sample, medians.Seconds, medians.Without);
                with += medians.Seconds;
                without += medians.Without;
            }

            Report("all", with, without);
            return with > without * (1 + MostShare) ? 1 : 0;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static (double With, double Without) Measure(string project, int builds)
    {
        Dotnet(project, "restore");
        List<double> with = [], without = [];
        // The first of each starts the compiler's process, and is not counted. Then in turn, each way first half of the time.
        for (int build = -1; build < builds; build++)
        {
            foreach (bool isWith in build % 2 == 0 ? (bool[])[true, false] : [false, true])
            {
                long start = Stopwatch.GetTimestamp();
                Dotnet(project, "build", "--no-restore", "-t:Rebuild", $"-p:WithAnalyzers={isWith}");
                if (build >= 0)
                    (isWith ? with : without).Add(Stopwatch.GetElapsedTime(start).TotalSeconds);
            }
        }

        return (Statistics.Median(with), Statistics.Median(without));
    }

    // The sample's own source with the package in the place of the repository's projects. Packages are unpacked here, so that a version packed before is not met again.
    private static string WriteProject(string folder, string sample, string feed)
    {
        string project = Directory.CreateDirectory(Path.Combine(folder, sample)).FullName;
        foreach (string file in Directory.GetFiles(Path.Combine(RepositoryRoot.Path, "samples", sample), "*.cs"))
            File.Copy(file, Path.Combine(project, Path.GetFileName(file)));
        string version = Path.GetFileNameWithoutExtension(Directory.GetFiles(feed, "ModelGen.*.nupkg").Single())["ModelGen.".Length..];
        File.WriteAllText(Path.Combine(project, "nuget.config"), $"""
            <configuration>
              <config><add key="globalPackagesFolder" value="{folder}/packages" /></config>
              <packageSources><add key="packed" value="{feed}" /></packageSources>
              <fallbackPackageFolders><add key="restored" value="{Environment.GetEnvironmentVariable("NUGET_PACKAGES") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".nuget", "packages")}" /></fallbackPackageFolders>
            </configuration>
            """);
        File.WriteAllText(Path.Combine(project, sample + ".csproj"), $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>Exe</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
                <Nullable>enable</Nullable>
              </PropertyGroup>
              <ItemGroup>
                <PackageReference Include="ModelGen" Version="{version}" />
                <Reference Include="../libraries/*.dll" />
              </ItemGroup>
              <Target Name="LeaveAnalyzersOut" BeforeTargets="CoreCompile" Condition="'$(WithAnalyzers)' == 'False'">
                <ItemGroup>
                  <Analyzer Remove="@(Analyzer)" Condition="'%(Filename)' == 'ModelGen.Analyzers' or '%(Filename)' == 'ModelGen.CodeFixes'" />
                </ItemGroup>
              </Target>
            </Project>
            """);
        return project;
    }

    private static void Report(string name, double with, double without) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{name,-24} {with,8:f2} {without,8:f2} {(with / without) - 1,8:+0.0%;-0.0%}"));

    private static void Dotnet(string folder, params string[] arguments)
    {
        ProcessStartInfo start = new("dotnet", arguments) { WorkingDirectory = folder, RedirectStandardOutput = true };
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";
        using Process process = Process.Start(start)!;
        string output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        if (process.ExitCode != 0)
            throw new InvalidOperationException($"dotnet {string.Join(' ', arguments)} ended with {process.ExitCode}:\n{output}");
    }
}
