namespace Attune.Tokenizers;

/// <summary>Pre-tokenizers one after the other, each cutting the pieces of the one before.</summary>
public sealed class PreTokenizerSequence : PreTokenizer
{
    /// <summary>A sequence of these, in order.</summary>
    public PreTokenizerSequence(IReadOnlyList<PreTokenizer> preTokenizers)
    {
        ArgumentNullException.ThrowIfNull(preTokenizers);
        PreTokenizers = [.. preTokenizers];
        Splitter = Compose();
        LetsCutBeforeWords = true;
        for (int i = 0; i < PreTokenizers.Count && !CutsBeforeWords; i++)
        {
            CutsBeforeWords = LetsCutBeforeWords && PreTokenizers[i].CutsBeforeWords;
            // After a rewriting the place is no space any more, and nothing is known of what comes next.
            LetsCutBeforeWords &= PreTokenizers[i].LetsCutBeforeWords && (PreTokenizers[i].Splitter is not null || i == PreTokenizers.Count - 1);
        }
    }

    /// <summary>The pre-tokenizers, in order.</summary>
    public IReadOnlyList<PreTokenizer> PreTokenizers { get; }

    internal override Splitter? Splitter { get; }

    internal override bool CutsBeforeWords { get; }

    internal override bool LetsCutBeforeWords { get; }

    internal override void Apply(AlignedText text, PieceList pieces)
    {
        foreach (var preTokenizer in PreTokenizers)
            preTokenizer.Apply(text, pieces);
    }

    private Splitter? Compose()
    {
        Splitter all = WholeSplitter.Instance;
        foreach (var preTokenizer in PreTokenizers)
        {
            if (preTokenizer.Splitter is not Splitter next)
                return null;
            if (all is WholeSplitter)
                all = next;
            else if (next is not WholeSplitter)
                all = new ComposedSplitter(all, next);
        }

        return all;
    }
}
