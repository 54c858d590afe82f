using System.Runtime.InteropServices;
using System.Text;
using Attune.Tokenizers;

namespace Attune.Cli.Tokenizers;

/// <summary>What one tokenizer makes of texts, in numbers. Not thread-safe.</summary>
/// <param name="name">What it is called in the comparison.</param>
internal sealed class TokenizerScore(string name, Tokenizer tokenizer)
{
    private const int CostlyShown = 6;
    private const int CostlyLength = 24;

    private readonly Dictionary<string, (int Count, int Tokens)> _words = [];
    private readonly SortedDictionary<string, ScriptScore> _scripts = new(StringComparer.Ordinal);
    private readonly int _unknown = UnknownOf(tokenizer);

    public string Name => name;

    public int VocabularySize { get; } = tokenizer.Model.Vocabulary.Count
        + tokenizer.AddedTokens.Count(token => !tokenizer.Model.Vocabulary.Contains(token.Id));

    public long Bytes { get; private set; }

    public long Tokens { get; private set; }

    /// <summary>How many tokens stand for text that the vocabulary cannot write.</summary>
    public long UnknownTokens { get; private set; }

    /// <summary>Whether every text came back as it was.</summary>
    public bool RoundTrips { get; private set; } = true;

    /// <summary>The line that is shown as this tokenizer cuts it.</summary>
    public IReadOnlyList<TokenView> Example { get; private set; } = [];

    public double BytesPerToken => (double)Bytes / Math.Max(1, Tokens);

    public double TokensPerWord => Of(score => score.Tokens) / Math.Max(1, Of(score => score.Words));

    /// <summary>The part of all words that are one token.</summary>
    public double WholeWords => Of(score => score.Whole) / Math.Max(1, Of(score => score.Words));

    /// <summary>Tokens of a word that occurs once only.</summary>
    public double TokensPerRareWord => _words.Values.Where(word => word.Count == 1).Select(word => (double)word.Tokens).DefaultIfEmpty().Average();

    /// <summary>The words that cost the most tokens.</summary>
    public IEnumerable<(string Word, int Tokens)> CostlyWords =>
        _words.OrderByDescending(word => word.Value.Tokens).ThenByDescending(word => word.Value.Count).ThenBy(word => word.Key, StringComparer.Ordinal)
            .Take(CostlyShown).Select(word => (word.Key, word.Value.Tokens));

    /// <summary>The same as one line, long words cut.</summary>
    public string CostlyWordsLine => string.Join(", ", CostlyWords.Select(word => $"{Shortened(word.Word)} {word.Tokens}"));

    /// <summary>The words by script.</summary>
    public IReadOnlyDictionary<string, ScriptScore> Scripts => _scripts;

    /// <summary>Adds a text.</summary>
    public void Add(string text)
    {
        byte[] utf8 = Encoding.UTF8.GetBytes(text);
        var encoded = tokenizer.Encode(text, addSpecialTokens: false);
        Bytes += utf8.Length;
        Tokens += encoded.Tokens.Count;
        UnknownTokens += encoded.Ids.Count(id => id == _unknown);
        RoundTrips &= tokenizer.Decode(encoded.Ids) == text;
        int first = 0;
        foreach (var word in Word.In(utf8))
        {
            while (first < encoded.Tokens.Count && encoded.Tokens[first].Utf8Offset.End.Value <= word.Start)
                first++;
            int count = 0;
            bool unknown = false;
            for (int i = first; i < encoded.Tokens.Count && encoded.Tokens[i].Utf8Offset.Start.Value < word.End; i++)
            {
                count += encoded.Tokens[i].Utf8Offset.End.Value > word.Start ? 1 : 0;
                unknown |= encoded.Tokens[i].Id == _unknown;
            }

            Add(Encoding.UTF8.GetString(utf8, word.Start, word.End - word.Start), word, count, count == 1 && !unknown);
        }
    }

    /// <summary>Cuts the line that is shown.</summary>
    public void Show(string line) => Example = TokenView.Of(tokenizer, line);

    private void Add(string text, Word word, int tokens, bool whole)
    {
        ref var known = ref CollectionsMarshal.GetValueRefOrAddDefault(_words, text, out _);
        known = (known.Count + 1, Math.Max(known.Tokens, tokens));
        var script = _scripts.GetValueOrDefault(word.Script);
        _scripts[word.Script] = new ScriptScore(script.Words + 1, script.Characters + word.Characters, script.Tokens + tokens, script.Whole + (whole ? 1 : 0));
    }

    private static string Shortened(string word) =>
        word.Length <= CostlyLength ? word : $"{word[..(char.IsHighSurrogate(word[CostlyLength - 1]) ? CostlyLength - 1 : CostlyLength)]}…";

    private double Of(Func<ScriptScore, long> part) => _scripts.Values.Sum(part);

    private static int UnknownOf(Tokenizer tokenizer)
    {
        string? token = tokenizer.Model switch
        {
            Unigram unigram => unigram.UnknownId is int id ? unigram.Vocabulary.TokenOf(id) : null,
            WordPiece wordPiece => wordPiece.UnknownToken,
            WordLevel words => words.UnknownToken,
            Bpe bpe => bpe.Options.UnknownToken,
            _ => null,
        };
        return token is null ? -1 : tokenizer.Model.Vocabulary.IdOf(token) ?? -1;
    }
}

/// <summary>The words of one script.</summary>
/// <param name="Words">How many.</param>
/// <param name="Characters">Of all of them.</param>
/// <param name="Tokens">That touch them.</param>
/// <param name="Whole">How many are one token.</param>
internal readonly record struct ScriptScore(long Words, long Characters, long Tokens, long Whole);
