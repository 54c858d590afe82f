using System.Text;

namespace Attune.Tokenizers.Tests;

/// <summary>Long texts go through in windows; no tokenizer may give other ids for that.</summary>
public class WindowTests
{
    private static readonly (string Name, Func<Normalizer?> Make)[] s_normalizers =
    [
        ("none", () => null),
        ("NFC", () => new Nfc()),
        ("NFD", () => new Nfd()),
        ("NFKC", () => new Nfkc()),
        ("NFKD", () => new Nfkd()),
        ("Lowercase", () => new Lowercase()),
        ("StripAccents", () => new NormalizerSequence([new Nfd(), new StripAccents()])),
        ("Bert", () => new BertNormalizer()),
        ("Nmt", () => new Nmt()),
        ("ByteLevel", () => new ByteLevelNormalizer()),
        ("Strip", () => new Strip(true, true)),
        ("Prepend", () => new Prepend("▁")),
        ("Prepend space", () => new Prepend(" ")),
        ("Replace space", () => new Replace(" ", "▁")),
        ("Replace letter", () => new Replace("a", " ")),
        ("Replace over space", () => new Replace("t w", "_")),
        ("Replace pattern", () => new Replace(new SplitPattern(" {2,}"), "▁")),
        ("Replace ends", () => new Replace(new SplitPattern(@"[a-z]\b"), "X")),
        ("Collapse", () => new CollapseSpaces()),
        ("Llama", () => new NormalizerSequence([new Prepend("▁"), new Replace(" ", "▁")])),
        ("Strip after replace", () => new NormalizerSequence([new Replace("s", " "), new Strip(true, true)])),
        ("Prepend after replace", () => new NormalizerSequence([new Replace(" ", "a"), new Prepend(" ")])),
    ];

    private static readonly (string Name, Func<PreTokenizer?> Make)[] s_preTokenizers =
    [
        ("none", () => null),
        ("ByteLevel", () => new ByteLevel()),
        ("ByteLevel whole", () => new ByteLevel(addPrefixSpace: true, useRegex: false)),
        ("Bert", () => new BertPreTokenizer()),
        ("Whitespace", () => new Whitespace()),
        ("WhitespaceSplit", () => new WhitespaceSplit()),
        ("Punctuation", () => new Punctuation()),
        ("Punctuation contiguous", () => new Punctuation(SplitBehavior.Contiguous)),
        ("Digits", () => new Digits()),
        ("Delimiter space", () => new CharDelimiterSplit(new Rune(' '))),
        ("Delimiter a", () => new CharDelimiterSplit(new Rune('a'))),
        ("FixedLength", () => new FixedLength(7)),
        ("Metaspace always", () => new Metaspace()),
        ("Metaspace first", () => new Metaspace(prependScheme: PrependScheme.First)),
        ("Metaspace whole", () => new Metaspace(prependScheme: PrependScheme.Never, split: false)),
        ("Split words", () => new Split(@"\w+", isRegex: true)),
        ("Split words next", () => new Split(@"\w+", isRegex: true, SplitBehavior.MergedWithNext)),
        ("Split spaces", () => new Split(" ", isRegex: false, SplitBehavior.MergedWithNext)),
        ("Split spaces previous", () => new Split(" ", isRegex: false, SplitBehavior.MergedWithPrevious)),
        ("Split spaces removed", () => new Split(" ", isRegex: false, SplitBehavior.Removed)),
        ("Split lines", () => new Split("\n+", isRegex: true, SplitBehavior.MergedWithPrevious)),
        ("Split end of word", () => new Split(@"e(?!\S)", isRegex: true)),
        ("Split look-behind", () => new Split(@"(?<=s )t", isRegex: true)),
        ("Split inverted", () => new Split("[a-z]+", isRegex: true, SplitBehavior.Removed, invert: true)),
        ("Digits then Metaspace", () => new PreTokenizerSequence([new Digits(true), new Metaspace()])),
        ("Split then Metaspace first", () => new PreTokenizerSequence([new Split(" ", isRegex: false, SplitBehavior.Removed), new Metaspace(prependScheme: PrependScheme.First)])),
        ("Metaspace then Bert", () => new PreTokenizerSequence([new Metaspace(split: false), new BertPreTokenizer()])),
        ("Whitespace then ByteLevel", () => new PreTokenizerSequence([new WhitespaceSplit(), new ByteLevel()])),
        ("FixedLength then Digits", () => new PreTokenizerSequence([new Digits(), new FixedLength(3)])),
    ];

    [Fact]
    public void Any_pipeline_gives_the_same_ids_part_by_part_as_whole()
    {
        string text = Text();
        var wrong = new System.Collections.Concurrent.ConcurrentBag<string>();
        var all =
            from normalizer in s_normalizers
            from preTokenizer in s_preTokenizers
            from model in Models()
            select (Name: $"{normalizer.Name}, {preTokenizer.Name}, {model.Name}", Normalizer: normalizer.Make(), PreTokenizer: preTokenizer.Make(), model.Model);
        int count = 0;
        Parallel.ForEach(all, pipeline =>
        {
            var tokenizer = new Tokenizer(pipeline.Model, pipeline.Normalizer, pipeline.PreTokenizer);
            if (!tokenizer.CutsBeforeWords)
                return;
            Interlocked.Increment(ref count);
            if (Run(() => tokenizer.EncodeToIds(text)) != Run(() => InParts(tokenizer, text)))
                wrong.Add(pipeline.Name);
        });
        Assert.True(count > 500, $"{count} pipelines with windows");
        Assert.True(wrong.IsEmpty, string.Join("; ", wrong.Order()));
    }

