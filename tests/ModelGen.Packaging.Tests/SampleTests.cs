using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;
using System.Security.Cryptography;

namespace ModelGen.Packaging.Tests;

/// <summary>The MNIST sample as a user runs it: published, and under the JIT.</summary>
public sealed class SampleTests(PublishedSample sample) : IDisposable
{
    private const long LargestExecutable = 6_000_000;
    private const long LargestMemory = 150_000_000;
    private static readonly string[] Short = ["--dataset", "digits", "--limit", "1000", "--epochs", "1", "--seed", "3"];

    private readonly TemporaryFolder work = new();

    public void Dispose() => work.Dispose();

    [Fact]
    public async Task Publishing_gives_one_small_executable_and_nothing_beside_it()
    {
        await sample.Publish();
        string file = Assert.Single(Directory.GetFileSystemEntries(sample.Folder));
        Assert.Equal("Mnist", Path.GetFileNameWithoutExtension(file));
        Assert.InRange(new FileInfo(file).Length, 1, LargestExecutable);
    }

    [Fact]
    public async Task It_trains_saves_reads_back_and_ends_with_the_accuracy()
    {
        Command run = await sample.Run(work, Short);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Contains(run.Lines, line => line.StartsWith("epoch 1/1: loss "));
        Assert.Equal(10, run.Lines.Count(line => line.StartsWith("class ")));
        Assert.Equal("saved to mnist.safetensors; read back, it is the same network", run.Lines[^2]);
        Assert.Matches(@"^test accuracy 0\.\d{4}$", run.Lines[^1]);
        Assert.Equal(["mnist.safetensors"], Directory.GetFiles(work.Path).Select(Path.GetFileName));
    }

    [Fact]
    public async Task The_same_seed_gives_the_same_bits_whatever_the_threads()
    {
        string once = await Weights("1", "--seed", "3");
        Assert.Equal(once, await Weights("1", "--seed", "3"));
        Assert.Equal(once, await Weights("2", "--seed", "3"));
        Assert.Equal(once, await Weights("4", "--seed", "3"));
        Assert.NotEqual(once, await Weights("1", "--seed", "4"));
    }

