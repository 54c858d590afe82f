namespace Attune.Tokenizers;

/// <summary>
/// Cuts a text into pieces, the words that a model segments each on its own. Immutable and thread-safe. The names are those of <c>tokenizer.json</c>.
/// </summary>
public abstract class PreTokenizer
{
    private protected PreTokenizer()
    {
    }

    /// <summary>The splitter that does all of the work, where the pre-tokenizer only cuts; null where it also rewrites text.</summary>
    internal abstract Splitter? Splitter { get; }

    /// <summary>
    /// Rewrites the text where it has to, and cuts: on entry <paramref name="pieces"/> are what is to be cut, on return what it was cut into, as
    /// ranges of the rewritten text. One that only cuts leaves this to its <see cref="Splitter"/>.
    /// </summary>
    internal virtual void Apply(AlignedText text, PieceList pieces)
    {
        var splitter = Splitter!;
        using var wholes = new PieceCopy(pieces);
        pieces.Clear();
        foreach (var whole in wholes.Span)
            pieces.AddSplit(splitter, text.Bytes[whole.Start..whole.End], whole.Start);
    }

    /// <summary>True where a piece always ends before a space between ASCII letters, as of <see cref="Tokenizers.Splitter.CutsBeforeWords"/>. See <see cref="SafeCut"/>.</summary>
    internal abstract bool CutsBeforeWords { get; }

    /// <summary>
    /// True where a text cut there beforehand gives the same pieces but for that cut, and has a space or a ▁ after it still: then what comes next, another
    /// pre-tokenizer or the model, decides whether the cut changes anything. Whatever cuts there itself lets it be cut.
    /// </summary>
    internal virtual bool LetsCutBeforeWords => CutsBeforeWords;
}
