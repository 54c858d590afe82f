using System.Text.Json;
using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>
/// Reads the model of a <c>tokenizer.json</c>. Vocabulary and merges are read as a stream: they are nearly all of the file, and a tree of them would take several times its memory.
/// </summary>
internal sealed class ModelReader
{
    private const string Path = "model";
    private const string Types = "BPE, Unigram, WordPiece, WordLevel";

    private readonly string _file;
    private readonly bool _byteLevel;
    private readonly AddedTokenIndex _added;
    private readonly JsonFields _fields;
    private readonly JsonText _text;

    private ModelReader(string file, ReadOnlyMemory<byte> json, bool byteLevel, AddedTokenIndex added)
    {
        _file = file;
        _byteLevel = byteLevel;
        _added = added;
        _fields = new JsonFields(file, Path, json);
        _text = new JsonText(byteLevel);
    }

    /// <summary>Reads a model.</summary>
    /// <param name="byteLevel">Whether the strings of its vocabulary are written in the <see cref="ByteAlphabet"/>.</param>
    /// <param name="added">The added tokens, which may be in the vocabulary too.</param>
    public static TokenModel Read(string file, ReadOnlyMemory<byte> json, bool byteLevel, AddedTokenIndex added)
    {
        var reader = new ModelReader(file, json, byteLevel, added);
        return reader.Type() switch
        {
            "BPE" => reader.ReadBpe(),
            "Unigram" => reader.ReadUnigram(),
            "WordPiece" => reader.ReadWordPiece(),
            "WordLevel" => reader.ReadWordLevel(),
            string type => throw reader.Error("type", $"one of {Types}", JsonPart.Quote(type)),
        };
    }

    // Files of before 2020 have no type: the first algorithm whose fields are all there.
    private string Type()
    {
        if (_fields.Optional("type") is JsonPart type)
            return type.String($"one of {Types}");
        if (_fields.Has("merges"))
            return "BPE";
        if (_fields.Has("continuing_subword_prefix") && _fields.Has("max_input_chars_per_word"))
            return "WordPiece";
        if (_fields.Bytes("vocab").Span[0] == '[')
            return "Unigram";
        return _fields.Has("unk_token") ? "WordLevel" : throw Error("type", $"one of {Types}", "no such key");
    }

    private Bpe ReadBpe()
    {
        var options = new BpeOptions
        {
            Unit = _byteLevel ? BpeUnit.Bytes : BpeUnit.Characters,
            Dropout = _fields.Optional("dropout")?.Number(0, 1) ?? 0,
            UnknownToken = _fields.Optional("unk_token")?.String(),
            ContinuingSubwordPrefix = _fields.Optional("continuing_subword_prefix")?.String() ?? "",
            EndOfWordSuffix = _fields.Optional("end_of_word_suffix")?.String() ?? "",
            FuseUnknown = _fields.Optional("fuse_unk")?.Boolean() ?? false,
            ByteFallback = _fields.Optional("byte_fallback")?.Boolean() ?? false,
            IgnoreMerges = _fields.Optional("ignore_merges")?.Boolean() ?? false,
        };
        var vocabulary = ReadVocabulary();
        var pairs = ReadMerges(vocabulary, out int skipped);
        if (!MergeTable.TryCreate(vocabulary, pairs, out var merges, out string? problem, out int index, options.ContinuingSubwordPrefix))
            throw JsonPart.Refused(_file, _fields.PathOf($"merges[{index + skipped}]"), new ArgumentException(problem));
        return Make(() => new Bpe(vocabulary, merges, options));
    }

    private WordPiece ReadWordPiece()
    {
        string unknown = Required("unk_token").String();
        string prefix = Required("continuing_subword_prefix").String();
        int maximum = Required("max_input_chars_per_word").Count();
        var vocabulary = ReadVocabulary();
        return Make(() => new WordPiece(vocabulary, unknown, prefix, maximum));
    }

    private WordLevel ReadWordLevel()
    {
        string? unknown = _fields.Optional("unk_token")?.String();
        var vocabulary = ReadVocabulary();
        // The format asks for an unknown token, though a vocabulary may do without: then a word that is not in it is an error.
        return new WordLevel(vocabulary, unknown is not null && vocabulary.IdOf(unknown) is not null ? unknown : null);
    }

    private Unigram ReadUnigram()
    {
        bool byteFallback = _fields.Optional("byte_fallback")?.Boolean() ?? false;
        int? unknown = _fields.Optional("unk_id")?.Count();
        var (vocabulary, scores) = ReadScoredVocabulary();
        if (unknown >= scores.Length)
            throw Error("unk_id", $"an id below {scores.Length}, or null", $"{unknown}");
        return Make(() => new Unigram(vocabulary, scores, unknown, byteFallback));
    }

    private T Make<T>(Func<T> make)
        where T : TokenModel
    {
        try
        {
            return make();
        }
        catch (ArgumentException error)
        {
            throw JsonPart.Refused(_file, Path, error);
        }
    }

