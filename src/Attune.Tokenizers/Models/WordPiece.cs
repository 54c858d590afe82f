namespace Attune.Tokenizers;

/// <summary>
/// Greedy segmentation of a word: the longest token that begins it, then the longest continuation, and so on (Wu et al. 2016; as BERT does). A word
/// that cannot be segmented to its end is one unknown token.
/// </summary>
public sealed class WordPiece : TokenModel
{
    private readonly TokenTrie _trie;
    private readonly int _continuing;
    private readonly int _unknown;

    /// <summary>A model of these tokens.</summary>
    /// <param name="vocabulary">The tokens; those that continue a word begin with <paramref name="continuingSubwordPrefix"/>.</param>
    /// <param name="unknownToken">The token of a word that has no segmentation.</param>
    /// <param name="continuingSubwordPrefix">What marks tokens within a word.</param>
    /// <param name="maximumCharactersPerWord">Words of more characters are unknown.</param>
    /// <exception cref="ArgumentException">The unknown token is not in the vocabulary, or the maximum is not positive.</exception>
    public WordPiece(Vocabulary vocabulary, string unknownToken = "[UNK]", string continuingSubwordPrefix = "##", int maximumCharactersPerWord = 100)
        : base(vocabulary)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(unknownToken);
        ArgumentNullException.ThrowIfNull(continuingSubwordPrefix);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(maximumCharactersPerWord);
        UnknownToken = unknownToken;
        ContinuingSubwordPrefix = continuingSubwordPrefix;
        MaximumCharactersPerWord = maximumCharactersPerWord;
        _unknown = vocabulary.IdOf(unknownToken)
            ?? throw new ArgumentException($"expected the unknown token \"{unknownToken}\" in the vocabulary, found none", nameof(unknownToken));
        _trie = TokenTrie.Of(vocabulary);
        _continuing = _trie.Walk(System.Text.Encoding.UTF8.GetBytes(continuingSubwordPrefix));
    }

    private WordPiece(WordPiece other, IReadOnlySet<int> reserved)
        : base(other.Vocabulary)
    {
        UnknownToken = other.UnknownToken;
        ContinuingSubwordPrefix = other.ContinuingSubwordPrefix;
        MaximumCharactersPerWord = other.MaximumCharactersPerWord;
        _unknown = other._unknown;
        _trie = TokenTrie.Of(Vocabulary, reserved.Contains);
        _continuing = _trie.Walk(System.Text.Encoding.UTF8.GetBytes(ContinuingSubwordPrefix));
    }

    /// <summary>The token of a word that has no segmentation.</summary>
    public string UnknownToken { get; }

    /// <summary>What marks the tokens within a word.</summary>
    public string ContinuingSubwordPrefix { get; }

    /// <summary>Words of more characters (code points) are unknown.</summary>
    public int MaximumCharactersPerWord { get; }

    // A word is segmented, or unknown, as a whole.
    internal override bool CutsBeforeWords => false;

    internal override void Encode(ReadOnlySpan<byte> text, ReadOnlySpan<Piece> pieces, ModelWorkspace workspace, TokenBuffer tokens)
    {
        foreach (var piece in pieces)
        {
            if (piece.Length > 0)
                EncodeWord(text[piece.Start..piece.End], piece.Start, tokens);
        }
    }

    internal override ModelWorkspace CreateWorkspace() => NoWorkspace.Instance;

    internal override WordPiece Reserving(IReadOnlySet<int> ids) => new(this, ids);

    private void EncodeWord(ReadOnlySpan<byte> word, int offset, TokenBuffer tokens)
    {
        // Every token takes a byte at least, so that nothing of a word is kept that proves to be unknown.
        if (!IsTooLong(word))
        {
            tokens.Reserve(word.Length, out var ids, out var ranges);
            int count = 0;
            int start = 0;
            while (start < word.Length && TryLongest(word[start..], start == 0 ? TokenTrie.Root : _continuing, out int id, out int length))
            {
                ids[count] = id;
                ranges[count++] = new Piece(offset + start, offset + start + length);
                start += length;
            }

            if (start == word.Length)
            {
                tokens.Advance(count);
                return;
            }
        }

        tokens.Add(_unknown, offset, offset + word.Length);
    }

    private bool TryLongest(ReadOnlySpan<byte> rest, int node, out int id, out int length)
    {
        id = -1;
        length = 0;
        for (int i = 0; i < rest.Length && node >= 0; i++)
        {
            node = _trie.Step(node, rest[i], out int found);
            if (node >= 0 && found >= 0)
                (id, length) = (found, i + 1);
        }

        return id >= 0;
    }

    private bool IsTooLong(ReadOnlySpan<byte> word)
    {
        if (word.Length <= MaximumCharactersPerWord)
            return false;
        int characters = 0;
        foreach (byte b in word)
            characters += (b & 0xC0) != 0x80 ? 1 : 0;
        return characters > MaximumCharactersPerWord;
    }
}