    // The text is far shorter than a window: only parts that come one by one are cut.
    private static int[] InParts(Tokenizer tokenizer, string text)
    {
        var random = new Random(5);
        var pass = new EncodingPass(tokenizer);
        var sink = new IdSink();
        pass.Begin();
        for (int at = 0, length; at < text.Length; at += length)
        {
            length = Math.Min(random.Next(1, 120), text.Length - at);
            pass.Add(text.AsSpan(at, length), at + length == text.Length, false, sink);
        }

        return sink.ToArray();
    }

    private static string Run(Func<int[]> encode)
    {
        try
        {
            return string.Join(' ', encode());
        }
        catch (TokenizationException)
        {
            return "an error";
        }
    }

    // Parts of all kinds, among them cuts with every neighbour.
    private static string Text()
    {
        var random = new Random(3);
        string[] parts = ["the", "cat", "sat", "a", "as", "t", "w", "x1", "1", "23", "é", "e\u0301", "中文", "\u0301", "!", "-", "…", "▁", " ", " ", " ", " ", " ", " ", "  ", "\n", "\t", "\u00A0", "\u200B", "ß", "A", "Ｋ", "😀"];
        var text = new StringBuilder();
        while (text.Length < 1_500)
            text.Append(parts[random.Next(parts.Length)]);
        return text.ToString();
    }

    private static IEnumerable<(string Name, TokenModel Model)> Models()
    {
        string[] words = ["<unk>", "the", "cat", "sat", "a", "as", "t", "w", "s", "c", "h", "e", "x", "1", "23", "▁", "▁the", "▁a", "t▁", "e ", " t", "the cat", "▁cat▁sat", "Ġ", "Ġt", "Ġthe", "#", "##t", "##e", "##a", "!", " ", "é"];
        var vocabulary = Vocabulary.Create(words);
        yield return ("WordLevel", new WordLevel(vocabulary, "<unk>"));
        yield return ("WordPiece", new WordPiece(vocabulary, "<unk>"));
        yield return ("Unigram", new Unigram(vocabulary, [.. words.Select((word, i) => -2f - (i % 7))], 0, byteFallback: false));
        var inner = Vocabulary.Create(words.Where(word => !(word.Length > 1 && (word.EndsWith(' ') || word.EndsWith('▁') || word.Contains("e c") || word.Contains("t▁s")))));
        yield return ("Unigram of words", new Unigram(inner, [.. Enumerable.Range(0, inner.IdLimit).Select(i => -2f - (i % 7))], 0, byteFallback: false));
        string[] merged = ["<unk>", "t", "h", "e", "a", "s", "c", "w", " ", "▁", "th", "the", "at", "cat", " t", "▁t", "▁the", "as", "e ", "s▁"];
        var merges = Vocabulary.Create(merged);
        (int, int) Pair(string left, string right) => (merges.IdOf(left)!.Value, merges.IdOf(right)!.Value);
        foreach (bool crossing in (bool[])[false, true])
        {
            List<(int, int)> pairs = [Pair("t", "h"), Pair("th", "e"), Pair("a", "t"), Pair("c", "at"), Pair(" ", "t"), Pair("▁", "t"), Pair("▁", "the"), Pair("a", "s")];
            if (crossing)
                pairs.InsertRange(0, [Pair("e", " "), Pair("s", "▁")]);
            yield return ($"BPE {crossing}", new Bpe(merges, MergeTable.FromPairs(merges, pairs), new BpeOptions { Unit = BpeUnit.Characters, UnknownToken = "<unk>" }));
            if (!crossing)
            {
                var noSpace = Vocabulary.Create(merged.Where(token => !token.Contains(' ')));
                yield return ("BPE fused without spaces", new Bpe(noSpace, MergeTable.FromPairs(noSpace, []), new BpeOptions { Unit = BpeUnit.Characters, UnknownToken = "<unk>", FuseUnknown = true }));
            }

            yield return ($"BPE fused {crossing}", new Bpe(merges, MergeTable.FromPairs(merges, pairs), new BpeOptions { Unit = BpeUnit.Characters, UnknownToken = "<unk>", FuseUnknown = true }));
        }

        yield return ("Bytes", ByteTokenizer.Create().Model);
        yield return ("BPE suffix", new Bpe(merges, MergeTable.FromPairs(merges, [Pair("t", "h")]), new BpeOptions { Unit = BpeUnit.Characters, UnknownToken = "<unk>", EndOfWordSuffix = "</w>" }));
        yield return ("BPE ignoring merges", new Bpe(merges, MergeTable.FromPairs(merges, [Pair("t", "h")]), new BpeOptions { Unit = BpeUnit.Characters, UnknownToken = "<unk>", IgnoreMerges = true }));
    }
}
