using System.Text;
using System.Text.Unicode;
using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>Pieces as SentencePiece has them, on their way to a tokenizer; also of other files that hold such a vocabulary.</summary>
/// <param name="file">What errors call the file.</param>
internal sealed class SentencePieces(string file, int count)
{
    private readonly Vocabulary.Builder _vocabulary = new();
    private readonly float[] _scores = new float[count];
    private readonly List<AddedToken> _added = [];
    private readonly HashSet<int> _unreachable = [];
    private readonly List<int> _symbols = [];
    private int? _unknown;

    /// <summary>Adds the next piece.</summary>
    public void Add(ReadOnlySpan<byte> piece, float score, SentencePieceType type)
    {
        int id = _vocabulary.Count;
        if (!Utf8.IsValid(piece))
            throw new InvalidFileException(file, $"pieces[{id}]", null, "a piece in UTF-8", "other bytes");
        if (!_vocabulary.TryAdd(piece, id, out string? problem))
            throw JsonPart.Refused(file, $"pieces[{id}]", new ArgumentException(problem));
        _scores[id] = score;
        if (type == SentencePieceType.Unknown)
            _unknown ??= id;
        if (type is SentencePieceType.Unknown or SentencePieceType.Control && piece.Length > 0)
            _added.Add(new AddedToken(Encoding.UTF8.GetString(piece), id));
        if (type == SentencePieceType.UserDefined && piece.Length > 0)
            _symbols.Add(id);
        if (type != SentencePieceType.Normal)
            _unreachable.Add(id);
    }

    /// <summary>A Unigram tokenizer of the pieces.</summary>
    public Tokenizer Unigram(SentencePieceRules rules)
    {
        var vocabulary = _vocabulary.Build();

        // A score that all but makes sure of them, as SentencePiece has it.
        float highest = Enumerable.Range(0, count).Where(id => !_unreachable.Contains(id)).Select(id => _scores[id]).DefaultIfEmpty().Max();
        foreach (int id in _symbols)
            _scores[id] = Math.Max(highest, 0) * vocabulary.Bytes(id).Length - 0.1f;
        _unreachable.ExceptWith(_symbols);
        return Create(Made(() => new Unigram(vocabulary, _scores, _unknown, rules.ByteFallback, _unreachable)), null, rules);
    }

    /// <summary>A BPE tokenizer of the pieces: what has the greater score is merged first.</summary>
    public Tokenizer Bpe(SentencePieceRules rules)
    {
        var vocabulary = _vocabulary.Build();
        int[] order = [.. Enumerable.Range(0, count)];
        float[] keys = [.. _scores.Select(score => -score)];
        Array.Sort(keys, order);

        // Equal scores are equal priorities: then the leftmost pair comes first. What is no text is never the result of a merge.
        int[] priorities = new int[count];
        int rank = 0;
        for (int i = 0; i < count; i++)
        {
            if (i > 0 && keys[i] != keys[i - 1])
                rank++;
            priorities[order[i]] = _unreachable.Contains(order[i]) ? int.MaxValue : rank;
        }

        return OfCharacters(vocabulary, MergeTable.FromPriorities(vocabulary, priorities), rules);
    }

    /// <summary>A tokenizer of characters.</summary>
    public Tokenizer Characters(SentencePieceRules rules)
    {
        var vocabulary = _vocabulary.Build();
        return OfCharacters(vocabulary, MergeTable.FromPairs(vocabulary, []), rules);
    }

    private Tokenizer OfCharacters(Vocabulary vocabulary, MergeTable merges, SentencePieceRules rules)
    {
        var options = new BpeOptions
        {
            Unit = BpeUnit.Characters,
            ByteFallback = rules.ByteFallback,
            FuseUnknown = true,
            UnknownToken = _unknown is int id ? vocabulary.TokenOf(id) : null,
            IgnoreMerges = _symbols.Count > 0,
        };

        // User-defined symbols are cut out of the normalized text, and then are tokens as they are: nothing merges with them.
        var cut = _symbols.Count == 0 ? null
            : Made(() => new Split(SentencePieceSymbols.Pattern(_symbols.Select(symbol => vocabulary.TokenOf(symbol)!)), isRegex: true));
        return Create(new Bpe(vocabulary, merges, options), cut, rules);
    }

    private bool HasDoubleMarks(Vocabulary vocabulary) => Enumerable.Range(0, count).Any(id => vocabulary.Bytes(id).StartsWith("▁▁"u8));

    private T Made<T>(Func<T> make)
    {
        try
        {
            return make();
        }
        catch (ArgumentException error)
        {
            throw new InvalidFileException(file, "pieces", null, "user-defined symbols that can be looked for together", error.Message, error);
        }
    }

    private Tokenizer Create(TokenModel model, PreTokenizer? preTokenizer, SentencePieceRules rules)
    {
        List<Normalizer> normalizers = [];
        if (rules.CharacterMap is { } map)
            normalizers.Add(_symbols.Count == 0 ? map : Made(() => map.Keeping(_symbols, model.Vocabulary)));
        if (rules.CollapseSpaces)
            normalizers.Add(new CollapseSpaces());

        // First, so that it stays where nothing else does; but there is none before spaces only that all go.
        if (rules.Prefix)
            normalizers.Insert(rules.CollapseSpaces ? normalizers.Count : 0, new Prepend("▁"));
        normalizers.Add(new Replace(" ", "▁"));
        List<Decoder> decoders = [];
        if (rules.UnknownSurface is string surface && _unknown is int id)
            decoders.Add(new ReplaceDecoder($@"\A{SentencePieceSymbols.Pattern([model.Vocabulary.TokenOf(id)!])}\z", surface, isRegex: true));
        decoders.AddRange([new ByteFallback(), new Fuse()]);

        // The marks at the start go, one of each piece and while they are marks: the unknown piece's own space stays.
        if (rules.Prefix || rules.CollapseSpaces)
            decoders.Add(new StripDecoder(new Rune('▁'), rules.CollapseSpaces && !HasDoubleMarks(model.Vocabulary) ? int.MaxValue : 1, 0));
        decoders.Add(new ReplaceDecoder("▁", " "));
        return new Tokenizer(model, new NormalizerSequence(normalizers), preTokenizer, rules.PostProcessor, new DecoderSequence(decoders), _added);
    }
}

/// <summary>What SentencePiece does to a text beside cutting it.</summary>
/// <param name="CharacterMap">Replaces characters first.</param>
/// <param name="CollapseSpaces">Whether spaces at the ends go, and one stays of several.</param>
/// <param name="Prefix">Whether a space is put before the text.</param>
/// <param name="ByteFallback">Whether a character without a piece becomes its bytes.</param>
/// <param name="PostProcessor">What special tokens are put around the text.</param>
/// <param name="UnknownSurface">What the unknown piece is as text; null for the piece itself.</param>
internal sealed record SentencePieceRules(
    PrecompiledNormalizer? CharacterMap = null,
    bool CollapseSpaces = false,
    bool Prefix = true,
    bool ByteFallback = true,
    PostProcessor? PostProcessor = null,
    string? UnknownSurface = null);
