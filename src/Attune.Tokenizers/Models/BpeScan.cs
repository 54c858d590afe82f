namespace Attune.Tokenizers;

/// <summary>
/// The algorithm as in the paper (Sennrich, Haddow and Birch 2016, section 3.2): the pair of the lowest rank, the leftmost of several, becomes one token, until no pair
/// merges. Each merge looks at all pairs again, which is the fastest way for a word, and quadratic.
/// </summary>
internal static class BpeScan
{
    /// <summary>Merges in place.</summary>
    /// <param name="merges">The merges.</param>
    /// <param name="ids">The symbols.</param>
    /// <param name="starts">Where each begins; moved along with <paramref name="ids"/>.</param>
    /// <param name="pairs">Room for as many numbers as there are symbols.</param>
    /// <returns>How many tokens are left, at the start of both.</returns>
    public static int Merge(MergeTable merges, Span<int> ids, Span<int> starts, Span<ulong> pairs)
    {
        int last = ids.Length - 1;
        for (int i = 0; i < last; i++)
            pairs[i] = merges.Find(ids[i], ids[i + 1]);
        while (last > 0)
        {
            int best = Lowest(pairs[..last]);
            if (pairs[best] == MergeTable.None)
                break;
            ids[best] = (int)pairs[best];
            for (int i = best + 1; i < last; i++)
            {
                ids[i] = ids[i + 1];
                starts[i] = starts[i + 1];
                pairs[i - 1] = pairs[i];
            }

            last--;
            if (best < last)
                pairs[best] = merges.Find(ids[best], ids[best + 1]);
            if (best > 0)
                pairs[best - 1] = merges.Find(ids[best - 1], ids[best]);
        }

        return last + 1;
    }

    private static int Lowest(ReadOnlySpan<ulong> pairs)
    {
        int best = 0;
        uint rank = (uint)(pairs[0] >> 32);
        for (int i = 1; i < pairs.Length; i++)
        {
            uint other = (uint)(pairs[i] >> 32);
            if (other < rank)
                (best, rank) = (i, other);
        }

        return best;
    }
}
