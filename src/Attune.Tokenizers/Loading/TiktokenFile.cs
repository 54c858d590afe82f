using System.Buffers;
using System.Buffers.Text;
using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>
/// A <c>.tiktoken</c> file: on each line the bytes of a token as base64 and its rank, which is its id and its priority. The file says neither
/// how text is split nor what special tokens there are: known files are told by their number of ranks (openai/tiktoken,
/// <c>tiktoken_ext/openai_public.py</c>); others are split as cl100k, which is also Llama 3's split.
/// </summary>
internal static class TiktokenFile
{
    public static bool Recognises(ReadOnlySpan<byte> content)
    {
        var lines = new TextLines("", content[..Math.Min(content.Length, 4096)]);
        return lines.Next() && TryParse(lines.Line, new byte[lines.Line.Length], out _, out _);
    }

    public static Tokenizer Read(TextFile file)
    {
        var vocabulary = ReadRanks(file);
        for (int value = 0; value < 256; value++)
        {
            if (!vocabulary.TryGetId([(byte)value], out _))
                throw new InvalidFileException(file.Name, null, null, "a token for each byte", $"none for 0x{value:X2}");
        }

        var (pattern, special) = Known(vocabulary.Count);
        return new Tokenizer(
            new Bpe(vocabulary, MergeTable.FromPriorities(vocabulary, [.. Enumerable.Range(0, vocabulary.IdLimit)]), new BpeOptions { IgnoreMerges = true }),
            preTokenizer: ByteLevel.WithSplit(pattern),
            decoder: new ByteLevelDecoder(),
            addedTokens: [.. special.Select(token => new AddedToken(token.Content, token.Id))]);
    }

    private static Vocabulary ReadRanks(TextFile file)
    {
        var builder = new Vocabulary.Builder();
        var lines = file.Lines;
        byte[] token = new byte[256];
        while (lines.Next())
        {
            if (lines.Line.IsEmpty)
                continue;
            if (token.Length < lines.Line.Length)
                token = new byte[lines.Line.Length];
            if (!TryParse(lines.Line, token, out int length, out int rank) || length == 0)
                throw lines.Error("a token in base64, a space and its rank", lines.Line);
            if (!builder.TryAdd(token.AsSpan(0, length), rank, out string? problem))
                throw lines.Refused(problem);
        }

        return builder.IsTooSparse(out string? sparse) ? throw JsonPart.Refused(file.Name, null, new ArgumentException(sparse)) : builder.Build();
    }

    private static (string Pattern, (string Content, int Id)[] Special) Known(int ranks) => ranks switch
    {
        50_256 or 50_280 => (KnownPatterns.Gpt2, [("<|endoftext|>", 50256)]),
        100_256 => (KnownPatterns.Cl100k,
            [("<|endoftext|>", 100257), ("<|fim_prefix|>", 100258), ("<|fim_middle|>", 100259), ("<|fim_suffix|>", 100260), ("<|endofprompt|>", 100276)]),
        199_998 => (KnownPatterns.O200k, [("<|endoftext|>", 199999), ("<|endofprompt|>", 200018)]),
        _ => (KnownPatterns.Cl100k, []),
    };

    private static bool TryParse(ReadOnlySpan<byte> line, Span<byte> token, out int length, out int rank)
    {
        rank = 0;
        length = 0;
        int space = line.IndexOf((byte)' ');
        return space >= 0
            && Base64.DecodeFromUtf8(line[..space], token, out int consumed, out length) == OperationStatus.Done
            && consumed == space
            && Utf8Parser.TryParse(line[(space + 1)..], out rank, out int digits)
            && digits == line.Length - space - 1;
    }
}
