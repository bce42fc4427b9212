using Spectre.Console;

namespace ModelGen.Samples;

/// <summary>Shows training as it goes: a bar with the epoch's progress on a terminal, and lines everywhere.</summary>
public static class TrainingDisplay
{
    /// <summary>Runs training.</summary>
    /// <param name="train">Gets what to call after each step, null where no bar is shown, and what writes a line.</param>
    public static void Run(Action<Action<BatchReport>?, Action<string>> train)
    {
        // A bar is drawn over and over: that suits a terminal and nothing else.
        if (Console.IsOutputRedirected || !AnsiConsole.Profile.Capabilities.Ansi)
        {
            train(null, Console.WriteLine);
            return;
        }

        AnsiConsole.Progress()
            .AutoClear(true)
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new PercentageColumn(), new RemainingTimeColumn())
            .Start(progress =>
            {
                ProgressTask task = progress.AddTask("epoch");
                train(report => Show(report, task), AnsiConsole.WriteLine);
            });
    }

    /// <summary>The line of an epoch; without accuracies for a network whose output is no class.</summary>
    public static string Line(EpochReport report) => float.IsNaN(report.Accuracy)
        ? $"epoch {report.Epoch}/{report.Epochs}: loss {report.Loss:F4}, test loss {report.ValidationLoss:F4}, {report.Duration.TotalSeconds:F1} s"
        : $"epoch {report.Epoch}/{report.Epochs}: loss {report.Loss:F4}, accuracy {report.Accuracy:F4}, test accuracy {report.ValidationAccuracy:F4}, {report.Duration.TotalSeconds:F1} s";

    private static void Show(BatchReport report, ProgressTask task)
    {
        task.MaxValue = report.Batches;
        task.Value = report.Batch;
        task.Description = $"epoch {report.Epoch}/{report.Epochs}, loss {report.Loss:F4}{(float.IsNaN(report.Accuracy) ? "" : $", accuracy {report.Accuracy:F4}")}";
    }
}
