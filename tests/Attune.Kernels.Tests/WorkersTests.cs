namespace Attune.Kernels.Tests;

public class WorkersTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(8)]
    public unsafe void Every_part_runs_exactly_once(int threads)
    {
        using var scope = Workers.Use(threads);
        var counts = new int[1000];
        fixed (int* pointer = counts)
        {
            for (int round = 0; round < 200; round++)
            {
                var job = new CountJob { Counts = pointer };
                Workers.Run(ref job, counts.Length);
            }
        }

        Assert.All(counts, count => Assert.Equal(200, count));
    }

    [Fact]
    public async Task Callers_on_many_threads_do_not_disturb_each_other()
    {
        var tasks = Enumerable.Range(0, 6).Select(_ => Task.Run(() => Every_part_runs_exactly_once(3)));
        await Task.WhenAll(tasks);
    }

    [Fact]
    public void A_failure_on_any_thread_reaches_the_caller_and_the_pool_goes_on()
    {
        using var scope = Workers.Use(3);
        var job = default(FailingJob);
        var failure = Assert.Throws<ArithmeticException>(() => Workers.Run(ref job, 100));
        Assert.Contains("part 50", failure.Message, StringComparison.Ordinal);
        Every_part_runs_exactly_once(3);
    }

    [Theory]
    [InlineData("0")]
    [InlineData("-1")]
    [InlineData("two")]
    [InlineData("1025")]
    [InlineData("9999")]
    [InlineData(" 2 ")]
    public void A_malformed_thread_count_says_what_is_allowed(string value)
    {
        var error = Assert.Throws<InvalidOperationException>(() => Workers.Parse(value));
        Assert.Equal($"ATTUNE_THREADS: expected a whole number from 1 to 1024, got \"{value}\"", error.Message);
    }

    private unsafe struct CountJob : IJob
    {
        public int* Counts;

        public readonly void Run(int part) => Interlocked.Increment(ref Counts[part]);
    }

    private struct FailingJob : IJob
    {
        public readonly void Run(int part)
        {
            if (part == 50)
                throw new ArithmeticException("part 50");
        }
    }
}
