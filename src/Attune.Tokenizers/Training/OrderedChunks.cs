namespace Attune.Tokenizers;

/// <summary>
/// Works on numbered chunks on several threads, and adds up their results one after the other in the order of the numbers: sums of floating-point numbers
/// are then the same for any number of threads.
/// </summary>
internal static class OrderedChunks
{
    /// <summary>
    /// Runs <paramref name="work"/> for every chunk, each thread with a result of its own, and <paramref name="add"/> in order, which empties the result.
    /// </summary>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public static void Run<T>(int chunks, int threads, Func<T> create, Action<int, T> work, Action<T> add, CancellationToken cancellation)
    {
        int next = -1;
        int turn = 0;
        bool failed = false;
        object turns = new();
        var options = new ParallelOptions { MaxDegreeOfParallelism = Math.Max(1, Math.Min(threads, chunks)), CancellationToken = cancellation };
        Parallel.For(0, options.MaxDegreeOfParallelism, options, _ =>
        {
            try
            {
                var result = create();
                for (int chunk; (chunk = Interlocked.Increment(ref next)) < chunks;)
                {
                    cancellation.ThrowIfCancellationRequested();
                    work(chunk, result);
                    lock (turns)
                    {
                        // Whoever has the chunk before is at work on it, or has failed.
                        while (turn != chunk && !failed)
                            Monitor.Wait(turns);
                        if (failed)
                            return;
                        add(result);
                        turn++;
                        Monitor.PulseAll(turns);
                    }
                }
            }
            catch
            {
                lock (turns)
                {
                    failed = true;
                    Monitor.PulseAll(turns);
                }

                throw;
            }
        });
    }
}
