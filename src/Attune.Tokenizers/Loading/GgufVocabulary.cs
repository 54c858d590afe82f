using System.Text;
using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>
/// The vocabulary inside of a GGUF file (<c>tokenizer.ggml.*</c>): byte-level BPE (<c>gpt2</c>), SentencePiece's BPE (<c>llama</c>) and Unigram (<c>t5</c>),
/// WordPiece (<c>bert</c>). Source: ggml-org/llama.cpp, <c>gguf-py/gguf/constants.py</c>, <c>src/llama-vocab.cpp</c>.
/// </summary>
internal static class GgufVocabulary
{
    private const string Prefix = "tokenizer.ggml.";

    public static bool Recognises(ReadOnlySpan<byte> start) => start.StartsWith("GGUF"u8);

    public static Tokenizer Read(GgufFile file)
    {
        string model = file.Get(Prefix + "model").AsString();
        bool prefix = Flag(file, "add_space_prefix", true);
        return model switch
        {
            "gpt2" => ByteLevelBpe(file),
            "llama" => Pieces(file).Bpe(new SentencePieceRules(Prefix: prefix, PostProcessor: Around(file, begin: true, end: false))),
            "t5" => Pieces(file).Unigram(new SentencePieceRules(
                file.Find(Prefix + "precompiled_charsmap") is { } map
                    ? SentencePieceFile.CharacterMap(file.Name, Prefix + "precompiled_charsmap", [.. map.AsIntegers().Select(number => (byte)number)])
                    : null,
                Flag(file, "remove_extra_whitespaces", true),
                prefix,
                ByteFallback: false,
                Around(file, begin: false, end: true))),
            "bert" => WordPiece(file),
            _ => throw new InvalidFileException(file.Name, Prefix + "model", null, "gpt2, llama, t5 or bert", $"\"{model}\""),
        };
    }

    private static Tokenizer ByteLevelBpe(GgufFile file)
    {
        var tokens = file.Get(Prefix + "tokens").AsStrings();
        int[] types = Types(file, tokens.Count);
        var builder = new Vocabulary.Builder();
        List<AddedToken> added = [];
        for (int id = 0; id < tokens.Count; id++)
        {
            string token = tokens.GetString(id);
            bool isText = types[id] == (int)SentencePieceType.Normal;
            if (!isText && token.Length > 0)
                added.Add(new AddedToken(token, id, Special: types[id] != (int)SentencePieceType.UserDefined));
            if (!builder.TryAdd(isText ? ByteAlphabet.ToBytes(token) : tokens[id], id, out string? problem))
                throw JsonPart.Refused(file.Name, $"{Prefix}tokens[{id}]", new ArgumentException(problem));
        }

        var vocabulary = builder.Build();
        string pre = file.Find(Prefix + "pre")?.AsString() ?? "default";
        bool isLlama3 = pre is "llama3" or "llama-v3" or "llama-bpe";
        string pattern = pre switch
        {
            "gpt-2" or "default" => KnownPatterns.Gpt2,
            _ when isLlama3 => KnownPatterns.Cl100k,
            "qwen2" or "deepseek-r1-qwen" => KnownPatterns.Qwen2,
            "gpt-4o" => KnownPatterns.O200k,
            _ => throw new InvalidFileException(file.Name, Prefix + "pre", null, "gpt-2, default, llama-bpe, qwen2 or gpt-4o", $"\"{pre}\""),
        };
        return new Tokenizer(
            new Bpe(vocabulary, Merges(file, vocabulary), new BpeOptions { IgnoreMerges = isLlama3 }),
            preTokenizer: ByteLevel.WithSplit(pattern),
            postProcessor: Around(file, begin: false, end: false),
            decoder: new ByteLevelDecoder(),
            addedTokens: added);
    }

    private static MergeTable Merges(GgufFile file, Vocabulary vocabulary)
    {
        var merges = file.Get(Prefix + "merges").AsStrings();
        var pairs = new (int Left, int Right)[merges.Count];
        for (int i = 0; i < pairs.Length; i++)
        {
            string merge = merges.GetString(i);
            int space = merge.IndexOf(' ', Math.Min(1, merge.Length));
            if (space < 0 || space == merge.Length - 1)
                throw Error(i, "two tokens and a space between them", merge);
            pairs[i] = (Find(i, merge[..space]), Find(i, merge[(space + 1)..]));
        }

        return MergeTable.TryCreate(vocabulary, pairs, out var table, out string? problem, out int index)
            ? table
            : throw JsonPart.Refused(file.Name, $"{Prefix}merges[{index}]", new ArgumentException(problem));

        int Find(int i, string token) => vocabulary.TryGetId(ByteAlphabet.ToBytes(token), out int id) ? id : throw Error(i, "tokens of the vocabulary", token);

        InvalidFileException Error(int i, string expected, string found) => new(file.Name, $"{Prefix}merges[{i}]", null, expected, $"\"{found}\"");
    }

