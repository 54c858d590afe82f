namespace Attune.Kernels;

/// <summary>Working memory of kernels: kept by each thread and used again, so that a steady state allocates nothing.</summary>
public static unsafe class Scratch
{
    // More are never held at once: a driver's, a part's and one helper's of each.
    private const int Slots = 8;

    [ThreadStatic]
    private static PinnedBuffer?[]? t_free;

    private static long s_inUse;
    private static long s_peak;

    /// <summary>The most bytes asked for at once since <see cref="ResetPeak"/>, all threads together.</summary>
    public static long PeakBytes => Volatile.Read(ref s_peak);

    /// <summary>Begins a new measurement of <see cref="PeakBytes"/>.</summary>
    public static void ResetPeak() => Volatile.Write(ref s_peak, Volatile.Read(ref s_inUse));

    /// <summary>Rents at least <paramref name="bytes"/> bytes, aligned to 64, contents undefined, until disposed on the same thread.</summary>
    internal static Lease Rent(long bytes)
    {
        var buffer = Take(bytes);
        long inUse = Interlocked.Add(ref s_inUse, bytes);
        long peak = Volatile.Read(ref s_peak);
        while (inUse > peak && Interlocked.CompareExchange(ref s_peak, inUse, peak) is var seen && seen != peak)
            peak = seen;
        return new Lease(buffer, bytes);
    }

    private static PinnedBuffer Take(long bytes)
    {
        var free = t_free ??= new PinnedBuffer?[Slots];
        int best = -1;
        for (int i = 0; i < Slots; i++)
        {
            if (free[i] is { } candidate && candidate.Bytes >= bytes && (best < 0 || candidate.Bytes < free[best]!.Bytes))
                best = i;
        }

        if (best < 0)
            return new PinnedBuffer(Math.Max(bytes, 4096));
        var buffer = free[best]!;
        free[best] = null;
        return buffer;
    }

    private static void Return(PinnedBuffer buffer, long bytes)
    {
        Interlocked.Add(ref s_inUse, -bytes);
        var free = t_free ??= new PinnedBuffer?[Slots];
        int smallest = 0;
        for (int i = 0; i < Slots; i++)
        {
            if (free[i] is null)
            {
                free[i] = buffer;
                return;
            }

            if (free[i]!.Bytes < free[smallest]!.Bytes)
                smallest = i;
        }

        if (free[smallest]!.Bytes < buffer.Bytes)
            free[smallest] = buffer;
    }

    /// <summary>A rented block.</summary>
    internal readonly ref struct Lease
    {
        private readonly PinnedBuffer _buffer;
        private readonly long _bytes;

        public Lease(PinnedBuffer buffer, long bytes) => (_buffer, _bytes) = (buffer, bytes);

        public float* Floats => (float*)_buffer.Pointer;

        public byte* Bytes => _buffer.Pointer;

        public void Dispose() => Return(_buffer, _bytes);
    }
}
