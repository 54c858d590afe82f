namespace Attune.Tokenizers;

/// <summary>
/// Cuts as GPT-2 does, and may put a space before a text, so that its first word is like any other. Vocabularies here hold bytes: there is nothing to map.
/// </summary>
public sealed class ByteLevel : PreTokenizer
{
    private readonly Splitter _cuts;

    /// <summary>A pre-tokenizer of these options.</summary>
    /// <param name="addPrefixSpace">Whether a space is put before each piece it is given that begins without one.</param>
    /// <param name="trimOffsets">As in the file; cutting does not look at it.</param>
    /// <param name="useRegex">Whether it cuts by GPT-2's pattern; otherwise it does not cut.</param>
    public ByteLevel(bool addPrefixSpace = true, bool trimOffsets = true, bool useRegex = true)
    {
        AddPrefixSpace = addPrefixSpace;
        TrimOffsets = trimOffsets;
        UseRegex = useRegex;
        _cuts = useRegex ? KnownPatterns.Find(KnownPatterns.Gpt2)! : WholeSplitter.Instance;
    }

    /// <summary>The pre-tokenizer of a byte-level vocabulary whose words are cut by another pattern than GPT-2's.</summary>
    internal static PreTokenizer WithSplit(string pattern) => pattern == KnownPatterns.Gpt2
        ? new ByteLevel(addPrefixSpace: false)
        : new PreTokenizerSequence([new Split(pattern, isRegex: true), new ByteLevel(addPrefixSpace: false, useRegex: false)]);

    /// <summary>Whether a space is put before each piece it is given that begins without one.</summary>
    public bool AddPrefixSpace { get; }

    /// <summary>As in the file.</summary>
    public bool TrimOffsets { get; }

    /// <summary>Whether it cuts by GPT-2's pattern.</summary>
    public bool UseRegex { get; }

    internal override Splitter? Splitter => AddPrefixSpace ? null : _cuts;

    internal override bool CutsBeforeWords => _cuts.CutsBeforeWords;

    internal override bool LetsCutBeforeWords => true;

    internal override void Apply(AlignedText text, PieceList pieces)
    {
        using var wholes = new PieceCopy(pieces);
        pieces.Clear();
        var rewriting = new Rewriting(text);
        int added = 0;
        foreach (var whole in wholes.Span)
        {
            int start = whole.Start + added;
            if (AddPrefixSpace && whole.Length > 0 && rewriting.Old[whole.Start] != ' ')
            {
                rewriting.Replace(whole.Start, whole.Start, " "u8);
                added++;
            }

            pieces.Add(new Piece(start, whole.End + added));
        }

        rewriting.End();
        if (_cuts is WholeSplitter)
            return;
        using var spaced = new PieceCopy(pieces);
        pieces.Clear();
        foreach (var whole in spaced.Span)
            pieces.AddSplit(_cuts, text.Bytes[whole.Start..whole.End], whole.Start);
    }
}
