using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Attune.Tokenizers.Tests;

/// <summary>Published vocabularies give the published ids. The loaders here are the least that does it.</summary>
public class BpeRealDataTests
{
    private const string Cl100k = @"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+";
    private const string Gpt2 = @"'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+";

    [RealDataFact("tokenizers/tiktoken")]
    public void Cl100k_gives_the_published_ids()
    {
        var builder = new Vocabulary.Builder();
        foreach (string line in File.ReadLines(SharedData.Locate("tokenizers/tiktoken/cl100k_base.tiktoken")!))
            Assert.True(builder.TryAdd(Convert.FromBase64String(line.Split(' ')[0]), int.Parse(line.Split(' ')[1]), out _));
        var vocabulary = builder.Build();
        int[] priorities = [.. Enumerable.Range(0, vocabulary.IdLimit)];
        var model = new Bpe(vocabulary, MergeTable.FromPriorities(vocabulary, priorities), new BpeOptions { IgnoreMerges = true });
        Assert.Equal(Published("tokens.json"), Encode(model, Cl100k));
    }

    [RealDataFact("tokenizers/tiktoken", "tokenizers/gpt2")]
    public void Gpt2_gives_the_published_ids()
    {
        var builder = new Vocabulary.Builder();
        using var tokens = JsonDocument.Parse(File.ReadAllBytes(SharedData.Locate("tokenizers/gpt2/encoder.json")!));
        foreach (var token in tokens.RootElement.EnumerateObject())
            Assert.True(builder.TryAdd(RawBytes(token.Name), token.Value.GetInt32(), out _));
        var vocabulary = builder.Build();
        var pairs = File.ReadLines(SharedData.Locate("tokenizers/gpt2/vocab.bpe")!).Skip(1).Where(line => line.Length > 0)
            .Select(line => line.Split(' ')).Select(pair => (Id(pair[0]), Id(pair[1])));
        var model = new Bpe(vocabulary, MergeTable.FromPairs(vocabulary, pairs), new BpeOptions());
        Assert.True(model.CutsBeforeWords);
        Assert.Equal(Published("tokens_gpt2.json"), Encode(model, Gpt2));

        int Id(string token) => vocabulary.TryGetId(RawBytes(token), out int id) ? id : throw new InvalidDataException(token);
    }

    private static int[] Published(string name) =>
        JsonSerializer.Deserialize<int[]>(File.ReadAllBytes(SharedData.Locate("tokenizers/tiktoken/" + name)!))!;

    private static int[] Encode(Bpe model, string pattern)
    {
        string text = File.ReadAllText(SharedData.Locate("tokenizers/tiktoken/lib.rs.txt")!);
        var pieces = new List<Piece>();
        foreach (Match match in Regex.Matches(text, pattern))
            pieces.Add(new Piece(pieces.Count == 0 ? 0 : pieces[^1].End, Encoding.UTF8.GetByteCount(text.AsSpan(0, match.Index + match.Length))));
        return model.Encode(Encoding.UTF8.GetBytes(text), pieces.ToArray()).Ids;
    }

    // GPT-2 writes a byte that is no visible character of Latin-1 as the next free one from U+0100 on.
    private static byte[] RawBytes(string token)
    {
        int[] hidden = [.. Enumerable.Range(0, 256).Where(value => value is not (>= 33 and <= 126 or >= 161 and <= 172 or >= 174))];
        return [.. token.Select(character => (byte)(character < 256 ? character : hidden[character - 256]))];
    }
}
