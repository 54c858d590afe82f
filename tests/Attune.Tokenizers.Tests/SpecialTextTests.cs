using System.Text;

namespace Attune.Tokenizers.Tests;

/// <summary>No text of a user's gives a special token, unless special tokens are asked for.</summary>
public class SpecialTextTests
{
    [Fact]
    public void No_text_gives_a_special_token_of_any_algorithm()
    {
        var random = new Random(7);
        var found = new SortedSet<string>();
        foreach (var (name, tokenizer, unknown) in Tokenizers())
        {
            HashSet<int> special = [.. tokenizer.AddedTokens.Where(token => token.Special && token.Content != unknown).Select(token => token.Id)];
            string[] parts = [.. tokenizer.AddedTokens.Select(token => token.Content), .. tokenizer.AddedTokens.Select(token => token.Content.ToUpperInvariant()), "a", "b", "X", " ", " ", "[", "]", "<", ">", "s", "/", "ab", "\n", "▁", "é"];
            for (int i = 0; i < 500; i++)
            {
                string text = string.Concat(Enumerable.Range(0, random.Next(1, 7)).Select(_ => parts[random.Next(parts.Length)]));
                try
                {
                    foreach (int id in tokenizer.EncodeToIds(text, addSpecialTokens: false))
                    {
                        if (special.Contains(id))
                            found.Add($"{name}: {id} of \"{tokenizer.TokenOf(id)}\" in {text}");
                    }

                    foreach (int id in tokenizer.EncodeToIds(Encoding.UTF8.GetBytes(text), addSpecialTokens: false))
                    {
                        if (special.Contains(id))
                            found.Add($"{name}: {id} of \"{tokenizer.TokenOf(id)}\" in the UTF-8 of {text}");
                    }
                }
                catch (TokenizationException)
                {
                    // A character that the vocabulary has no token for, or only a special one.
                }
            }
        }

        Assert.True(found.Count == 0, string.Join("; ", found.GroupBy(line => line.Split(" in ")[0]).Select(group => group.First()).Take(40)));
    }

    private static IEnumerable<(string Name, Tokenizer Tokenizer, string? Unknown)> Tokenizers()
    {
        string[] tokens = ["<unk>", "<s>", "[CLS]", "X", "xy", "Ab", "</s>", "a b", "[", "]", "<", ">", "s", "a", "b", "x", "y", " ", "▁", "▁<s>", "##[CLS]", "##X", "<s", "[C", "C", "L", "S", "/", "\n", "é"];
        string[] special = ["<unk>", "<s>", "[CLS]", "X", "xy", "Ab", "</s>", "a b", "▁<s>", "##[CLS]", "##X"];
        var vocabulary = Vocabulary.Create(tokens);
        (string, TokenModel)[] models =
        [
            ("WordLevel", new WordLevel(vocabulary, "<unk>")),
            ("WordLevel without unknown", new WordLevel(vocabulary, null)),
            ("WordPiece", new WordPiece(vocabulary, "<unk>")),
            ("Unigram", new Unigram(vocabulary, [.. tokens.Select(token => (float)-tokens.Length / token.Length)], 0, byteFallback: false)),
            ("Unigram without unknown", new Unigram(vocabulary, [.. tokens.Select(token => (float)-tokens.Length / token.Length)], null, byteFallback: false)),
            ("BPE by priority", new Bpe(vocabulary, MergeTable.FromPriorities(vocabulary, [.. Enumerable.Range(0, tokens.Length)]), new BpeOptions { Unit = BpeUnit.Characters, UnknownToken = "<unk>" })),
            ("BPE ignoring merges", new Bpe(vocabulary, MergeTable.FromPriorities(vocabulary, [.. Enumerable.Range(0, tokens.Length)]), new BpeOptions { Unit = BpeUnit.Characters, UnknownToken = "<unk>", IgnoreMerges = true })),
            ("BPE with a suffix", new Bpe(vocabulary, MergeTable.FromPriorities(vocabulary, [.. Enumerable.Range(0, tokens.Length)]), new BpeOptions { Unit = BpeUnit.Characters, UnknownToken = "<unk>", EndOfWordSuffix = ">", IgnoreMerges = true })),
            ("BPE with a prefix", new Bpe(vocabulary, MergeTable.FromPriorities(vocabulary, [.. Enumerable.Range(0, tokens.Length)]), new BpeOptions { Unit = BpeUnit.Characters, UnknownToken = "<unk>", ContinuingSubwordPrefix = "##", IgnoreMerges = true })),
            ("bytes", Bytes(["<s>", "[CLS]", "xy", "Ab", "a b"])),
        ];
        (string, Normalizer?)[] normalizers =
            [("", null), (", lower case", new Lowercase()), (", ▁", new NormalizerSequence([new Prepend("▁"), new Replace(" ", "▁")])), (", a for x", new Replace("a", "x"))];
        (string, PreTokenizer?)[] preTokenizers = [("", null), (", spaces", new WhitespaceSplit()), (", BERT", new BertPreTokenizer()), (", bytes", new ByteLevel(false)), (", Metaspace", new Metaspace())];
        foreach (var (name, model) in models)
        {
            foreach (var (normalizerName, normalizer) in normalizers)
            {
                foreach (var (preTokenizerName, preTokenizer) in preTokenizers)
                {
                    foreach (bool normalized in (bool[])[false, true])
                    {
                        AddedToken[] added = [.. special.Where(token => model.Vocabulary.IdOf(token) is not null).Select(token => new AddedToken(token, model.Vocabulary.IdOf(token)!.Value, Normalized: normalized)), new AddedToken("ab", 500, Special: false)];
                        yield return ($"{name}{normalizerName}{preTokenizerName}", new Tokenizer(model, normalizer, preTokenizer, addedTokens: added), "<unk>");
                    }
                }
            }
        }
    }

    private static Bpe Bytes(string[] more)
    {
        var builder = new Vocabulary.Builder();
        for (int value = 0; value < 256; value++)
            Assert.True(builder.TryAdd([(byte)value], value, out _));
        foreach (string token in more)
            Assert.True(builder.TryAdd(Encoding.UTF8.GetBytes(token), builder.Count, out _));
        var vocabulary = builder.Build();
        return new Bpe(vocabulary, MergeTable.FromPriorities(vocabulary, [.. Enumerable.Range(0, vocabulary.IdLimit)]), new BpeOptions { IgnoreMerges = true });
    }
}
