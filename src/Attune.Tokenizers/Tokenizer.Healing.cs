namespace Attune.Tokenizers;

// Where a prompt's last token ends by accident.
public sealed partial class Tokenizer
{
    // The tokens of the model by their bytes, once somebody asked.
    private int[]? _byBytes;

    /// <summary>
    /// Token healing: a prompt that ends in the middle of what would be one token (<c>http:</c> before <c>//</c>) misleads a model, for the longer token is what it
    /// has learnt. Gives up the last tokens that are the start of a longer one, and says what the continuation must begin with instead.
    /// </summary>
    /// <param name="ids">The prompt.</param>
    /// <exception cref="TokenizationException">There is no token of the last id.</exception>
    public TokenHealing Heal(ReadOnlySpan<int> ids)
    {
        // Backwards as long as all that was given up is the start of some longer token.
        byte[] prefix = [];
        int keep = ids.Length;
        if (keep > 0 && TokenOf(ids[^1]) is null)
            throw NoToken(ids, keep - 1);
        while (keep > 0 && Model.Vocabulary.Contains(ids[keep - 1]) && !_addedById.ContainsKey(ids[keep - 1]))
        {
            byte[] longer = [.. Model.Vocabulary.Bytes(ids[keep - 1]), .. prefix];
            if (!HasLonger(longer))
                break;
            prefix = longer;
            keep--;
        }

        return new TokenHealing(keep, prefix);
    }

    /// <summary>The ids of all tokens of the model that begin with these bytes, sorted by their bytes.</summary>
    public IReadOnlyList<int> IdsWithPrefix(ReadOnlySpan<byte> prefix)
    {
        int[] sorted = ByBytes();
        int first = FirstNotBelow(sorted, prefix);
        int end = first;
        while (end < sorted.Length && Model.Vocabulary.Bytes(sorted[end]).StartsWith(prefix))
            end++;
        return sorted[first..end];
    }

    private bool HasLonger(ReadOnlySpan<byte> bytes)
    {
        int[] sorted = ByBytes();
        int at = FirstNotBelow(sorted, bytes);
        if (at < sorted.Length && Model.Vocabulary.Bytes(sorted[at]).SequenceEqual(bytes))
            at++;
        return at < sorted.Length && Model.Vocabulary.Bytes(sorted[at]).StartsWith(bytes);
    }

    private int FirstNotBelow(int[] sorted, ReadOnlySpan<byte> bytes)
    {
        int low = 0;
        int high = sorted.Length;
        while (low < high)
        {
            int middle = (int)(((uint)low + (uint)high) / 2);
            if (Model.Vocabulary.Bytes(sorted[middle]).SequenceCompareTo(bytes) < 0)
                low = middle + 1;
            else
                high = middle;
        }

        return low;
    }

    // Sorted when first asked for; two threads that come at once sort the same.
    private int[] ByBytes()
    {
        if (_byBytes is { } sorted)
            return sorted;
        sorted = [.. Enumerable.Range(0, Model.Vocabulary.IdLimit).Where(id => Model.Vocabulary.Contains(id) && !_addedById.ContainsKey(id))];
        Array.Sort(sorted, (x, y) => Model.Vocabulary.Bytes(x).SequenceCompareTo(Model.Vocabulary.Bytes(y)));
        return _byBytes = sorted;
    }
}

/// <summary>How a prompt is healed.</summary>
/// <param name="Keep">How many of its tokens to keep.</param>
/// <param name="Prefix">What the continuation must begin with: the bytes of the tokens given up.</param>
public sealed record TokenHealing(int Keep, ReadOnlyMemory<byte> Prefix);
