using System.Globalization;
using ModelGen.Packaging.Tests;
using ModelGen.Runtime.Tests.Data;

namespace ModelGen.Samples.Tests;

/// <summary>Each sample as a user runs it, on little data: it learns.</summary>
public sealed class SampleProgramTests : IDisposable
{
    private readonly TemporaryFolder work = new();

    public void Dispose() => work.Dispose();

    // Guessing is right for a tenth, of the clusters for a fifth; the bounds lie between that and what the samples reach.
    [Theory]
    [InlineData(0.9, "TheanoMlp", "--epochs", "3")]
    [InlineData(0.7, "TheanoCnn", "--dataset", "digits", "--epochs", "5", "--train-samples", "2000", "--test-samples", "500")]
    [InlineData(0.7, "KerasCnn", "--dataset", "digits", "--epochs", "4", "--batch", "32", "--train-samples", "2000", "--test-samples", "500")]
    [InlineData(0.7, "KerasCnn", "--dataset", "digits", "--epochs", "4", "--batch", "32", "--train-samples", "2000", "--test-samples", "500", "--convolutions", "1")]
    [InlineData(0.7, "ScanRnn", "--task", "rows", "--dataset", "digits", "--epochs", "12", "--train-samples", "2000", "--test-samples", "500")]
    [InlineData(0.7, "ScanRnn", "--task", "rows", "--dataset", "digits", "--epochs", "12", "--train-samples", "2000", "--test-samples", "500", "--cell", "gru")]
    [InlineData(0.5, "ScanRnn", "--task", "rows", "--dataset", "digits", "--epochs", "12", "--train-samples", "2000", "--test-samples", "500", "--cell", "rnn")]
    [InlineData(0.5, "TorchCnn", "--dataset", "shapes", "--epochs", "3", "--train-samples", "2000", "--test-samples", "500")]
    [InlineData(0.5, "TorchCnn", "--dataset", "shapes", "--epochs", "3", "--train-samples", "2000", "--test-samples", "500", "--optimizer", "sgd", "--learning-rate", "0.02")]
    [InlineData(0.5, "ResNet", "--dataset", "shapes", "--epochs", "2", "--batch", "32", "--train-samples", "800", "--test-samples", "200")]
    public async Task It_learns(double least, string sample, params string[] arguments)
    {
        Command run = await Run(sample, arguments);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        string line = run.Lines.Single(line => line.StartsWith("test accuracy "));
        Assert.InRange(double.Parse(line["test accuracy ".Length..], CultureInfo.InvariantCulture), least, 1);
    }

    // An answer that remembers nothing is wrong by a mean square of 1/6.
    [Theory]
    [InlineData(0.01, "--cell", "lstm", "--epochs", "8")]
    [InlineData(0.01, "--cell", "gru", "--epochs", "6")]
    public async Task Marked_numbers_are_remembered_and_added(double most, params string[] arguments)
    {
        Command run = await Run("ScanRnn", [.. arguments, "--train-samples", "8000", "--test-samples", "500", "--learning-rate", "0.005"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.InRange(double.Parse(run.Lines[^1]["test loss ".Length..], CultureInfo.InvariantCulture), 0, most);
    }

    [Fact]
    public async Task A_folder_of_pictures_is_learnt_and_a_picture_named()
    {
        var random = new Random(1);
        for (int index = 0; index < 40; index++)
        {
            WritePicture($"pictures/red/{index}.png", random, red: 200, blue: 40);
            WritePicture($"pictures/blue/{index}.png", random, red: 40, blue: 200);
        }

        Command training = await Run("ImageClassifier", "--data", "pictures", "--epochs", "3", "--batch", "8");
        Assert.Equal((0, ""), (training.ExitCode, training.Error));
        Assert.Equal("2 classes from pictures: 64 pictures to train on and 16 to test with.", training.Lines[0]);
        Assert.Contains("test accuracy 1.0000", training.Lines);
        Assert.Equal("saved to pictures.safetensors", training.Lines[^1]);

        WritePicture("new.png", random, red: 210, blue: 30);
        Command prediction = await Run("ImageClassifier", "--predict", "new.png");
        Assert.Equal((0, ""), (prediction.ExitCode, prediction.Error));
        Assert.Matches(@"^red (100|9\d)\.\d *%$", prediction.Lines[0]);
    }

    [Fact]
    public async Task A_text_is_learnt_and_gone_on_with()
    {
        File.WriteAllText(work.File("text.txt"), string.Concat(Enumerable.Repeat("One two three four five six seven eight nine ten.\n", 60)));
        Command run = await Run("CharGpt", "--text", "text.txt", "--iterations", "200", "--batch", "4", "--sample", "60");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        // Guessing among its characters gives about 3.
        Assert.StartsWith("validation loss ", run.Lines[^1]);
        Assert.InRange(double.Parse(run.Lines[^1]["validation loss ".Length..], CultureInfo.InvariantCulture), 0, 1.5);
    }

    public static TheoryData<string, string[], string> Mistakes => new()
    {
        { "TheanoMlp", ["--learning-rate", "0"], "--learning-rate takes a number greater than 0, not '0'." },
        { "ScanRnn", ["--cell", "tree"], "--cell takes lstm, gru or rnn, not 'tree'." },
        { "KerasCnn", ["--convolutions", "3"], "--convolutions takes a whole number from 1 to 2, not '3'." },
        { "TorchCnn", ["--data", "missing"], "The picture folder 'missing' does not exist." },
        { "TorchCnn", ["--dataset", "shapes", "--data", "."], "--dataset shapes draws its own pictures: leave --data out." },
        { "TorchCnn", ["--optimizer", "newton"], "--optimizer takes adam or sgd, not 'newton'." },
        { "CharGpt", ["--batch", "0"], "--batch takes a whole number from 1 to 1000000, not '0'." },
        { "ImageClassifier", ["--predict", "cat.png"], "'pictures.json', which is written beside the weights, cannot be read: train first, without --predict." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_one_sentence_and_exit_code_2(string sample, string[] arguments, string sentence)
    {
        Command run = await Run(sample, arguments);
        Assert.Equal((2, sentence + "\n"), (run.ExitCode, run.Error));
    }

    [Fact]
    public async Task Pictures_of_more_classes_than_a_network_has_are_refused()
    {
        for (int label = 0; label < 11; label++)
        {
            Directory.CreateDirectory(work.File($"many/{label}"));
            for (int index = 0; index < 5; index++)
                File.WriteAllBytes(work.File($"many/{label}/{index}.png"), PngBytes.GreyScale(2, 2, (_, _) => 9));
        }

        Command run = await Run("ResNet", "--data", "many");
        Assert.Equal((2, "The pictures are of 11 classes; the network has room for 10: change its last layer.\n"), (run.ExitCode, run.Error));
    }

    private Task<Command> Run(string sample, params string[] arguments) =>
        Command.Run("dotnet", work.Path, [Path.Combine(AppContext.BaseDirectory, $"{sample}.dll"), .. arguments]);

    /// <summary>A picture of any size and of noise around a colour.</summary>
    private void WritePicture(string name, Random random, int red, int blue)
    {
        string path = work.File(name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, PngBytes.Colour(random.Next(20, 60), random.Next(20, 60), (_, _) => (Near(red), Near(90), Near(blue))));

        byte Near(int value) => (byte)(value + random.Next(-30, 31));
    }
}
