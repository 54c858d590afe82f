namespace Attune.Tokenizers;

/// <summary>
/// Byte-pair encoding: a piece begins as its bytes or characters, and the pair of neighbours that was learned first merges, the leftmost of several,
/// until none does (Sennrich, Haddow and Birch 2016, arXiv:1508.07909; on bytes: Radford et al. 2019). A vocabulary of bytes holds the bytes themselves.
/// A token's range reaches over dropped characters that follow it in its piece.
/// </summary>
public sealed class Bpe : TokenModel
{
    // Up to here looking at all pairs again for each merge is faster than lists of them.
    private const int ScanLimit = 100;
    private const int QueueKeptFor = 1 << 16;

    // Pieces for which room is made at once.
    private const int BlockLength = 256;

    private readonly BpeAlphabet _alphabet;
    private readonly BpeWordCuts? _wordCuts;
    private readonly MergeTable _merges;
    private readonly IReadOnlySet<int>? _reserved;

    /// <summary>A model of a vocabulary and merges.</summary>
    /// <exception cref="ArgumentException">The vocabulary lacks the unknown token.</exception>
    public Bpe(Vocabulary vocabulary, MergeTable merges, BpeOptions options)
        : this(vocabulary, merges, options, null)
    {
    }

    private Bpe(Vocabulary vocabulary, MergeTable merges, BpeOptions options, IReadOnlySet<int>? reserved)
        : base(vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(merges);
        ArgumentNullException.ThrowIfNull(options);
        Merges = merges;
        Options = options;
        _reserved = reserved;
        _merges = reserved is null ? merges : merges.Without(reserved);
        _alphabet = new BpeAlphabet(vocabulary, options, reserved);
        _wordCuts = BpeWordCuts.Create(vocabulary, merges, options, _alphabet);
        CutsBeforeWords = BpeWordCuts.AlwaysBeforeSpaces(vocabulary, merges, options, _alphabet);
    }

    /// <summary>What merges, and in which order.</summary>
    public MergeTable Merges { get; }

    /// <summary>How symbols are treated.</summary>
    public BpeOptions Options { get; }

    /// <inheritdoc/>
    internal override bool CutsBeforeWords { get; }

    /// <inheritdoc/>
    internal override ModelWorkspace CreateWorkspace() => new BpeWorkspace();

    /// <inheritdoc/>
    internal override Bpe Reserving(IReadOnlySet<int> ids) => new(Vocabulary, Merges, Options, ids);

    /// <inheritdoc/>
    internal override void Encode(ReadOnlySpan<byte> text, ReadOnlySpan<Piece> pieces, ModelWorkspace workspace, TokenBuffer tokens)
    {
        var own = (BpeWorkspace)workspace;
        if (_wordCuts is not null)
        {
            EncodeWords(text, pieces, own, tokens);
            return;
        }

        for (; pieces.Length > BlockLength; pieces = pieces[BlockLength..])
            EncodeBlock(text, pieces[..BlockLength], own, tokens);
        EncodeBlock(text, pieces, own, tokens);
    }

    private void EncodeWords(ReadOnlySpan<byte> text, ReadOnlySpan<Piece> pieces, BpeWorkspace workspace, TokenBuffer tokens)
    {
        Span<Piece> words = stackalloc Piece[BlockLength];
        int count = 0;
        foreach (var piece in pieces)
        {
            for (int start = piece.Start; start < piece.End;)
            {
                // What the cache takes whole is not worth a cut.
                int end = piece.End - start <= BpePieceCache.LongestPiece ? piece.End : _wordCuts!.Next(text[..piece.End], start);
                words[count++] = new Piece(start, end);
                start = end;
                if (count == words.Length)
                {
                    EncodeBlock(text, words, workspace, tokens);
                    count = 0;
                }
            }
        }

        EncodeBlock(text, words[..count], workspace, tokens);
    }

    private void EncodeBlock(ReadOnlySpan<byte> text, ReadOnlySpan<Piece> pieces, BpeWorkspace workspace, TokenBuffer tokens)
    {
        var cache = workspace.Cache;
        tokens.Reserve(BpePieceCache.MostTokens * pieces.Length, out var ids, out var ranges);
        int count = 0;
        for (int i = 0; i < pieces.Length; i++)
        {
            var piece = pieces[i];
            if (piece.Length <= BpePieceCache.LongestPiece)
            {
                ref readonly var slot = ref cache.Find(BpePieceCache.KeyOf(text, piece));
                if (slot.Count == 1)
                {
                    ids[count] = slot.First;
                    ranges[count++] = piece;
                    continue;
                }

                if (slot.Count != 0)
                {
                    count = Write(slot, piece, ids, ranges, count);
                    continue;
                }
            }

            tokens.Advance(count);
            EncodeNew(text, piece, workspace, tokens);
            tokens.Reserve(BpePieceCache.MostTokens * (pieces.Length - i), out ids, out ranges);
            count = 0;
        }

        tokens.Advance(count);
    }

    private static int Write(in BpePieceCache.Slot slot, Piece piece, Span<int> ids, Span<Piece> ranges, int count)
    {
        int second = piece.Start + slot.FirstLength;
        int third = second + slot.SecondLength;
        ids[count] = slot.First;
        ranges[count++] = new Piece(piece.Start, second);
        ids[count] = slot.Second;
        ranges[count++] = new Piece(second, slot.Count == 2 ? piece.End : third);
        if (slot.Count > 2)
        {
            ids[count] = slot.Third;
            ranges[count++] = new Piece(third, piece.End);
        }

        return count;
    }

    private void EncodeNew(ReadOnlySpan<byte> text, Piece piece, BpeWorkspace workspace, TokenBuffer tokens)
    {
        int before = tokens.Count;
        EncodeOne(text, piece, workspace, tokens);
        if (piece.Length <= BpePieceCache.LongestPiece)
            workspace.Cache.Add(BpePieceCache.KeyOf(text, piece), piece, tokens.Ids[before..], tokens.Ranges[before..]);
    }

    private void EncodeOne(ReadOnlySpan<byte> text, Piece piece, BpeWorkspace workspace, TokenBuffer tokens)
    {
        if (piece.Length == 0)
            return;
        if (Options.IgnoreMerges && Vocabulary.TryGetId(text[piece.Start..piece.End], out int whole)
            && _reserved?.Contains(whole) != true && !_alphabet.IsFallback(whole))
        {
            tokens.Add(whole, piece.Start, piece.End);
            return;
        }

        var symbols = workspace.Symbols;
        symbols.Clear();
        _alphabet.Cut(text, piece.Start, piece.End, symbols);
        if (symbols.Count <= ScanLimit)
        {
            symbols.Truncate(BpeScan.Merge(_merges, symbols.Ids, symbols.Starts, workspace.Pairs));
        }
        else
        {
            var queue = workspace.Queue ?? new BpeQueue(_merges);
            symbols.Truncate(queue.Merge(symbols.Ids, symbols.Starts));
            workspace.Queue = piece.Length <= QueueKeptFor ? queue : null;
        }

        var ids = symbols.Ids;
        var starts = symbols.Starts;
        for (int i = 0; i < ids.Length; i++)
            tokens.Add(ids[i], starts[i], i + 1 < ids.Length ? starts[i + 1] : piece.End);
    }

    private sealed class BpeWorkspace : ModelWorkspace
    {
        public BpePieceCache Cache { get; } = new();

        public BpeSymbols Symbols { get; } = new();

        public ulong[] Pairs { get; } = new ulong[ScanLimit];

        public BpeQueue? Queue { get; set; }
    }
}
