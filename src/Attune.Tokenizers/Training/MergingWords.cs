using System.Runtime.InteropServices;

namespace Attune.Tokenizers;

/// <summary>
/// The words of a corpus as sequences of tokens, and how often each two tokens stand side by side. Merging a pair rewrites the words that have it, and
/// changes only the counts of its neighbours: the work of a whole training is about that of the merges themselves. Not thread-safe.
/// </summary>
internal sealed class MergingWords
{
    private readonly WordCounts _words;

    // All words one after the other; a word begins where it began, and gets shorter with every merge.
    private readonly int[] _symbols;
    private readonly int[] _starts;
    private readonly int[] _lengths;

    private readonly List<Pair> _pairs = [];
    private readonly Dictionary<(int Left, int Right), int> _pairOf = [];

    // For each pair a list of the words that had it when it was counted; some may have lost it since.
    private readonly List<(int Word, int Next)> _occurrences = [];
    private int _freeOccurrence = -1;

    public MergingWords(WordCounts words, Alphabet alphabet, CancellationToken cancellation)
    {
        _words = words;
        _symbols = new int[words.ByteCount];
        _starts = new int[words.Count];
        _lengths = new int[words.Count];
        int end = 0;
        for (int word = 0; word < words.Count; word++)
        {
            if (word % 4096 == 0)
                cancellation.ThrowIfCancellationRequested();
            _starts[word] = end;
            _lengths[word] = alphabet.Cut(words.Word(word), _symbols.AsSpan(end));
            end += _lengths[word];
            for (int i = _starts[word] + 1; i < end; i++)
                Count(_symbols[i - 1], _symbols[i], words.CountOf(word), word);
        }
    }

    /// <summary>How many different pairs there have been. Pairs are numbered in the order in which they first stood somewhere.</summary>
    public int PairCount => _pairs.Count;

    /// <summary>The two tokens of a pair.</summary>
    public (int Left, int Right) Tokens(int pair) => (_pairs[pair].Left, _pairs[pair].Right);

    /// <summary>How often the tokens of a pair stand side by side now.</summary>
    public long CountOf(int pair) => _pairs[pair].Count;

    /// <summary>How often each of the tokens up to <paramref name="limit"/> occurs now.</summary>
    public List<long> TokenCounts(int limit)
    {
        var counts = new List<long>(limit);
        CollectionsMarshal.SetCount(counts, limit);
        for (int word = 0; word < _starts.Length; word++)
        {
            foreach (int symbol in SymbolsOf(word))
            {
                if (symbol != Alphabet.Unknown)
                    counts[symbol] += _words.CountOf(word);
            }
        }

        return counts;
    }

    /// <summary>
    /// Puts the token <paramref name="merged"/>, a new one, for the pair wherever it stands, in each word from left to right. Pairs with the new token get
    /// numbers from the former <see cref="PairCount"/> on.
    /// </summary>
    /// <returns>How often the pair was merged: less than its count where it overlapped with itself.</returns>
    public long Merge(int pair, int merged)
    {
        long times = 0;
        int occurrence = _pairs[pair].FirstOccurrence;
        while (occurrence >= 0)
        {
            (int word, int next) = _occurrences[occurrence];
            _occurrences[occurrence] = (word, _freeOccurrence);
            _freeOccurrence = occurrence;
            occurrence = next;
            times += MergeIn(word, Tokens(pair), merged) * _words.CountOf(word);
        }

        CollectionsMarshal.AsSpan(_pairs)[pair].FirstOccurrence = -1;
        return times;
    }

    private int MergeIn(int word, (int Left, int Right) pair, int merged)
    {
        var symbols = SymbolsOf(word);
        long count = _words.CountOf(word);
        int length = 0;
        for (int i = 0; i < symbols.Length; i++)
        {
            int symbol = symbols[i];
            if (symbol == pair.Left && i + 1 < symbols.Length && symbols[i + 1] == pair.Right)
            {
                // x left right y -> x merged y
                Count(pair.Left, pair.Right, -count, word);
                if (length > 0)
                {
                    Count(symbols[length - 1], pair.Left, -count, word);
                    Count(symbols[length - 1], merged, count, word);
                }

                if (i + 2 < symbols.Length)
                {
                    Count(pair.Right, symbols[i + 2], -count, word);
                    Count(merged, symbols[i + 2], count, word);
                }

                symbol = merged;
                i++;
            }

            symbols[length++] = symbol;
        }

        _lengths[word] = length;
        return symbols.Length - length;
    }

    private Span<int> SymbolsOf(int word) => _symbols.AsSpan(_starts[word], _lengths[word]);

    /// <summary>Adds <paramref name="count"/> to the count of a pair; where it grows, the word is one of those that have the pair.</summary>
    private void Count(int left, int right, long count, int word)
    {
        if (left == Alphabet.Unknown || right == Alphabet.Unknown)
            return;
        ref int index = ref CollectionsMarshal.GetValueRefOrAddDefault(_pairOf, (left, right), out bool known);
        if (!known)
        {
            index = _pairs.Count;
            _pairs.Add(new Pair { Left = left, Right = right, FirstOccurrence = -1 });
        }

        ref var pair = ref CollectionsMarshal.AsSpan(_pairs)[index];
        pair.Count += count;
        if (count > 0 && (pair.FirstOccurrence < 0 || _occurrences[pair.FirstOccurrence].Word != word))
            pair.FirstOccurrence = AddOccurrence(word, pair.FirstOccurrence);
    }

    private int AddOccurrence(int word, int next)
    {
        int occurrence = _freeOccurrence;
        if (occurrence < 0)
        {
            _occurrences.Add((word, next));
            return _occurrences.Count - 1;
        }

        _freeOccurrence = _occurrences[occurrence].Next;
        _occurrences[occurrence] = (word, next);
        return occurrence;
    }

    private struct Pair
    {
        public int Left;
        public int Right;
        public long Count;
        public int FirstOccurrence;
    }
}
