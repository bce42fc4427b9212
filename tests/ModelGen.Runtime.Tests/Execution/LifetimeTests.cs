using System.Globalization;
using System.Runtime.CompilerServices;

namespace ModelGen.Runtime.Tests;

[Collection(nameof(AloneInTheProcess))]
public sealed class LifetimeTests
{
    private const long Megabyte = 1 << 20;

    [Fact]
    public void Every_use_after_Dispose_says_so()
    {
        var network = new SoftmaxRegression(threads: 2);
        var optimizer = new Adam();
        (float[] values, int[] labels) = Samples.Make(4);
        network.TrainStep(values, labels, optimizer);
        network.Dispose();
        network.Dispose();

        Assert.Throws<ObjectDisposedException>(() => network.Predict(values, new float[12]));
        Assert.Throws<ObjectDisposedException>(() => network.TrainStep(values, labels, optimizer));
        Assert.Throws<ObjectDisposedException>(() => network.Save(Path.Combine(Path.GetTempPath(), "unused.safetensors")));
        Assert.Throws<ObjectDisposedException>(() => network.Load("unused.safetensors"));
        Assert.Throws<ObjectDisposedException>(() => network.Weight.CopyTo(new float[15]));
        Assert.Throws<ObjectDisposedException>(() => network.Weight.CopyFrom(new float[15]));
        Assert.Throws<ObjectDisposedException>(() => network.Weight.CopyGradientTo(new float[15]));
        Assert.Throws<ObjectDisposedException>(() => network.Weight[0, 0]);
        Assert.Throws<ObjectDisposedException>(() => network.Weight[0, 0] = 1);
        Assert.Throws<ObjectDisposedException>(() => network.Fit(Samples.Dataset(8), optimizer, new FitOptions()));
        Assert.Throws<ObjectDisposedException>(() => network.Evaluate(Samples.Dataset(8)));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(257)]
    public void A_wrong_number_of_threads_is_refused(int threads)
    {
        var exception = Assert.Throws<ArgumentOutOfRangeException>(() => new SoftmaxRegression(threads: threads));
        Assert.Contains("1 to 256 threads", exception.Message);
    }

    [Fact]
    public void No_number_of_threads_means_one_per_processor()
    {
        using var network = new SoftmaxRegression(threads: 0);
        Assert.Equal(Environment.ProcessorCount, network.Threads);
    }

    [Fact]
    public void A_network_at_work_refuses_a_second_thread()
    {
        using var network = new SoftmaxRegression();
        InvalidOperationException? refusal = null;
        network.Body = _ =>
        {
            var other = new Thread(() => refusal = Assert.Throws<InvalidOperationException>(() => network.Predict(new float[5], new float[3])));
            other.Start();
            other.Join();
        };
        network.RunBody();
        Assert.Contains("one thread at a time", refusal!.Message);
        network.Predict(new float[5], new float[3]);
    }

    [Fact]
    public void Dispose_during_a_run_waits_for_its_end()
    {
        var network = new SoftmaxRegression(threads: 2);
        network.Body = worker =>
        {
            if (worker.Index == 1)
                network.Dispose();
            worker.Barrier();
        };
        network.RunBody();
        Assert.Throws<ObjectDisposedException>(network.RunBody);
    }

    [Fact]
    public void The_arena_grows_and_survives_a_smaller_batch()
    {
        using var network = new SoftmaxRegression();
        (float[] values, _) = Samples.Make(100);
        var whole = new float[300];
        network.Predict(values.AsSpan(0, 50), new float[30]);
        network.Predict(values, whole);
        var part = new float[30];
        network.Predict(values.AsSpan(0, 50), part);
        Assert.Equal(whole[..30], part);
        Assert.Contains(whole, value => value != 0);
    }

    [Fact]
    public void Dispose_ends_the_threads()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads are counted in /proc.");
        int before = SettledWorkerThreads();
        var network = new SoftmaxRegression(threads: 4);
        network.Predict(new float[5], new float[3]);
        Assert.Equal(before + 3, WorkerThreads());
        network.Dispose();
        WaitUntil(() => WorkerThreads() <= before, "the threads of a disposed network end");
    }

    [Fact]
    public void A_forgotten_network_ends_its_threads_and_frees_its_memory()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Threads and memory are counted in /proc.");
        int threadsBefore = WorkerThreads();
        long bytesBefore = ResidentBytes();
        for (int network = 0; network < 12; network++)
        {
            Forget();
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        WaitUntil(() => WorkerThreads() <= threadsBefore, "the threads of forgotten networks end");
        GC.Collect();
        GC.WaitForPendingFinalizers();
        // Together they held 300 MB of parameters, all of them touched.
        Assert.InRange(ResidentBytes() - bytesBefore, long.MinValue, 150 * Megabyte);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static void Forget()
    {
        const int features = 400_000;
        var network = new SoftmaxRegression(threads: 3, features: features, classes: 16);
        network.Predict(new float[features], new float[16]);
        Assert.Equal(3, network.WorkersUsed);
    }

    // Threads of networks that earlier tests left behind may still be ending.
    private static int SettledWorkerThreads()
    {
        while (true)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            int before = WorkerThreads();
            Thread.Sleep(100);
            if (WorkerThreads() == before)
            {
                return before;
            }
        }
    }

    private static int WorkerThreads() => Directory.EnumerateDirectories("/proc/self/task")
        .Count(task =>
        {
            try
            {
                return File.ReadAllText(Path.Combine(task, "comm")).StartsWith("ModelGen worker", StringComparison.Ordinal);
            }
            catch (IOException)
            {
                return false; // ended since it was listed
            }
        });

    private static long ResidentBytes()
    {
        string line = File.ReadLines("/proc/self/status").First(line => line.StartsWith("VmRSS:", StringComparison.Ordinal));
        return long.Parse(line.AsSpan(6).Trim().ToString().Split(' ')[0], CultureInfo.InvariantCulture) * 1024;
    }

    private static void WaitUntil(Func<bool> condition, string what)
    {
        for (int attempt = 0; attempt < 600; attempt++)
        {
            if (condition())
                return;
            Thread.Sleep(100);
        }

        Assert.Fail($"After a minute: {what}.");
    }
}
