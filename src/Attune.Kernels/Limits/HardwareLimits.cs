using System.Diagnostics;
using System.Runtime.CompilerServices;

namespace Attune.Kernels;

/// <summary>
/// What the processor can do at most, measured: the denominators of every figure Attune publishes. Each call takes one
/// sample, to be alternated with samples of the work that is compared against it, since shared machines drift.
/// </summary>
public static unsafe class HardwareLimits
{
    // Many small parts: a core that is disturbed takes fewer of them.
    private const int ComputePartsPerThread = 16;
    private const int MemoryPart = 128 * 1024;

    /// <summary>
    /// Fused multiply-add rate in GFLOP/s of registers only, on the widest vectors of the processor, all threads together.
    /// </summary>
    /// <param name="threads">Number of threads.</param>
    /// <param name="duration">About how long the sample takes.</param>
    public static double FusedMultiplyAdd(int threads, TimeSpan duration)
    {
        using var workers = Workers.Use(threads);
        using var path = KernelPaths.Use(KernelPaths.Widest);
        int parts = threads * ComputePartsPerThread;
        long steps = 20_000;
        while (true)
        {
            float sink;
            var kernel = new FmaLoop { Steps = steps, Sink = &sink };
            long start = Stopwatch.GetTimestamp();
            Launch.Range(ref kernel, parts, 1);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (seconds >= duration.TotalSeconds * 0.7)
                return 2.0 * FmaLoop.Chains * WidestCount * steps * parts / seconds / 1e9;
            steps = (long)(steps * Math.Clamp(duration.TotalSeconds / Math.Max(seconds, 1e-6), 1.5, 100));
        }
    }

    /// <summary>
    /// Rate of bfloat16 dot products in GFLOP/s of registers only, on one thread; null where
    /// <see cref="EmittedKernels.Status"/> says that they cannot be used.
    /// </summary>
    public static double? Bf16DotProduct(TimeSpan duration)
    {
        for (long rounds = 100_000; ; rounds *= 2)
        {
            long start = Stopwatch.GetTimestamp();
            if (Bf16Peak.Run(rounds) is not { } operations)
                return null;
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
            if (seconds >= duration.TotalSeconds * 0.7)
                return operations / seconds / 1e9;
        }
    }

    /// <summary>
    /// Rate of reading memory once, in GB/s (1e9 bytes a second): the better of one stream a thread and of eight. Use data
    /// far larger than the caches.
    /// </summary>
    public static double Read(ReadOnlySpan<float> data, int threads)
    {
        using var workers = Workers.Use(threads);
        using var path = KernelPaths.Use(KernelPaths.Widest);
        fixed (float* source = data)
        {
            float sink;
            var one = new ReadLoop { Source = source, Sink = &sink };
            long start = Stopwatch.GetTimestamp();
            Launch.Range(ref one, data.Length, MemoryPart);
            double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;

            long stream = data.Length / ReadStreamsLoop.Streams / 64 * 64;
            if (stream > 0)
            {
                var eight = new ReadStreamsLoop { Source = source, Stream = stream, Sink = &sink };
                start = Stopwatch.GetTimestamp();
                Launch.Range(ref eight, stream, MemoryPart / ReadStreamsLoop.Streams);
                double all = (double)data.Length / (stream * ReadStreamsLoop.Streams);
                seconds = Math.Min(seconds, Stopwatch.GetElapsedTime(start).TotalSeconds * all);
            }

            return sizeof(float) * (double)data.Length / seconds / 1e9;
        }
    }

    /// <summary>
    /// Rate of copying with stores that bypass the caches, in GB/s read plus written. Use data far larger than the caches.
    /// </summary>
    /// <exception cref="ArgumentException">The lengths differ, or the target is not aligned to 64 bytes.</exception>
    public static double Copy(ReadOnlySpan<float> data, Span<float> target, int threads)
    {
        if (data.Length != target.Length)
            throw new ArgumentException($"copy: expected a target of {data.Length}, got {target.Length}");
        using var workers = Workers.Use(threads);
        using var path = KernelPaths.Use(KernelPaths.Widest);
        fixed (float* source = data, destination = target)
        {
            if ((nuint)destination % 64 != 0)
                throw new ArgumentException("copy: expected a target aligned to 64 bytes");
            var kernel = new CopyLoop { Source = source, Target = destination };
            long start = Stopwatch.GetTimestamp();
            Launch.Range(ref kernel, data.Length, MemoryPart);
            return 2.0 * sizeof(float) * data.Length / Stopwatch.GetElapsedTime(start).TotalSeconds / 1e9;
        }
    }

