using System.Runtime.CompilerServices;

namespace Attune.Tokenizers;

/// <summary>
/// Segments a text into the tokens whose probabilities have the greatest product (Kudo 2018, "Subword Regularization"), as SentencePiece does: scores are
/// floats; a character that no token covers is unknown and scores 10 less than the lowest token; neighbouring unknown characters become one unknown token,
/// or each its bytes' tokens <c>&lt;0xXX&gt;</c>; of equal paths to a place, the one with the longest last token wins.
/// </summary>
/// <remarks>
/// The text is what the normalizer makes of it: spaces, for one, are ▁ already. Sums of scores are rounded from left to right, so that where the piece of
/// text began may decide between segmentations that differ in the order of their tokens only.
/// </remarks>
public sealed class Unigram : TokenModel
{
    /// <summary>How much an unknown character scores below the lowest token, in nats.</summary>
    internal const float UnknownPenalty = 10;

    // The sum of a text's scores goes on from word to word, since its rounding decides between segmentations that are otherwise equal: ".|.." or "..|.".
    // Far from 0 floats are too coarse to add a score to; there, some 50 KB of text on, it begins again.
    private const float LowestSum = -65536;

    // Times the lowest float times the longest text, this is a double still.
    private const double MaximumAlpha = 1e9;

    private readonly float[] _scores;
    private readonly TokenTrie _trie;
    private readonly ByteTokens? _byteTokens;
    private readonly float _unknownScore;
    private readonly int[] _reserved;

    /// <summary>A model of these tokens.</summary>
    /// <param name="vocabulary">The tokens.</param>
    /// <param name="scores">Their log probabilities, by id.</param>
    /// <param name="unknownId">The token of characters that no token covers; null if there is none: then such a character is an error.</param>
    /// <param name="byteFallback">Whether such characters become the tokens of their bytes, where the vocabulary has them.</param>
    /// <param name="reserved">Ids that no text gives, besides the unknown token's and the bytes': control tokens, unused ones, added tokens.</param>
    /// <exception cref="ArgumentException">The scores are not one an id, or one that is needed is not finite; an id is not of the vocabulary.</exception>
    public Unigram(Vocabulary vocabulary, float[] scores, int? unknownId, bool byteFallback, IEnumerable<int>? reserved = null)
        : base(vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(scores);
        if (scores.Length != vocabulary.IdLimit)
            throw new ArgumentException($"expected {vocabulary.IdLimit} scores, one an id, found {scores.Length}", nameof(scores));
        _scores = [.. scores];
        _reserved = [.. reserved ?? []];
        UnknownId = unknownId;
        ByteFallback = byteFallback;
        if (byteFallback)
            _byteTokens = new ByteTokens(vocabulary);

        HashSet<int> left = [.. reserved ?? [], .. _byteTokens?.Ids ?? []];
        if (unknownId is int unknown)
            left.Add(unknown);
        foreach (int id in left)
        {
            if (!vocabulary.Contains(id))
                throw new ArgumentException($"expected ids of the vocabulary, found {id}", id == unknownId ? nameof(unknownId) : nameof(reserved));
        }

        float lowest = float.PositiveInfinity;
        for (int id = 0; id < scores.Length; id++)
        {
            if (!vocabulary.Contains(id) || left.Contains(id))
                continue;
            if (!float.IsFinite(scores[id]))
                throw new ArgumentException($"expected finite scores, found {scores[id]} for id {id}", nameof(scores));
            lowest = Math.Min(lowest, scores[id]);
        }

        _unknownScore = float.IsFinite(lowest) ? lowest - UnknownPenalty : -UnknownPenalty;
        _trie = TokenTrie.Of(vocabulary, left.Contains);
        CutsBeforeWords = !CrossesWords(vocabulary, left);
    }

    /// <summary>The log probabilities by id, in nats; 0 or anything for ids in gaps.</summary>
    public ReadOnlySpan<float> Scores => _scores;

    /// <summary>The token of characters that no token covers, or null.</summary>
    public int? UnknownId { get; }

    /// <summary>Whether characters that no token covers become the tokens of their bytes.</summary>
    public bool ByteFallback { get; }

    internal override bool CutsBeforeWords { get; }

    internal override ModelWorkspace CreateWorkspace() => new Workspace();

    internal override Unigram Reserving(IReadOnlySet<int> ids) => new(Vocabulary, _scores, UnknownId, ByteFallback, [.. _reserved, .. ids]);