    private Vocabulary ReadVocabulary()
    {
        const string Expected = "an object of tokens and their ids";
        string path = _fields.PathOf("vocab");
        var reader = new Utf8JsonReader(_fields.Required("vocab", Expected).Span, JsonSyntax.Options);
        var builder = new Vocabulary.Builder();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartObject)
            throw Error("vocab", Expected, JsonPart.Describe(ref reader));
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            _text.Take(ref reader);
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int id) || id < 0)
                throw Error($"vocab[{JsonPart.Quote(_text.Chars)}]", $"an id from 0 to {int.MaxValue}", JsonPart.Describe(ref reader));
            Add(builder, path, id);
        }

        return Build(builder, path);
    }

    private (Vocabulary Vocabulary, float[] Scores) ReadScoredVocabulary()
    {
        const string Expected = "an array of tokens with their scores";
        string path = _fields.PathOf("vocab");
        var reader = new Utf8JsonReader(_fields.Required("vocab", Expected).Span, JsonSyntax.Options);
        var builder = new Vocabulary.Builder();
        var scores = new List<float>();
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Error("vocab", Expected, JsonPart.Describe(ref reader));
        for (int id = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; id++)
        {
            if (reader.TokenType != JsonTokenType.StartArray || !reader.Read() || reader.TokenType != JsonTokenType.String)
                throw Error($"vocab[{id}]", "a token and its score", JsonPart.Describe(ref reader));
            _text.Take(ref reader);
            reader.Read();
            if (reader.TokenType != JsonTokenType.Number || !reader.TryGetDouble(out double score) || !float.IsFinite((float)score))
                throw Error($"vocab[{id}][1]", "a score, a finite number", JsonPart.Describe(ref reader));
            scores.Add((float)score);
            reader.Read();
            if (reader.TokenType != JsonTokenType.EndArray)
                throw Error($"vocab[{id}][2]", "the end of a token and its score", JsonPart.Describe(ref reader));
            Add(builder, path, id);
        }

        return (Build(builder, path), [.. scores]);
    }

    private void Add(Vocabulary.Builder builder, string path, int id)
    {
        _added.Check(_file, path, _text.Chars, id);
        if (builder.TryAdd(_text.Bytes, id, out string? problem))
            return;
        // Spaces among the added tokens of a byte-level vocabulary that also has them, as Ġ: the model never meets the added ones.
        if (_text.IsForeign && _added.Contains(_text.Chars))
            return;
        throw JsonPart.Refused(_file, $"{path}[{JsonPart.Quote(_text.Chars)}]", new ArgumentException(problem));
    }

    private Vocabulary Build(Vocabulary.Builder builder, string path) =>
        builder.IsTooSparse(out string? problem) ? throw JsonPart.Refused(_file, path, new ArgumentException(problem)) : builder.Build();

    // Old files took over the first line of merges.txt, its version: skipped is how many items are no merge.
    private List<(int Left, int Right)> ReadMerges(Vocabulary vocabulary, out int skipped)
    {
        const string Expected = "an array of pairs of tokens";
        var reader = new Utf8JsonReader(_fields.Required("merges", Expected).Span, JsonSyntax.Options);
        var pairs = new List<(int, int)>();
        skipped = 0;
        reader.Read();
        if (reader.TokenType != JsonTokenType.StartArray)
            throw Error("merges", Expected, JsonPart.Describe(ref reader));
        for (int index = 0; reader.Read() && reader.TokenType != JsonTokenType.EndArray; index++)
        {
            if (reader.TokenType == JsonTokenType.StartArray)
            {
                pairs.Add((ReadToken(ref reader, vocabulary, index), ReadToken(ref reader, vocabulary, index)));
                if (!reader.Read() || reader.TokenType != JsonTokenType.EndArray)
                    throw Error($"merges[{index}]", "two tokens", "more than two");
            }
            else if (reader.TokenType == JsonTokenType.String)
            {
                string line = reader.GetString()!;
                if (line.StartsWith("#version", StringComparison.Ordinal))
                    skipped++;
                else
                    pairs.Add(SplitLine(line, vocabulary, index));
            }
            else
            {
                throw Error($"merges[{index}]", "two tokens", JsonPart.Describe(ref reader));
            }
        }

        return pairs;
    }

    private (int Left, int Right) SplitLine(string line, Vocabulary vocabulary, int index)
    {
        int space = line.IndexOf(' ', StringComparison.Ordinal);
        if (space < 0 || line.IndexOf(' ', space + 1) >= 0)
            throw Error($"merges[{index}]", "two tokens with a space between them", JsonPart.Quote(line));
        _text.Take(line.AsSpan(0, space));
        int left = IdOfText(vocabulary, index);
        _text.Take(line.AsSpan(space + 1));
        return (left, IdOfText(vocabulary, index));
    }

    private int ReadToken(ref Utf8JsonReader reader, Vocabulary vocabulary, int index)
    {
        if (!reader.Read() || reader.TokenType != JsonTokenType.String)
            throw Error($"merges[{index}]", "two tokens", JsonPart.Describe(ref reader));
        _text.Take(ref reader);
        return IdOfText(vocabulary, index);
    }

    private int IdOfText(Vocabulary vocabulary, int index) =>
        vocabulary.TryGetId(_text.Bytes, out int id) ? id : throw Error($"merges[{index}]", "tokens of the vocabulary", JsonPart.Quote(_text.Chars));

    private JsonPart Required(string name) => _fields.Optional(name) ?? throw Error(name, "a value", _fields.Has(name) ? "null" : "no such key");

    private InvalidFileException Error(string name, string expected, string found) => new(_file, _fields.PathOf(name), null, expected, found);
}