    [Fact]
    public async Task The_executable_and_the_JIT_give_the_same_bits()
    {
        // Some processors have 512-bit vectors that the JIT leaves alone, as they lower the clock; the executable's are then wider.
        Assert.SkipWhen(Avx512F.IsSupported && !Vector512.IsHardwareAccelerated, "Here the JIT uses narrower vectors than the executable, and sums differ.");
        string published = await Weights("2", "--seed", "3");
        Command run = await sample.RunJit(work, [.. Short, "--threads", "2", "--out", "jit.safetensors"]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Equal(published, Hash("jit.safetensors"));
    }

    [Fact]
    public async Task All_of_Fashion_MNIST_is_trained_on_in_little_memory()
    {
        Assert.SkipUnless(File.Exists("/usr/share/datasets/fashion-mnist/train-images-idx3-ubyte.gz"), "Debian's package dataset-fashion-mnist is not installed.");
        Command run = await sample.RunJit(work, "--dataset", "fashion-mnist", "--limit", "6000", "--epochs", "1");
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.InRange(run.PeakBytes, 40_000_000, LargestMemory);
    }

    public static TheoryData<string[], string> Mistakes => new()
    {
        { ["--dataset", "cifar"], "--dataset takes mnist, fashion-mnist or digits, not 'cifar'." },
        { ["--epochs", "many"], "--epochs takes a whole number from 1 to 1000000, not 'many'." },
        { ["--batch", "0"], "--batch takes a whole number from 1 to 1000000, not '0'." },
        { ["--threads", "-1"], "--threads takes a whole number from 0 to 256, not '-1'." },
        { ["--seed", "1.5"], "--seed takes a whole number from 0 to 18446744073709551615, not '1.5'." },
        { ["--limit", "0"], "--limit takes a whole number from 1 to 2147483647, not '0'." },
        { ["--colour", "red"], "Unrecognized command or argument '--colour'." },
        { ["--data", "missing"], "The data folder 'missing' does not exist." },
        { ["--data", "."], "The data folder '.' holds no MNIST: train-images-idx3-ubyte.gz and its three companions are wanted there." },
        { ["--data", "truncated"], "'truncated/t10k-labels-idx1-ubyte' is truncated: its header announces 3 bytes of values, more than the file can hold; fetch it again." },
        { ["--data", "foreign"], "'foreign/t10k-labels-idx1-ubyte' is not an IDX file of labels (00 00 08 01): it starts with 50 4B 03 04." },
        { ["--data", "outside"], "'outside/t10k-labels-idx1-ubyte' has the label 10 at position 2; labels are 0 to 9." },
        { ["--data", "small"], "The images are 1×1; the network takes 28×28." },
        { ["--dataset", "digits", "--data", "."], "--dataset digits draws its own images: leave --data out." },
        { ["--dataset", "digits", "--out", "missing/weights"], "--out 'missing/weights' cannot be written: the folder '{0}/missing' does not exist." },
        { ["--dataset", "digits", "--out", "."], "--out '.' is a folder: name a file." },
    };

    [Theory]
    [MemberData(nameof(Mistakes))]
    public async Task A_mistake_is_one_sentence_and_exit_code_2(string[] arguments, string sentence)
    {
        WriteData("truncated", [0, 0, 8, 1, 0, 0, 0, 3, 1]);
        WriteData("foreign", [0x50, 0x4B, 3, 4, 0, 0, 0, 0]);
        WriteData("outside", [0, 0, 8, 1, 0, 0, 0, 3, 1, 9, 10]);
        WriteData("small", [0, 0, 8, 1, 0, 0, 0, 3, 1, 9, 0]);
        Command run = await sample.Run(work, arguments);
        Assert.Equal(string.Format(sentence, work.Path), run.Error.TrimEnd('\n'));
        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public async Task A_folder_that_cannot_be_written_is_noticed_before_training()
    {
        Assert.SkipUnless(Directory.Exists("/proc"), "There is no /proc, in which not even the administrator makes files.");
        Command run = await sample.Run(work, "--dataset", "digits", "--out", "/proc/weights");
        Assert.Equal((2, "--out '/proc/weights' cannot be written: files cannot be made in '/proc'.\n", ""), (run.ExitCode, run.Error, run.Output));
    }

    [Fact]
    public async Task An_interruption_saves_what_was_learnt()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Signals are sent with kill.");
        string program = Path.Combine(sample.Folder, "Mnist");
        await sample.Publish();
        const string script = """
            "$0" --dataset digits --epochs 1000000 > output &
            until grep -q 'epoch 1/' output || ! kill -0 $!; do sleep 0.1; done
            kill -TERM $!
            wait $!
            """;
        Command run = await Command.Run("bash", work.Path, "-c", script, program);
        Assert.Equal(143, run.ExitCode);
        Assert.EndsWith("Interrupted: the weights so far are in mnist.safetensors.\n", File.ReadAllText(work.File("output")));
        Assert.True(new FileInfo(work.File("mnist.safetensors")).Length > 0);
    }

    private async Task<string> Weights(string threads, params string[] options)
    {
        Command run = await sample.Run(work, [.. Short[..^2], .. options, "--threads", threads]);
        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        return Hash("mnist.safetensors");
    }

    private string Hash(string name) => Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(work.File(name))));

    /// <summary>A folder with three test images of one pixel, and these labels.</summary>
    private void WriteData(string name, byte[] labels)
    {
        Directory.CreateDirectory(work.File(name));
        File.WriteAllBytes(work.File($"{name}/t10k-labels-idx1-ubyte"), labels);
        File.WriteAllBytes(work.File($"{name}/t10k-images-idx3-ubyte"), [0, 0, 8, 3, 0, 0, 0, 3, 0, 0, 0, 1, 0, 0, 0, 1, 1, 2, 3]);
    }
}
