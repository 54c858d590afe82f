using System.Collections.Concurrent;

namespace Attune.Tokenizers;

/// <summary>
/// Turns text into tokens and back. Immutable and thread-safe: one instance serves any number of threads, and every call may run on any of them.
/// </summary>
/// <remarks>
/// <para>A text is cut at <see cref="AddedTokens"/>, then goes through <see cref="Normalizer"/>, <see cref="PreTokenizer"/> and <see cref="Model"/>;
/// <see cref="PostProcessor"/> puts special tokens around it, <see cref="Decoder"/> leads back. These are the parts, and the names, of <c>tokenizer.json</c>.</para>
/// <para>Special tokens in a text are text like any other unless <c>allowSpecialTokens</c> is true, so that nobody writes control tokens into a prompt.</para>
/// <para>Lone surrogates in a string count as U+FFFD, the replacement character. Bytes that are not UTF-8 stay as they are where the pipeline is
/// byte-level, and count as U+FFFD, one for each maximal ill-formed part, elsewhere.</para>
/// </remarks>
public sealed partial class Tokenizer
{
    private readonly Dictionary<string, AddedToken> _addedByContent;
    private readonly Dictionary<int, AddedToken> _addedById;
    private readonly int _firstAdded;
    private readonly AddedTokenMatcher[] _matchers;
    private readonly ConcurrentBag<EncodingPass> _passes = [];

    /// <summary>Puts a tokenizer together.</summary>
    /// <exception cref="ArgumentException">Two added tokens share a content or an id, or one has no content.</exception>
    public Tokenizer(
        TokenModel model,
        Normalizer? normalizer = null,
        PreTokenizer? preTokenizer = null,
        PostProcessor? postProcessor = null,
        Decoder? decoder = null,
        IReadOnlyList<AddedToken>? addedTokens = null,
        Truncation? truncation = null)
    {
        ArgumentNullException.ThrowIfNull(model);
        AddedTokens = addedTokens ?? [];
        _addedByContent = [];
        _addedById = [];
        foreach (var token in AddedTokens)
        {
            ArgumentNullException.ThrowIfNull(token, nameof(addedTokens));
            if (string.IsNullOrEmpty(token.Content))
                throw new ArgumentException($"expected added tokens with content, found none for id {token.Id}", nameof(addedTokens));
            if (token.Id is < 0 or int.MaxValue)
                throw new ArgumentException($"expected ids from 0 to {int.MaxValue - 1}, found {token.Id} for \"{token.Content}\"", nameof(addedTokens));
            if (!_addedByContent.TryAdd(token.Content, token))
                throw new ArgumentException($"expected each added token once, found \"{token.Content}\" again", nameof(addedTokens));
            if (!_addedById.TryAdd(token.Id, token))
                throw new ArgumentException($"expected each id once, found {token.Id} for \"{_addedById[token.Id].Content}\" and \"{token.Content}\"", nameof(addedTokens));
        }

        HashSet<int> special = [.. AddedTokens.Where(token => token.Special && model.Vocabulary.Contains(token.Id)).Select(token => token.Id)];
        Model = special.Count > 0 ? model.Reserving(special) : model;
        Normalizer = normalizer;
        PreTokenizer = preTokenizer;
        PostProcessor = postProcessor;
        Decoder = decoder;
        Truncation = truncation;
        _firstAdded = AddedTokens.Select(token => token.Id).DefaultIfEmpty(int.MaxValue).Min();
        IdLimit = Math.Max(model.Vocabulary.IdLimit, AddedTokens.Select(token => token.Id + 1).DefaultIfEmpty().Max());
        Splitter = preTokenizer is null ? WholeSplitter.Instance : preTokenizer.Splitter;
        _matchers = [Matcher(false, false), Matcher(true, false), Matcher(false, true), Matcher(true, true)];
        CutsBeforeWords = (normalizer is null || (normalizer.CutsBeforeWords && (preTokenizer is null ? MarksWordStarts(normalizer) : normalizer.KeepsWordStarts)))
            && (preTokenizer is null ? model.CutsBeforeWords : preTokenizer.CutsBeforeWords || (preTokenizer.LetsCutBeforeWords && model.CutsBeforeWords))
            && AddedTokens.All(token => StaysWithinWindows(token.Content));
    }

