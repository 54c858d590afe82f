namespace Attune.Training;

/// <summary>
/// Batches of sentence pairs with targets of similar lengths, as many pairs as have so many target tokens together. Each pair comes once in an epoch; which pairs of a length
/// meet, and in which order batches come, is a function of seed and epoch. arXiv:1706.03762, section 5.1.
/// </summary>
internal sealed class PairBatches : IBatchSource
{
    private readonly SentencePairs _pairs;
    private readonly Recipe _recipe;

    // Places are pairs in the order of the lengths of their targets; those of one length are shuffled, so places have lengths for good.
    private readonly int[] _byLength;
    private readonly (int First, int Count)[] _groupOf;
    private readonly int[] _firstPlaces;
    private int[] _chosen = [];

    /// <param name="pairs">At least one.</param>
    /// <param name="recipe">Tokens of a batch, and the seed.</param>
    public PairBatches(SentencePairs pairs, Recipe recipe)
    {
        (_pairs, _recipe) = (pairs, recipe);
        _byLength = [.. Enumerable.Range(0, pairs.Count).OrderBy(pairs.TargetLength)];
        _groupOf = new (int, int)[pairs.Count];
        var firstPlaces = new List<int>();
        int tokens = 0, group = 0;
        for (int place = 0; place < pairs.Count; place++)
        {
            int length = pairs.TargetLength(_byLength[place]);
            if (place == 0 || tokens + length > recipe.BatchTokens)
            {
                firstPlaces.Add(place);
                tokens = 0;
            }

            tokens += length;
            if (place + 1 == pairs.Count || pairs.TargetLength(_byLength[place + 1]) != length)
            {
                _groupOf.AsSpan(group..(place + 1)).Fill((group, place + 1 - group));
                group = place + 1;
            }
        }

        _firstPlaces = [.. firstPlaces, pairs.Count];
    }

    /// <summary>Batches of an epoch.</summary>
    public int Count => _firstPlaces.Length - 1;

    public void Fill(long step, int pass, TokenBatch batch)
    {
        long number = ((step - 1) * _recipe.Accumulation) + pass;
        long epoch = number / Count;
        int which = (int)Permutation.Of(number % Count, Count, (ulong)_recipe.Seed, epoch);
        int first = _firstPlaces[which], count = _firstPlaces[which + 1] - first;
        if (_chosen.Length < count)
            _chosen = new int[count];
        for (int i = 0; i < count; i++)
            _chosen[i] = At(first + i, epoch);
        batch.Read(_pairs, _chosen.AsSpan(0, count));
    }

    private int At(int place, long epoch)
    {
        var (first, count) = _groupOf[place];
        // Each group has an order of its own: the number of its first place makes its seed another.
        return _byLength[first + Permutation.Of(place - first, count, (ulong)_recipe.Seed + ((ulong)(first + 1) << 32), epoch)];
    }
}
