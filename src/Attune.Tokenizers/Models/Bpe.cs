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

    private readonly BpeAlphabet _alphabet;

    /// <summary>A model of a vocabulary and merges.</summary>
    /// <exception cref="ArgumentException">The vocabulary lacks the unknown token.</exception>
    public Bpe(Vocabulary vocabulary, MergeTable merges, BpeOptions options)
        : base(vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(merges);
        ArgumentNullException.ThrowIfNull(options);
        Merges = merges;
        Options = options;
        _alphabet = new BpeAlphabet(vocabulary, options);
    }

    /// <summary>What merges, and in which order.</summary>
    public MergeTable Merges { get; }

    /// <summary>How symbols are treated.</summary>
    public BpeOptions Options { get; }

    /// <inheritdoc/>
    internal override bool CutsBeforeWords => false;

    /// <inheritdoc/>
    internal override ModelWorkspace CreateWorkspace() => new BpeWorkspace();

    /// <inheritdoc/>
    internal override void Encode(ReadOnlySpan<byte> text, ReadOnlySpan<Piece> pieces, ModelWorkspace workspace, TokenBuffer tokens)
    {
        var own = (BpeWorkspace)workspace;
        foreach (var piece in pieces)
            EncodeOne(text, piece, own, tokens);
    }

    private void EncodeOne(ReadOnlySpan<byte> text, Piece piece, BpeWorkspace workspace, TokenBuffer tokens)
    {
        if (Options.IgnoreMerges && Vocabulary.TryGetId(text[piece.Start..piece.End], out int whole))
        {
            tokens.Add(whole, piece.Start, piece.End);
            return;
        }

        var symbols = workspace.Symbols;
        symbols.Clear();
        _alphabet.Cut(text, piece.Start, piece.End, symbols);
        if (symbols.Count <= ScanLimit)
        {
            symbols.Truncate(BpeScan.Merge(Merges, symbols.Ids, symbols.Starts, workspace.Pairs));
        }
        else
        {
            var queue = workspace.Queue ?? new BpeQueue(Merges);
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
        public BpeSymbols Symbols { get; } = new();

        public ulong[] Pairs { get; } = new ulong[ScanLimit];

        public BpeQueue? Queue { get; set; }
    }
}
