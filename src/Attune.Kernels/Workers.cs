using System.Globalization;
using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace Attune.Kernels;

/// <summary>Work in numbered parts that may run in any order and on any thread.</summary>
internal interface IJob
{
    void Run(int part);
}

/// <summary>
/// The persistent threads that kernels share. The calling thread works too; idle threads spin for some microseconds and
/// then park. What a part computes never depends on which thread runs it or on how many there are.
/// </summary>
/// <remarks>
/// Thread-safe. When the pool is busy with another caller's job, or when a part itself asks for workers, the caller does
/// all of its parts alone.
/// </remarks>
public static unsafe class Workers
{
    /// <summary>The environment variable that sets the number of threads.</summary>
    public const string Variable = "ATTUNE_THREADS";

    /// <summary>The largest number of threads.</summary>
    public const int MaxCount = 1024;

    private const int SpinsBeforePark = 300;

    private static readonly Lock s_busy = new();
    private static readonly List<Worker> s_workers = [];
    private static int s_processCount;

    // The job in progress. Written before s_epoch, read after it.
    private static delegate*<void*, int, void> s_run;
    private static void* s_job;
    private static int s_parts;
    private static int s_threads;
    private static PaddedInt[] s_next = [];
    private static PaddedInt s_running;
    private static readonly AutoResetEvent s_done = new(false);
    private static int s_callerIsParked;
    private static Exception? s_failure;

    [ThreadStatic]
    private static int t_count;

    [ThreadStatic]
    private static bool t_inside;

    /// <summary>Number of threads that a kernel called from this thread uses, the calling one included.</summary>
    /// <exception cref="InvalidOperationException"><c>ATTUNE_THREADS</c> is not a number from 1 to 1024.</exception>
    public static int Count
    {
        get
        {
            if (t_count != 0)
                return t_count;
            if (s_processCount == 0)
                s_processCount = Parse(Environment.GetEnvironmentVariable(Variable));
            return s_processCount;
        }
    }

    /// <summary>Sets the number of threads for kernels called from this thread until the result is disposed.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not from 1 to 1024.</exception>
    public static Scope Use(int threads)
    {
        if (threads is < 1 or > MaxCount)
            throw new ArgumentOutOfRangeException(nameof(threads), threads, $"threads: expected 1 to {MaxCount}, got {threads}");
        var scope = new Scope(t_count);
        t_count = threads;
        return scope;
    }

    internal static int Parse(string? value)
    {
        if (string.IsNullOrEmpty(value))
            return Math.Min(Environment.ProcessorCount, MaxCount);
        return int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count is >= 1 and <= MaxCount
            ? count
            : throw new InvalidOperationException($"{Variable}: expected a whole number from 1 to {MaxCount}, got \"{value}\"");
    }

    /// <summary>Runs parts 0 to <paramref name="parts"/> - 1 and returns when all are done.</summary>
    internal static void Run<TJob>(ref TJob job, int parts)
        where TJob : unmanaged, IJob
    {
        int threads = Math.Min(Count, parts);
        if (threads <= 1 || t_inside || !s_busy.TryEnter())
        {
            for (int part = 0; part < parts; part++)
                job.Run(part);
            return;
        }

        try
        {
            fixed (TJob* pointer = &job)
                RunShared(&Invoke<TJob>, pointer, parts, threads);
        }
        finally
        {
            s_busy.Exit();
        }
    }

    private static void Invoke<TJob>(void* job, int part)
        where TJob : unmanaged, IJob => ((TJob*)job)->Run(part);