    /// <summary>Words begin with ▁ there, and what continues one is bare: the reverse of BERT's ##.</summary>
    private static Tokenizer WordPiece(GgufFile file)
    {
        var tokens = file.Get(Prefix + "tokens").AsStrings();
        int[] types = Types(file, tokens.Count);
        var builder = new Vocabulary.Builder();
        for (int id = 0; id < tokens.Count; id++)
        {
            string token = tokens.GetString(id);
            string written = types[id] != (int)SentencePieceType.Normal || token is ['[', .., ']'] ? token : token.StartsWith('▁') ? token[1..] : "##" + token;
            if (written.Length == 0 || !builder.TryAdd(Encoding.UTF8.GetBytes(written), id, out _))
                throw new InvalidFileException(file.Name, $"{Prefix}tokens[{id}]", null, "each token once", $"\"{token}\"");
        }

        return BertVocabulary.Create(builder.Build(), file.Name, Prefix + "tokens");
    }

    private static SentencePieces Pieces(GgufFile file)
    {
        var tokens = file.Get(Prefix + "tokens").AsStrings();
        float[] scores = file.Get(Prefix + "scores").AsFloats();
        if (scores.Length != tokens.Count)
            throw new InvalidFileException(file.Name, Prefix + "scores", null, $"{tokens.Count} scores, one for each token", $"{scores.Length}");
        int bad = Array.FindIndex(scores, score => !float.IsFinite(score));
        if (bad >= 0)
            throw new InvalidFileException(file.Name, $"{Prefix}scores[{bad}]", null, "a finite number", $"{scores[bad]}");
        int[] types = Types(file, tokens.Count);
        var pieces = new SentencePieces(file.Name, tokens.Count);
        for (int id = 0; id < tokens.Count; id++)
            pieces.Add(tokens[id], scores[id], (SentencePieceType)types[id]);
        return pieces;
    }

    /// <summary>What each token is for, with the numbers of SentencePiece.</summary>
    private static int[] Types(GgufFile file, int count)
    {
        if (file.Find(Prefix + "token_type") is not { } value)
            return [.. Enumerable.Repeat((int)SentencePieceType.Normal, count)];
        int[] types = value.AsIntegers();
        return types.Length == count
            ? types
            : throw new InvalidFileException(file.Name, Prefix + "token_type", null, $"{count} types, one for each token", $"{types.Length}");
    }

    /// <summary>The tokens that begin and end every text: as the file asks, or where it does not say, as the algorithm has it.</summary>
    private static TemplateProcessing? Around(GgufFile file, bool begin, bool end)
    {
        var tokens = file.Get(Prefix + "tokens").AsStrings();
        var first = Flag(file, "add_bos_token", begin) ? Token("bos_token_id") : null;
        var last = Flag(file, "add_eos_token", end) ? Token("eos_token_id") : null;
        return first is null && last is null
            ? null
            : new TemplateProcessing(Template(0), [.. Template(0), .. Template(1)], [.. new[] { first, last }.OfType<SpecialToken>().DistinctBy(token => token.Name)]);

        SpecialToken? Token(string key)
        {
            if (file.Find(Prefix + key) is not { } value)
                return null;
            long id = value.AsInteger();
            return id >= 0 && id < tokens.Count
                ? new SpecialToken(tokens.GetString((int)id), (int)id)
                : throw new InvalidFileException(file.Name, Prefix + key, null, $"an id below {tokens.Count}", $"{id}");
        }

        List<TemplatePiece> Template(int sequence)
        {
            List<TemplatePiece> pieces = [TemplatePiece.ForSequence(sequence, sequence)];
            if (first is not null)
                pieces.Insert(0, TemplatePiece.ForSpecialToken(first.Name, sequence));
            if (last is not null)
                pieces.Add(TemplatePiece.ForSpecialToken(last.Name, sequence));
            return pieces;
        }
    }

    private static bool Flag(GgufFile file, string key, bool otherwise) => file.Find(Prefix + key)?.AsBool() ?? otherwise;
}