    /// <summary>The vocabulary, and the algorithm that segments a piece of text.</summary>
    public TokenModel Model { get; }

    /// <summary>What changes a text first; null for nothing.</summary>
    public Normalizer? Normalizer { get; }

    /// <summary>What cuts a text into pieces; null where the model segments it as one.</summary>
    public PreTokenizer? PreTokenizer { get; }

    /// <summary>What puts special tokens around a text; null for none.</summary>
    public PostProcessor? PostProcessor { get; }

    /// <summary>What leads from tokens back to text; null where tokens are words, joined by spaces.</summary>
    public Decoder? Decoder { get; }

    /// <summary>The tokens that are cut out of a text before all else.</summary>
    public IReadOnlyList<AddedToken> AddedTokens { get; }

    /// <summary>To what length <see cref="Encode(string, bool, bool)"/> cuts; null for none.</summary>
    public Truncation? Truncation { get; }

    /// <summary>One more than the greatest id, added tokens included: the size of an embedding for this tokenizer.</summary>
    public int IdLimit { get; }

    /// <summary>What <c>tokenizer.json</c> says of padding, as it stands there: kept for those who read the file next, for nothing is padded here.</summary>
    internal string? Padding { get; init; }

    /// <summary>The splitter that does all that the pre-tokenizer does, or null.</summary>
    internal Splitter? Splitter { get; }

    /// <summary>Whether the model takes any bytes, UTF-8 or not.</summary>
    internal bool WorksOnBytes => Model is Bpe { Options.Unit: BpeUnit.Bytes };

    /// <summary>Whether a text, cut before a space between ASCII letters, gives the same tokens part by part as it does whole.</summary>
    internal bool CutsBeforeWords { get; }

    /// <summary>The id of a token, added or of the model; null if there is none.</summary>
    public int? IdOf(string token) => _addedByContent.TryGetValue(token, out var added) ? added.Id : Model.Vocabulary.IdOf(token);

    /// <summary>The token of an id, as people would write it; null if there is none.</summary>
    public string? TokenOf(int id) => _addedById.TryGetValue(id, out var added) ? added.Content : Model.Vocabulary.TokenOf(id);

    /// <summary>The added token of an id, or null.</summary>
    internal AddedToken? AddedTokenOf(int id) => _addedById.GetValueOrDefault(id);

    /// <summary>What finds added tokens, in the text as given or in the normalized text.</summary>
    internal AddedTokenMatcher MatcherFor(bool special, bool normalized) => _matchers[(normalized ? 2 : 0) + (special ? 1 : 0)];

    private AddedTokenMatcher Matcher(bool special, bool normalized) => new(
        from token in AddedTokens
        where (token.Normalized && Normalizer is not null) == normalized
        select (token, System.Text.Encoding.UTF8.GetBytes(normalized ? Normalizer!.Normalize(token.Content) : token.Content)),
        special);

    // A model knows the place as a letter before a space, or before the ▁ that stands for it; of what else a normalizer puts there it says nothing.
    private static bool MarksWordStarts(Normalizer normalizer) => normalizer switch
    {
        Replace { Regex: null, Pattern: " ", Content: "▁" } => true,
        NormalizerSequence { Normalizers: [.., var last] } sequence => sequence.Normalizers.SkipLast(1).All(one => one.KeepsWordStarts) && MarksWordStarts(last),
        _ => normalizer.KeepsWordStarts,
    };

    // A window ends between a letter and a space: no added token may reach over that, nor begin or end just there.
    private static bool StaysWithinWindows(string content) =>
        !IsEdge(content[0]) && !IsEdge(content[^1]) && SafeCut.Find(System.Text.Encoding.UTF8.GetBytes(content), 0) >= System.Text.Encoding.UTF8.GetByteCount(content);

    private static bool IsEdge(char c) => c == ' ' || char.IsAsciiLetter(c);
}
