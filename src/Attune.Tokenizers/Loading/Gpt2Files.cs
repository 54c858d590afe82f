using System.Text.Json;
using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>
/// GPT-2's two files: the vocabulary (<c>encoder.json</c> or <c>vocab.json</c>, from token to id) and the merges (<c>vocab.bpe</c> or <c>merges.txt</c>, a pair on
/// each line in order of rank), both with bytes written as characters.
/// </summary>
internal static class Gpt2Files
{
    public static readonly string[] VocabularyNames = ["encoder.json", "vocab.json"];

    public static readonly string[] MergesNames = ["vocab.bpe", "merges.txt"];

    public static bool RecognisesMerges(ReadOnlySpan<byte> content) => content.StartsWith("#version"u8);

    /// <summary>Whether it is JSON that maps strings to numbers.</summary>
    public static bool RecognisesVocabulary(ReadOnlySpan<byte> content)
    {
        try
        {
            var reader = new Utf8JsonReader(content);
            return reader.Read() && reader.Read() && reader.TokenType == JsonTokenType.PropertyName && reader.Read() && reader.TokenType == JsonTokenType.Number;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    public static Tokenizer Read(TextFile vocabularyFile, TextFile mergesFile)
    {
        var vocabulary = ReadVocabulary(vocabularyFile);
        return new Tokenizer(
            new Bpe(vocabulary, ReadMerges(mergesFile, vocabulary), new BpeOptions()),
            preTokenizer: new ByteLevel(addPrefixSpace: false),
            decoder: new ByteLevelDecoder(),
            addedTokens: vocabulary.IdOf("<|endoftext|>") is int end ? [new AddedToken("<|endoftext|>", end)] : []);
    }

    private static Vocabulary ReadVocabulary(TextFile file)
    {
        var builder = new Vocabulary.Builder();
        var reader = new Utf8JsonReader(file.Bytes.Span);
        try
        {
            reader.Read();
            while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
            {
                long at = reader.TokenStartIndex;
                byte[] token = ByteAlphabet.ToBytes(reader.GetString());
                if (!reader.Read() || reader.TokenType != JsonTokenType.Number || !reader.TryGetInt32(out int id))
                    throw new InvalidFileException(file.Name, null, reader.TokenStartIndex, "the id of a token", $"{reader.TokenType}");
                if (token.Length == 0)
                    throw new InvalidFileException(file.Name, null, at, "a token of at least one byte", "none");
                if (!builder.TryAdd(token, id, out string? problem))
                    throw JsonPart.Refused(file.Name, null, new ArgumentException(problem), at);
            }

            if (reader.TokenType != JsonTokenType.EndObject)
                throw new InvalidFileException(file.Name, null, reader.TokenStartIndex, "tokens and ids", $"{reader.TokenType}");
            reader.Read();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // The latter for a name that is not valid text.
            throw new InvalidFileException(file.Name, null, reader.TokenStartIndex, "JSON", error.Message, error);
        }

        return builder.IsTooSparse(out string? sparse) ? throw JsonPart.Refused(file.Name, null, new ArgumentException(sparse)) : builder.Build();
    }

    private static MergeTable ReadMerges(TextFile file, Vocabulary vocabulary)
    {
        var pairs = new List<(int Left, int Right)>();
        List<int> numbers = [];
        var lines = file.Lines;
        while (lines.Next())
        {
            if (lines.Line.IsEmpty || (lines.Number == 1 && RecognisesMerges(lines.Line)))
                continue;
            int space = lines.Line.IndexOf((byte)' ');
            if (space <= 0 || space == lines.Line.Length - 1 || lines.Line[(space + 1)..].Contains((byte)' '))
                throw lines.Error("two tokens and a space between them", lines.Line);
            pairs.Add((Find(vocabulary, lines.Line[..space], lines), Find(vocabulary, lines.Line[(space + 1)..], lines)));
            numbers.Add(lines.Number);
        }

        return MergeTable.TryCreate(vocabulary, pairs, out var merges, out string? problem, out int index)
            ? merges
            : throw JsonPart.Refused(file.Name, $"line {numbers[index]}", new ArgumentException(problem));
    }

    private static int Find(Vocabulary vocabulary, ReadOnlySpan<byte> token, TextLines lines) =>
        vocabulary.TryGetId(ByteAlphabet.ToBytes(System.Text.Encoding.UTF8.GetString(token)), out int id) ? id : throw lines.Error("tokens of the vocabulary", token);
}
