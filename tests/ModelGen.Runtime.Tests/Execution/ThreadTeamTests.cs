using System.Collections.Concurrent;

namespace ModelGen.Runtime.Tests;

public sealed class ThreadTeamTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    public void Shares_cover_a_loop_once_and_in_order(int extent)
    {
        foreach (int granularity in new[] { 1, 3, 16 })
        {
            for (int count = 1; count <= 9; count++)
            {
                nint position = 0;
                for (int index = 0; index < count; index++)
                {
                    WorkRange share = WorkRange.Share(extent, granularity, index, count);
                    Assert.Equal(position, share.Begin);
                    Assert.True(share.Begin % granularity == 0 || share.Begin == extent);
                    Assert.InRange(share.End, share.Begin, extent);
                    position = share.End;
                }

                Assert.Equal(extent, position);
            }
        }
    }

    [Fact]
    public void Shares_of_the_largest_extent_do_not_overflow()
    {
        // The elements of a layer's batch may be more than an int counts.
        long extent = 100L * int.MaxValue;
        WorkRange last = WorkRange.Share((nint)extent, 16, 255, 256);
        Assert.Equal(extent, last.End);
        Assert.InRange(last.Begin, extent / 256 * 254, extent);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(16)]
    public void A_barrier_lets_nobody_through_before_all_are_there(int threads)
    {
        var team = new ThreadTeam(threads);
        var arrivals = new int[50];
        var early = new ConcurrentBag<string>();
        for (int run = 0; run < 20; run++)
        {
            Array.Clear(arrivals);
            team.Run(new Job(worker =>
            {
                for (int phase = 0; phase < arrivals.Length; phase++)
                {
                    Interlocked.Increment(ref arrivals[phase]);
                    worker.Barrier();
                    if (Volatile.Read(ref arrivals[phase]) != threads)
                        early.Add($"worker {worker.Index}, phase {phase}");
                }
            }), threads);
        }

        team.End();
        Assert.Empty(early);
        Assert.All(arrivals, arrived => Assert.Equal(threads, arrived));
    }

    [Fact]
    public void Each_worker_runs_once_on_its_own_background_thread()
    {
        var team = new ThreadTeam(4);
        var threads = new ConcurrentDictionary<int, Thread>();
        for (int run = 0; run < 2; run++)
        {
            var seen = new ConcurrentBag<int>();
            team.Run(new Job(worker =>
            {
                Assert.Equal(4, worker.Count);
                seen.Add(worker.Index);
                Assert.Same(Thread.CurrentThread, threads.GetOrAdd(worker.Index, Thread.CurrentThread));
            }), 4);
            Assert.Equal([0, 1, 2, 3], seen.Order());
        }

        Assert.Same(Thread.CurrentThread, threads[0]);
        Assert.All([threads[1], threads[2], threads[3]], thread => Assert.True(thread.IsBackground));
        team.End();
        Assert.All([threads[1], threads[2], threads[3]], thread => Assert.True(thread.Join(TimeSpan.FromSeconds(60))));
    }

    [Fact]
    public void A_run_on_fewer_workers_leaves_the_others_alone()
    {
        var team = new ThreadTeam(5);
        foreach (int count in new[] { 5, 2, 1, 3, 5 })
        {
            var seen = new ConcurrentBag<(int, int)>();
            team.Run(new Job(worker =>
            {
                worker.Barrier();
                seen.Add((worker.Index, worker.Count));
            }), count);
            Assert.Equal(Enumerable.Range(0, count).Select(index => (index, count)), seen.Order());
        }

        team.End();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public void What_a_worker_throws_reaches_the_caller_and_the_team_works_on(int failing)
    {
        using var network = new SoftmaxRegression(threads: 3);
        for (int round = 0; round < 20; round++)
        {
            ArithmeticException exception = Assert.Throws<ArithmeticException>(() => network.FailOn(failing));
            Assert.Equal($"worker {failing} of 3", exception.Message);
            network.FailOn(-1);
            Assert.Equal(3, network.WorkersUsed);
        }
    }

    [Fact]
    public void A_failure_between_barriers_lets_the_waiting_workers_go()
    {
        var team = new ThreadTeam(3);
        for (int failingPhase = 0; failingPhase < 10; failingPhase++)
        {
            Assert.Throws<FormatException>(() => team.Run(new Job(worker =>
            {
                for (int phase = 0; phase < 10; phase++)
                {
                    if (worker.Index == 1 && phase == failingPhase)
                        throw new FormatException();
                    worker.Barrier();
                }
            }), 3));
        }

        team.End();
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(499_999, 1)]
    [InlineData(1_000_000, 2)]
    [InlineData(1_500_000, 3)]
    [InlineData(long.MaxValue, 4)]
    public void Small_work_uses_few_workers(long operations, int expected)
    {
        using var network = new SoftmaxRegression(threads: 4) { Operations = operations };
        network.Predict(new float[5], new float[3]);
        Assert.Equal(expected, network.WorkersUsed);
    }

    private sealed class Job(Action<Worker> action) : ITeamJob
    {
        public void Run(Worker worker) => action(worker);
    }
}