    private static void RunShared(delegate*<void*, int, void> run, void* job, int parts, int threads)
    {
        while (s_workers.Count < threads - 1)
            s_workers.Add(new Worker(s_workers.Count));

        s_run = run;
        s_job = job;
        s_parts = parts;
        s_threads = threads;
        s_failure = null;
        if (s_next.Length < threads)
            s_next = new PaddedInt[threads];
        for (int i = 0; i < threads; i++)
            s_next[i].Value = FirstPart(i);
        Volatile.Write(ref s_running.Value, threads - 1);
        for (int i = 0; i < threads - 1; i++)
            s_workers[i].Start();

        TakeParts(0);

        for (int spins = 0; Volatile.Read(ref s_running.Value) != 0; spins++)
        {
            if (spins < SpinsBeforePark)
            {
                Thread.SpinWait(8);
                continue;
            }

            // On a busy machine the last worker may be waiting for this very processor.
            Interlocked.Exchange(ref s_callerIsParked, 1);
            if (Volatile.Read(ref s_running.Value) != 0)
                s_done.WaitOne();
            Volatile.Write(ref s_callerIsParked, 0);
        }

        if (s_failure is { } failure)
        {
            s_failure = null;
            ExceptionDispatchInfo.Throw(failure);
        }
    }

    /// <summary>The first part that is for a thread.</summary>
    private static int FirstPart(int thread) => (int)((long)s_parts * thread / s_threads);

    /// <summary>
    /// A thread takes the same share of the parts of every job, in their order: what it computed in the last job, the same rows as a rule, lies in its own cache. Then it helps
    /// the others.
    /// </summary>
    private static void TakeParts(int thread)
    {
        t_inside = true;
        try
        {
            for (int i = 0; i < s_threads; i++)
            {
                int of = (thread + i) % s_threads, end = FirstPart(of + 1), part;
                while (Volatile.Read(ref s_next[of].Value) < end && (part = Interlocked.Increment(ref s_next[of].Value) - 1) < end)
                    s_run(s_job, part);
            }
        }
#pragma warning disable CA1031 // whatever it is, it must reach the caller and not end the process
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.CompareExchange(ref s_failure, exception, null);
        }
        finally
        {
            t_inside = false;
        }
    }

    /// <summary>Restores the number of threads that was in force before <see cref="Use"/>.</summary>
    public readonly ref struct Scope
    {
        private readonly int _previous;

        internal Scope(int previous) => _previous = previous;

        /// <summary>Restores the previous number.</summary>
        public void Dispose() => t_count = _previous;
    }

    /// <summary>Alone on its cache lines, so that threads that poll it do not slow down its neighbours.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 256)]
    private struct PaddedInt
    {
        [FieldOffset(128)]
        public int Value;
    }

#pragma warning disable CA1001 // workers live as long as the process
    private sealed class Worker
#pragma warning restore CA1001
    {
        private readonly AutoResetEvent _wake = new(false);
        private readonly int _thread;
        private PaddedInt _epoch;
        private int _parked;

        public Worker(int index)
        {
            _thread = index + 1;
            var thread = new Thread(Loop) { IsBackground = true, Name = $"attune worker {index + 1}" };
            thread.Start();
        }

        public void Start()
        {
            // A full fence lies between raising the epoch and reading the flag, here and in Loop the other way round:
            // one of the two sees the other.
            Interlocked.Increment(ref _epoch.Value);
            if (Volatile.Read(ref _parked) != 0)
                _wake.Set();
        }

        private void Loop()
        {
            int seen = 0;
            while (true)
            {
                for (int spins = 0; Volatile.Read(ref _epoch.Value) == seen; spins++)
                {
                    if (spins < SpinsBeforePark)
                    {
                        Thread.SpinWait(8);
                        continue;
                    }

                    Interlocked.Exchange(ref _parked, 1);
                    if (Volatile.Read(ref _epoch.Value) == seen)
                        _wake.WaitOne();
                    Volatile.Write(ref _parked, 0);
                    spins = 0;
                }

                seen = Volatile.Read(ref _epoch.Value);
                TakeParts(_thread);
                // A signal that comes too late wakes the next wait for nothing, which then looks again.
                if (Interlocked.Decrement(ref s_running.Value) == 0 && Volatile.Read(ref s_callerIsParked) != 0)
                    s_done.Set();
            }
        }
    }
}