    /// <summary>The best segmentations, best first.</summary>
    /// <param name="text">Normalized text. A lone surrogate is taken as U+FFFD.</param>
    /// <param name="count">How many at most. Memory grows with it times the length of the text.</param>
    /// <exception cref="TokenizationException">A character is unknown and there is no token for it.</exception>
    public IReadOnlyList<UnigramSegmentation> NBest(string text, int count)
    {
        ArgumentNullException.ThrowIfNull(text);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(count);
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var lattice = new UnigramLattice(_trie, _scores, _unknownScore);
        lattice.Read(bytes);
        var paths = lattice.NBest(count);
        return [.. paths.Select(path => new UnigramSegmentation(Ids(bytes, lattice, path.Edges), path.Score))];
    }

    /// <summary>
    /// A segmentation drawn with probability proportional to exp(alpha * score) among all there are ("subword regularization").
    /// </summary>
    /// <param name="text">Normalized text. A lone surrogate is taken as U+FFFD.</param>
    /// <param name="alpha">The inverse temperature: 0 makes all alike, 1 follows the model, 1e9, the greatest allowed, gives the best.</param>
    /// <param name="seed">The same seed gives the same segmentation.</param>
    /// <exception cref="TokenizationException">A character is unknown and there is no token for it.</exception>
    public UnigramSegmentation Sample(string text, double alpha, ulong seed)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (!(alpha is >= 0 and <= MaximumAlpha))
            throw new ArgumentOutOfRangeException(nameof(alpha), alpha, $"expected a number from 0 to {MaximumAlpha}, found {alpha}");
        byte[] bytes = System.Text.Encoding.UTF8.GetBytes(text);
        var lattice = new UnigramLattice(_trie, _scores, _unknownScore);
        lattice.Read(bytes);
        var (edges, score) = lattice.Sample(alpha, seed);
        return new UnigramSegmentation(Ids(bytes, lattice, edges), score);
    }

    internal override void Encode(ReadOnlySpan<byte> text, ReadOnlySpan<Piece> pieces, ModelWorkspace workspace, TokenBuffer tokens)
    {
        var own = (Workspace)workspace;
        foreach (var piece in pieces)
        {
            EncodePiece(text, piece, own, tokens);
            FlushUnknown(own, tokens);
        }
    }

    // Viterbi from left to right. Where no token reaches beyond a place, every path goes through it: the best one up to there is final and its tokens are
    // given out. So a text takes the memory of its longest stretch without such a place, mostly a word.
    private void EncodePiece(ReadOnlySpan<byte> text, Piece piece, Workspace own, TokenBuffer tokens)
    {
        int origin = piece.Start;
        int reach = 0;
        own.Begin(0);
        for (int position = piece.Start; position < piece.End;)
        {
            int at = position - origin;
            float score = own.Best[at].Score;
            int character = CharacterLength(text[position..piece.End]);
            bool covered = false;
            int node = TokenTrie.Root;
            for (int i = position; i < piece.End; i++)
            {
                node = _trie.Step(node, text[i], out int id);
                if (node < 0)
                    break;
                if (id < 0)
                    continue;
                int end = i + 1 - origin;
                own.Reach(ref reach, end);
                // The sum is compared before it is rounded to a float, as SentencePiece does.
                own.Best[end].Offer(at, id, (double)_scores[id] + score);
                covered |= i + 1 - position == character;
            }

            if (!covered)
            {
                own.Reach(ref reach, at + character);
                own.Best[at + character].Offer(at, -1, _unknownScore + score);
            }

            position += character;
            if (position - origin == reach)
            {
                float sum = own.Best[reach].Score;
                Emit(text, origin, reach, own, tokens);
                origin = position;
                reach = 0;
                own.Begin(sum > LowestSum ? sum : 0);
            }
        }
    }

    private void Emit(ReadOnlySpan<byte> text, int origin, int end, Workspace own, TokenBuffer tokens)
    {
        // The chain of starts is turned round in place: each start then knows its token's end.
        var best = own.Best;
        int next = -1;
        int nextId = -1;
        for (int at = end; at >= 0;)
        {
            ref var node = ref best[at];
            (int start, int id) = (node.Start, node.Id);
            (node.Start, node.Id) = (next, nextId);
            (next, nextId) = (at, id);
            at = start;
        }

        for (int at = 0; at < end; at = best[at].Start)
        {
            int id = best[at].Id;
            if (id >= 0)
            {
                FlushUnknown(own, tokens);
                tokens.Add(id, origin + at, origin + best[at].Start);
            }
            else
            {
                EmitUnknown(text, origin + at, origin + best[at].Start, own, tokens);
            }
        }
    }

    private void EmitUnknown(ReadOnlySpan<byte> text, int start, int end, Workspace own, TokenBuffer tokens)
    {
        if (_byteTokens is not null && _byteTokens.Cover(text[start..end]))
        {
            FlushUnknown(own, tokens);
            for (int i = start; i < end; i++)
                tokens.Add(_byteTokens[text[i]], i, i + 1);
            return;
        }

        if (UnknownId is null)
            throw Unknown(text, start);
        if (own.UnknownStart < 0)
            own.UnknownStart = start;
        own.UnknownEnd = end;
    }

    private void FlushUnknown(Workspace own, TokenBuffer tokens)
    {
        if (own.UnknownStart >= 0)
            tokens.Add(UnknownId!.Value, own.UnknownStart, own.UnknownEnd);
        own.UnknownStart = -1;
    }

    private List<int> Ids(ReadOnlySpan<byte> text, UnigramLattice lattice, List<int> edges)
    {
        var ids = new List<int>(edges.Count);
        bool unknownBefore = false;
        foreach (int edge in edges)
        {
            var (start, end, id) = lattice.Edge(edge);
            bool unknown = false;
            if (id >= 0)
            {
                ids.Add(id);
            }
            else if (_byteTokens is not null && _byteTokens.Cover(text[start..end]))
            {
                foreach (byte b in text[start..end])
                    ids.Add(_byteTokens[b]);
            }
            else
            {
                unknown = true;
                if (!unknownBefore)
                    ids.Add(UnknownId ?? throw Unknown(text, start));
            }

            unknownBefore = unknown;
        }

        return ids;
    }

    private static TokenizationException Unknown(ReadOnlySpan<byte> text, int start)
    {
        System.Text.Rune.DecodeFromUtf8(text[start..], out var rune, out _);
        return new($"byte {start}: expected a character of the vocabulary, which has no unknown token, found U+{rune.Value:X4}");
    }

    /// <summary>The bytes of the first character, by its first byte; not more than there are.</summary>
    internal static int CharacterLength(ReadOnlySpan<byte> text)
    {
        int length = text[0] switch { < 0xC0 => 1, < 0xE0 => 2, < 0xF0 => 3, _ => 4 };
        return Math.Min(length, text.Length);
    }

    // Whether cutting before a space that follows a letter could change a token: one lies across such a place, or unknown characters would be fused across it.
    private static bool CrossesWords(Vocabulary vocabulary, HashSet<int> left)
    {
        bool mark = false;
        bool crosses = false;
        for (int id = 0; id < vocabulary.IdLimit && !crosses; id++)
        {
            if (!vocabulary.Contains(id) || left.Contains(id))
                continue;
            var token = vocabulary.Bytes(id);
            mark |= token.SequenceEqual("▁"u8);
            for (int i = 1; i < token.Length && !crosses; i++)
                crosses = char.IsAsciiLetter((char)token[i - 1]) && (token[i] == ' ' || token[i..].StartsWith("▁"u8));
        }

        return crosses || !mark;
    }

    private sealed class Workspace : ModelWorkspace
    {
        public Node[] Best = new Node[256];
        public int UnknownStart = -1;
        public int UnknownEnd;

        public void Begin(float sum) => Best[0] = new Node { Score = sum, Start = -1, Id = -1 };

        /// <summary>Clears the nodes up to <paramref name="end"/>, if none was reached so far.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Reach(ref int reach, int end)
        {
            if (end > reach)
                Clear(ref reach, end);
        }

        private void Clear(ref int reach, int end)
        {
            if (end >= Best.Length)
                Array.Resize(ref Best, (int)Math.Min(Math.Max(2L * Best.Length, end + 1L), Array.MaxLength));
            Best.AsSpan(reach + 1, end - reach).Fill(new Node { Start = -1, Id = -1 });
            reach = end;
        }
    }

    /// <summary>The best path to a place: its score and its last token, which is unknown if -1.</summary>
    private struct Node
    {
        public float Score;
        public int Start;
        public int Id;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        public void Offer(int start, int id, double score)
        {
            if (Start >= 0 && !(score > Score))
                return;
            Start = start;
            Id = id;
            Score = (float)score;
        }
    }
}
