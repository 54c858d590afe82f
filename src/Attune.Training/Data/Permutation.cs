using Attune.Kernels;

namespace Attune.Training;

/// <summary>
/// An order of n things that needs no memory: a Feistel network over the next even power of two, walked until the result is below n. Black, Rogaway (2002), «Ciphers with
/// arbitrary finite domains».
/// </summary>
internal static class Permutation
{
    private const int Rounds = 4;
    private const uint Site = 0x5045524D;

    /// <summary>What comes at a place.</summary>
    /// <param name="place">From 0 to count - 1.</param>
    /// <param name="count">At least 1.</param>
    /// <param name="seed">Of the run.</param>
    /// <param name="epoch">Each has an order of its own.</param>
    public static long Of(long place, long count, ulong seed, long epoch)
    {
        int half = 1;
        while (half < 31 && 1L << (2 * half) < count)
            half++;
        long value = place;
        do
            value = Shuffle(value, half, seed, epoch);
        while (value >= count);
        return value;
    }

    private static long Shuffle(long value, int half, ulong seed, long epoch)
    {
        long mask = (1L << half) - 1;
        long left = value >> half, right = value & mask;
        for (int round = 0; round < Rounds; round++)
        {
            uint draw = PhiloxReference.Words((uint)right, (uint)epoch, (uint)round, Site, seed).W0;
            (left, right) = (right, left ^ (draw & mask));
        }

        return (left << half) | right;
    }
}
