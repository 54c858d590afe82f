using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// The tokens that training begins with: the alphabet, and of all strings that occur in words those that cover most of the text. Only strings that are followed by
/// different characters, or are words or their parts of one script, are looked at: another is as frequent as a longer one.
/// </summary>
internal sealed class UnigramSeeds
{
    private const int AnyScript = -1;

    private readonly WordCounts _words;
    private readonly UnigramTrainer _options;

    // The words as symbols, numbers in the sorted alphabet from 1; 0 where no token reaches over: after each word, between scripts, and for characters out of the
    // alphabet. _sums are the words' counts, summed up in the order of the places.
    private readonly int[] _alphabet;
    private readonly long[] _frequencies;
    private readonly int[] _text;
    private readonly int[] _order;
    private readonly byte[] _common;
    private readonly long[] _sums;

    private UnigramSeeds(WordCounts words, UnigramTrainer options, List<CharacterCount> alphabet)
    {
        _words = words;
        _options = options;
        _alphabet = [.. alphabet.Select(count => count.Character.Value).Order()];
        _frequencies = [.. alphabet.OrderBy(count => count.Character).Select(count => count.Total)];
        (_text, long[] counts) = Symbols();
        _order = SuffixArray.Sort(_text, _alphabet.Length + 1, options.MaximumTokenLength);
        _common = SuffixArray.CommonPrefixes(_text, _order, checked((byte)options.MaximumTokenLength));
        _sums = new long[_order.Length + 1];
        for (int i = 0; i < _order.Length; i++)
            _sums[i + 1] = _sums[i] + counts[_order[i]];
    }

    /// <summary>The seeds, scored by the part of the text that each covers.</summary>
    public static UnigramPieces Find(WordCounts words, UnigramTrainer options, List<CharacterCount> alphabet)
    {
        var seeds = new UnigramSeeds(words, options, alphabet);
        var candidates = seeds.Candidates();

        // The greatest first; equal ones in the order of their bytes.
        candidates.Sort((a, b) => a.Score != b.Score ? b.Score.CompareTo(a.Score) : a.Place.CompareTo(b.Place));
        int room = Math.Max(0, options.SeedSize - alphabet.Count);
        if (candidates.Count > room)
            candidates.RemoveRange(room, candidates.Count - room);
        return seeds.Pieces(candidates);
    }

    private (int[] Text, long[] Counts) Symbols()
    {
        // A character takes a byte at least, and may be cut off from the next.
        int[] text = new int[checked(2 * _words.ByteCount + _words.Count)];
        long[] counts = new long[text.Length];
        int length = 0;
        for (int i = 0; i < _words.Count; i++)
        {
            int start = length;
            int script = AnyScript;
            for (var rest = _words.Word(i); !rest.IsEmpty;)
            {
                Rune.DecodeFromUtf8(rest, out var character, out int bytes);
                rest = rest[bytes..];
                if (IsCutBefore(character, ref script) && length > start)
                    text[length++] = 0;
                text[length++] = Math.Max(0, Array.BinarySearch(_alphabet, character.Value) + 1);
            }

            text[length++] = 0;
            counts.AsSpan(start, length - start).Fill(_words.CountOf(i));
        }

        return (text[..length], counts[..length]);
    }

    // A space only begins a token, and characters of different scripts are not joined; digits, punctuation and such have a script of their own, Common.
    private bool IsCutBefore(Rune character, ref int script)
    {
        int before = script;
        if (character.Value is '▁' or ' ')
        {
            script = AnyScript;
            return true;
        }

        int own = !_options.SplitByScript || (!_options.SplitByNumber && Rune.IsDigit(character)) ? AnyScript : UnigramScripts.Of(character.Value);
        script = own == UnigramScripts.Inherited ? before : own;
        return script != before && script != AnyScript && before != AnyScript;
    }

    // The strings that begin neighbouring places and end where those go apart: the inner nodes of the suffix tree, with a stack of the open ones.
    private List<Candidate> Candidates()
    {
        var found = new List<Candidate>();
        var open = new Stack<(int Depth, int From)>();
        for (int i = 1; i <= _order.Length; i++)
        {
            int depth = i < _order.Length ? _common[i] : 0;
            int from = i - 1;
            Offer(found, WordLength(i - 1, depth), from, i);
            while (open.TryPeek(out var node) && node.Depth > depth)
            {
                open.Pop();
                from = node.From;
                Offer(found, node.Depth, from, i);
            }

            if (depth > 0 && (!open.TryPeek(out var top) || top.Depth < depth))
                open.Push((depth, from));
        }

        return found;
    }

    private void Offer(List<Candidate> found, int length, int from, int to)
    {
        long frequency = _sums[to] - _sums[from];
        if (length >= 2 && frequency >= 2)
            found.Add(new Candidate(frequency * length, from, length));
    }

    // The length of the word, or part of one script, that begins at a place, if no neighbour begins with it, and it is not too long; else 0.
    private int WordLength(int index, int commonAfter)
    {
        int start = _order[index];
        if (start > 0 && _text[start - 1] != 0)
            return 0;
        int length = _text.AsSpan(start, Math.Min(_options.MaximumTokenLength + 1, _text.Length - start)).IndexOf(0);
        return length > Math.Max(_common[index], commonAfter) ? length : 0;
    }

    private UnigramPieces Pieces(List<Candidate> candidates)
    {
        // In the order of places, the shorter first, is the order of bytes. A character's first place is that of the first string it begins.
        int place = Array.FindIndex(_order, start => _text[start] != 0);
        for (int symbol = 1; symbol <= _alphabet.Length; symbol++)
        {
            candidates.Add(new Candidate(_frequencies[symbol - 1], place, 1));
            while (place < _order.Length && _text[_order[place]] == symbol)
                place++;
        }

        candidates.Sort((a, b) => a.Place != b.Place ? a.Place.CompareTo(b.Place) : a.Length.CompareTo(b.Length));
        using var bytes = new MemoryStream();
        var ranges = new Range[candidates.Count];
        float[] scores = new float[candidates.Count];
        double all = Math.Log(candidates.Sum(candidate => (double)candidate.Score));
        Span<byte> utf8 = stackalloc byte[4];
        for (int i = 0; i < ranges.Length; i++)
        {
            int start = (int)bytes.Length;
            foreach (int symbol in _text.AsSpan(_order[candidates[i].Place], candidates[i].Length))
                bytes.Write(utf8[..new Rune(_alphabet[symbol - 1]).EncodeToUtf8(utf8)]);
            ranges[i] = start..(int)bytes.Length;
            scores[i] = (float)(Math.Log(candidates[i].Score) - all);
        }

        return new UnigramPieces(bytes.ToArray(), ranges, scores);
    }

    /// <summary>A string: the first <paramref name="Length"/> symbols at the sorted place <paramref name="Place"/>, and the characters it covers.</summary>
    private readonly record struct Candidate(long Score, int Place, int Length);
}
