namespace Attune.Tokenizers;

/// <summary>
/// The places of a text in the order of what begins there (Manber and Myers 1990, by prefix doubling with counting sorts): all places where a string occurs
/// are then neighbours.
/// </summary>
internal static class SuffixArray
{
    /// <summary>Sorts the places by the first symbols there; time grows with the length and the logarithm of how many are looked at.</summary>
    /// <param name="text">Symbols from 0 to below <paramref name="alphabet"/>.</param>
    /// <param name="alphabet">How many symbols there are.</param>
    /// <param name="depth">How many symbols are looked at, at least. Equal ones stay in the order of the text.</param>
    public static int[] Sort(ReadOnlySpan<int> text, int alphabet, int depth)
    {
        int length = text.Length;
        int[] ranks = text.ToArray();
        int[] order = new int[length];
        int[] other = new int[length];
        int[] counts = new int[Math.Max(alphabet, length) + 1];
        for (int i = 0; i < length; i++)
            other[i] = i;
        SortStable(other, ranks, alphabet, counts, order);
        int classes = alphabet;
        bool distinct = false;
        for (int known = 1; known < depth && !distinct; known *= 2)
        {
            // In the order of what lies `known` further: ends of the text first, then as sorted already.
            int next = 0;
            for (int i = Math.Max(0, length - known); i < length; i++)
                other[next++] = i;
            foreach (int place in order)
            {
                if (place >= known)
                    other[next++] = place - known;
            }

            SortStable(other, ranks, classes, counts, order);
            classes = Rank(order, ranks, known, other);
            (ranks, other) = (other, ranks);
            distinct = classes == length;
        }

        return order;
    }

    /// <summary>
    /// How many symbols each place of <paramref name="order"/> has in common with the one before, counted up to <paramref name="limit"/> and not over a
    /// symbol 0. The first has none.
    /// </summary>
    public static byte[] CommonPrefixes(ReadOnlySpan<int> text, ReadOnlySpan<int> order, byte limit)
    {
        byte[] common = new byte[order.Length];
        for (int i = 1; i < order.Length; i++)
        {
            var left = text[order[i - 1]..];
            var right = text[order[i]..];
            int most = Math.Min(limit, Math.Min(left.Length, right.Length));
            byte count = 0;
            while (count < most && left[count] == right[count] && left[count] != 0)
                count++;
            common[i] = count;
        }

        return common;
    }

    private static void SortStable(ReadOnlySpan<int> places, ReadOnlySpan<int> ranks, int classes, int[] counts, Span<int> sorted)
    {
        counts.AsSpan(0, classes + 1).Clear();
        foreach (int rank in ranks)
            counts[rank + 1]++;
        for (int i = 0; i < classes; i++)
            counts[i + 1] += counts[i];
        foreach (int place in places)
            sorted[counts[ranks[place]]++] = place;
    }

    // The new ranks: two places have the same if their halves have the same.
    private static int Rank(ReadOnlySpan<int> order, ReadOnlySpan<int> ranks, int known, Span<int> renewed)
    {
        int rank = -1;
        var before = (-2, -2);
        foreach (int place in order)
        {
            var halves = (ranks[place], place + known < ranks.Length ? ranks[place + known] : -1);
            if (halves != before)
                rank++;
            before = halves;
            renewed[place] = rank;
        }

        return rank + 1;
    }
}
