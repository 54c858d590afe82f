namespace Attune.Training;

/// <summary>
/// The grammar of small stories: words in classes, sentences with gaps, and rules for what may follow what. Generation, parsing and
/// probability walk the same description, so they cannot disagree. Every text has one derivation, and its probability is the product of
/// the probabilities of the choices in it. Thread-safe.
/// </summary>
public sealed class StoryGrammar
{
    private static readonly Lazy<StoryGrammar> s_default = new(() => new StoryGrammar(StoryText.All));

    private readonly GrammarReader _reader;

    internal StoryGrammar(string description)
    {
        _reader = new GrammarReader(description);
        Start = _reader.Rule("Story");
        Domains = _reader.Domains;
        foreach (var mention in _reader.Sentences.SelectMany(sentence => sentence).OfType<Piece.Mention>())
        {
            if (Domains[mention.Variable].FirstOrDefault(word => !word.Has(mention.Form)) is { } word)
                throw new InvalidOperationException($"stories: {word.Form(0)} lacks a form that a sentence mentions");
        }
    }

    /// <summary>The grammar of the embedded stories.</summary>
    public static StoryGrammar Default => s_default.Value;

    internal Rule Start { get; }

    internal Word[][] Domains { get; }

    internal IEnumerable<WordTable> Tables => _reader.Tables;

    internal IReadOnlyList<Piece[]> Sentences => _reader.Sentences;

    /// <summary>
    /// Cuts a text into sentences, without the white space between them. Speech within quotation marks belongs to the sentence around it; a
    /// new line ends a sentence in any case.
    /// </summary>
    public static IReadOnlyList<string> SplitSentences(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return SentenceSplitter.Split(text);
    }

    /// <summary>
    /// Whether the grammar can produce this sentence somewhere in some story. What must agree within the sentence is checked (articles, pronouns and
    /// names, words of the right class); what must agree with other sentences is not.
    /// </summary>
    public bool ParseSentence(string sentence)
    {
        ArgumentNullException.ThrowIfNull(sentence);
        string trimmed = sentence.Trim();
        foreach (var pieces in _reader.Sentences)
        {
            var parser = new StoryParser(this, trimmed);
            parser.Run(pieces);
            if (parser.Derivations > 0)
                return true;
        }

        return false;
    }

    /// <summary>Parses a whole story, coherence between sentences included: who it is about, what was lost, why. White space around it is ignored.</summary>
    public StoryParse Parse(string story)
    {
        ArgumentNullException.ThrowIfNull(story);
        string text = story.Trim();
        var parser = new StoryParser(this, text);
        parser.Run([new Piece.Call(Start)]);
        if (parser.Derivations > 0)
            return new StoryParse(parser.Derivations, parser.Derivations == 1 ? parser.Cost : -Math.Log(parser.Probability), -1, "");
        var found = text.AsSpan(parser.Farthest, Math.Min(20, text.Length - parser.Farthest));
        string reason = $"at character {parser.Farthest}: expected \"{parser.Expected.Trim()}\" or the like, found \"{found}\"";
        return new StoryParse(0, double.PositiveInfinity, SentenceAt(text, parser.Farthest), reason);
    }

    internal WordTable Table(string name) => _reader.Table(name);

    private static int SentenceAt(string text, int position)
    {
        int sentence = 0;
        for (int end = SentenceSplitter.End(text, 0); end < text.Length && end <= position; end = SentenceSplitter.End(text, end))
            sentence++;
        return sentence;
    }
}
