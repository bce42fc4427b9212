namespace ModelGen.Samples;

/// <summary>Trains as a program does: with a display, until it is done or the user interrupts.</summary>
public static class TrainingRun
{
    /// <summary>Trains, and tests after each epoch.</summary>
    /// <param name="network">The network.</param>
    /// <param name="training">The samples to train on.</param>
    /// <param name="test">The samples to test with.</param>
    /// <param name="optimizer">What moves the parameters; null where the network's loss updates them all.</param>
    /// <param name="settings">Epochs, batches and seed.</param>
    /// <param name="afterStep">Called after each step, with the number of steps done and of those to do; it may change the learning rate.</param>
    /// <returns>The exit code where training was interrupted.</returns>
    /// <exception cref="UsageException">A batch does not fit into memory.</exception>
    public static int? Fit(
        CompiledNetwork network, Dataset training, Dataset test, Optimizer? optimizer, TrainingSettings settings, Action<int, int>? afterStep = null)
    {
        using Interruption interruption = new();
        try
        {
            TrainingDisplay.Run((showStep, writeLine) =>
            {
                FitOptions options = new()
                {
                    Epochs = settings.Epochs,
                    BatchSize = settings.Batch,
                    Seed = settings.Seed,
                    Validation = test,
                    OnBatch = afterStep is null ? showStep : report =>
                    {
                        afterStep(((report.Epoch - 1) * report.Batches) + report.Batch, report.Epochs * report.Batches);
                        showStep?.Invoke(report);
                    },
                    OnEpoch = report => writeLine(TrainingDisplay.Line(report)),
                    Cancellation = interruption.Token,
                };
                _ = optimizer is null ? network.Fit(training, options) : network.Fit(training, optimizer, options);
            });
            return null;
        }
        catch (OperationCanceledException)
        {
            return interruption.ExitCode;
        }
        catch (OutOfMemoryException exception)
        {
            throw new UsageException($"Batches of {settings.Batch} samples need more memory than there is: choose a smaller --batch.", exception);
        }
    }

    /// <summary>Trains, tests and writes the closing figure: the accuracy on the test samples, or their loss where the network's output is no class.</summary>
    /// <returns>The exit code.</returns>
    /// <inheritdoc cref="Fit"/>
    public static int FitAndTest(
        CompiledNetwork network, Dataset training, Dataset test, Optimizer? optimizer, TrainingSettings settings, Action<int, int>? afterStep = null)
    {
        Console.WriteLine($"Training on {training.Count:N0} samples with {network.Threads} threads: {settings}.");
        if (Fit(network, training, test, optimizer, settings, afterStep) is { } interrupted)
        {
            Console.WriteLine("Interrupted.");
            return interrupted;
        }

        Evaluation tested = network.Evaluate(test, settings.Batch);
        Console.WriteLine(float.IsNaN(tested.Accuracy) ? $"test loss {tested.Loss:F5}" : $"test accuracy {tested.Accuracy:F4}");
        return 0;
    }
}