    private static int WidestCount => KernelPaths.Widest switch
    {
        KernelPath.V512 => Lanes16.Count,
        KernelPath.V256 => Lanes8.Count,
        KernelPath.V128 => Lanes4.Count,
        _ => Lanes1.Count,
    };

    private struct FmaLoop : IRangeKernel
    {
        // Latency 4 to 5 cycles times 2 units; they and the two factors fit into 16 registers.
        public const int Chains = 12;
        public long Steps;
        public float* Sink;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            for (long part = begin; part < end; part++)
            {
                V x = V.Create(1.0001f), y = V.Create(0.9999f);
                V a = x, b = x, c = x, d = x, e = x, f = x, g = x, h = x, i = x, j = x, k = x, l = x;
                for (long step = 0; step < Steps; step++)
                {
                    a = V.Fma(x, y, a);
                    b = V.Fma(x, y, b);
                    c = V.Fma(x, y, c);
                    d = V.Fma(x, y, d);
                    e = V.Fma(x, y, e);
                    f = V.Fma(x, y, f);
                    g = V.Fma(x, y, g);
                    h = V.Fma(x, y, h);
                    i = V.Fma(x, y, i);
                    j = V.Fma(x, y, j);
                    k = V.Fma(x, y, k);
                    l = V.Fma(x, y, l);
                }

                *Sink = V.Sum(a + b + c + d + e + f + g + h + i + j + k + l);
            }
        }
    }

    private struct ReadLoop : IRangeKernel
    {
        public float* Source;
        public float* Sink;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            V a = V.Zero, b = a, c = a, d = a;
            float* p = Source + begin;
            long n = end - begin;
            for (; n >= 4 * V.Count; n -= 4 * V.Count, p += 4 * V.Count)
            {
                a += V.Load(p);
                b += V.Load(p + V.Count);
                c += V.Load(p + (2 * V.Count));
                d += V.Load(p + (3 * V.Count));
            }

            for (; n > 0; n -= V.Count, p += V.Count)
                a += V.LoadUpTo(p, n);
            *Sink = V.Sum(a + b + c + d);
        }
    }

    /// <summary>Eight places far apart at once: more requests under way than one stream's prefetcher makes.</summary>
    private struct ReadStreamsLoop : IRangeKernel
    {
        public const int Streams = 8;
        public float* Source;
        public long Stream;
        public float* Sink;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            V a = V.Zero, b = a, c = a, d = a, e = a, f = a, g = a, h = a;
            long s = Stream;
            float* last = Source + end;
            for (float* p = Source + begin; p < last; p += V.Count)
            {
                a += V.Load(p);
                b += V.Load(p + s);
                c += V.Load(p + (2 * s));
                d += V.Load(p + (3 * s));
                e += V.Load(p + (4 * s));
                f += V.Load(p + (5 * s));
                g += V.Load(p + (6 * s));
                h += V.Load(p + (7 * s));
            }

            *Sink = V.Sum(a + b + (c + d) + (e + f + (g + h)));
        }
    }

    private struct CopyLoop : IRangeKernel
    {
        public float* Source;
        public float* Target;

        [MethodImpl(MethodImplOptions.AggressiveOptimization)]
        public readonly void Run<V>(long begin, long end)
            where V : struct, ILanes<V>
        {
            long i = begin;
            for (; i <= end - (4 * V.Count); i += 4 * V.Count)
            {
                V a = V.Load(Source + i), b = V.Load(Source + i + V.Count);
                V c = V.Load(Source + i + (2 * V.Count)), d = V.Load(Source + i + (3 * V.Count));
                V.StoreNonTemporal(Target + i, a);
                V.StoreNonTemporal(Target + i + V.Count, b);
                V.StoreNonTemporal(Target + i + (2 * V.Count), c);
                V.StoreNonTemporal(Target + i + (3 * V.Count), d);
            }

            for (; i < end; i += V.Count)
                V.StoreUpTo(Target + i, end - i, V.LoadUpTo(Source + i, end - i));
        }
    }
}
