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
        if (type is SentencePieceType.Unknown or SentencePieceType.Control or SentencePieceType.UserDefined && piece.Length > 0)
            _added.Add(new AddedToken(Encoding.UTF8.GetString(piece), id, Special: type != SentencePieceType.UserDefined));
        if (type != SentencePieceType.Normal)
            _unreachable.Add(id);
    }

    /// <summary>A Unigram tokenizer of the pieces.</summary>
    public Tokenizer Unigram(SentencePieceRules rules)
    {
        var vocabulary = _vocabulary.Build();
        return Create(new Unigram(vocabulary, _scores, _unknown, rules.ByteFallback, _unreachable), rules);
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

        var options = new BpeOptions
        {
            Unit = BpeUnit.Characters,
            ByteFallback = rules.ByteFallback,
            FuseUnknown = true,
            UnknownToken = _unknown is int id ? vocabulary.TokenOf(id) : null,
        };
        return Create(new Bpe(vocabulary, MergeTable.FromPriorities(vocabulary, priorities), options), rules);
    }

    private Tokenizer Create(TokenModel model, SentencePieceRules rules)
    {
        List<Normalizer> normalizers = rules.CharacterMap is null ? [] : [rules.CharacterMap];
        if (rules.CollapseSpaces)
            normalizers.Add(new CollapseSpaces());
        if (rules.Prefix)
            normalizers.Add(new Prepend("▁"));
        normalizers.Add(new Replace(" ", "▁"));
        List<Decoder> decoders = [new ReplaceDecoder("▁", " "), new ByteFallback(), new Fuse()];
        if (rules.Prefix)
            decoders.Add(new StripDecoder(new Rune(' '), 1, 0));
        return new Tokenizer(model, new NormalizerSequence(normalizers), null, rules.PostProcessor, new DecoderSequence(decoders), _added);
    }
}

/// <summary>What SentencePiece does to a text beside cutting it.</summary>
/// <param name="CharacterMap">Replaces characters first.</param>
/// <param name="CollapseSpaces">Whether spaces at the ends go, and one stays of several.</param>
/// <param name="Prefix">Whether a space is put before the text.</param>
/// <param name="ByteFallback">Whether a character without a piece becomes its bytes.</param>
/// <param name="PostProcessor">What special tokens are put around the text.</param>
internal sealed record SentencePieceRules(
    PrecompiledNormalizer? CharacterMap = null,
    bool CollapseSpaces = false,
    bool Prefix = true,
    bool ByteFallback = true,
    PostProcessor? PostProcessor = null);
