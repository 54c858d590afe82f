namespace Attune.Tokenizers.Tests;

/// <summary>Texts that come, or go, in parts are as those that do not.</summary>
public class StreamTests
{
    [RealDataFact("tokenizers", "text/novels")]
    public void A_stream_of_ids_decodes_to_the_text_of_all_ids_and_never_to_half_a_character()
    {
        string text = "Grüße, 世界! 😀👩‍👩‍👧 x\u0301  two  spaces\n\tend " + Real.Novels(2000);
        foreach (var tokenizer in new[] { Real.Cl100k, Real.Gpt2, Real.Llama, Real.Unigram, Real.Bert })
        {
            int[] ids = tokenizer.EncodeToIds(text);
            var decoder = tokenizer.CreateStreamingDecoder(skipSpecialTokens: true);

            string[] parts = [.. ids.Select(decoder.Add), decoder.Flush()];

            Assert.Equal(tokenizer.Decode(ids, skipSpecialTokens: true), string.Concat(parts));
            Assert.DoesNotContain(parts, part => part.Contains('\uFFFD'));
        }
    }

    [Fact]
    public void Bytes_that_are_no_character_are_held_back_until_that_is_certain()
    {
        var decoder = ByteTokenizer.Create().CreateStreamingDecoder();

        Assert.Equal("", decoder.Add(0xE2));
        Assert.Equal("", decoder.Add(0x82));
        Assert.Equal("€", decoder.Add(0xAC));
        Assert.Equal("", decoder.Add(0xE2));
        Assert.Equal("\uFFFDa", decoder.Add('a'));
        Assert.Equal("", decoder.Add(0xF0));
        Assert.Equal("\uFFFD", decoder.Flush());
        Assert.Equal("b", decoder.Add('b'));
    }

    [RealDataFact("tokenizers", "text/novels")]
    public async Task A_text_gives_the_same_ids_whole_in_windows_as_bytes_and_read_from_a_stream()
    {
        string text = Real.Novels(900_000);
        foreach (var tokenizer in new[] { Real.Cl100k, Real.Gpt2, Real.Llama, Real.Unigram, Real.Bert })
        {
            Assert.True(tokenizer.CutsBeforeWords);
            int[] windows = tokenizer.EncodeToIds(text);

            Assert.Equal(Whole(tokenizer).EncodeToIds(text), windows);
            Assert.Equal(tokenizer.EncodeToIds(System.Text.Encoding.UTF8.GetBytes(text)), windows);
            List<int> streamed = [];
            await foreach (int id in tokenizer.EncodeToIdsAsync(new StringReader(text)))
                streamed.Add(id);
            Assert.Equal(windows, streamed);
            Assert.Equal(windows.Length, tokenizer.CountTokens(text));
        }
    }

    [Fact]
    public void A_text_is_whole_where_what_stands_for_its_spaces_may_be_within_a_token()
    {
        var vocabulary = Vocabulary.Create(["a", "_", "b", "a_", "a_b", "é"]);
        var model = new Bpe(vocabulary, MergeTable.FromPairs(vocabulary, [(0, 1), (3, 2)]), new BpeOptions { Unit = BpeUnit.Characters });

        Assert.True(new Tokenizer(model, new Replace(" ", "▁")).CutsBeforeWords);
        Assert.True(new Tokenizer(model, new NormalizerSequence([new Lowercase(), new Replace(" ", "▁")])).CutsBeforeWords);
        Assert.False(new Tokenizer(model, new Replace("b", "é")).CutsBeforeWords);
        Assert.False(new Tokenizer(model, preTokenizer: new Metaspace(new System.Text.Rune('_'), PrependScheme.Never, split: false)).CutsBeforeWords);
        var underscores = new Tokenizer(model, new NormalizerSequence([new Lowercase(), new Replace(" ", "_")]));
        Assert.Equal(400_000, underscores.CountTokens(string.Concat(Enumerable.Repeat("A b", 400_000))));
    }

    [RealDataFact("tokenizers", "text/novels")]
    public void A_batch_is_the_same_as_its_texts_one_by_one()
    {
        string[] texts = [.. Enumerable.Range(0, 300).Select(i => Real.Novels(200_000).Substring(i * 600, i))];
        foreach (var tokenizer in new[] { Real.Cl100k, Real.Llama, Real.Bert })
        {
            int[][] alone = [.. texts.Select(text => tokenizer.EncodeToIds(text))];
            Assert.Equal(alone, tokenizer.EncodeBatchToIds(texts));
            Assert.Equal(alone, tokenizer.EncodeBatchToIds(texts, maximumThreads: 1));
            Assert.Equal(alone, tokenizer.EncodeBatch(texts).Select(encoded => encoded.Ids.ToArray()));
        }
    }

    [RealDataFact("tokenizers/tiktoken", "text/novels")]
    public void Encoding_allocates_nothing_for_a_token()
    {
        byte[] text = System.Text.Encoding.UTF8.GetBytes(Real.Novels(4_000_000));
        Real.Cl100k.CountTokens(text);

        long before = GC.GetAllocatedBytesForCurrentThread();
        long tokens = Real.Cl100k.CountTokens(text);
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        Assert.True(allocated < 4096, $"{allocated} bytes for {tokens} tokens");
    }

    [RealDataFact("tokenizers", "text/novels")]
    public void A_long_text_takes_bounded_memory()
    {
        // 1 GB with ATTUNE_LONG_TEXT=1000; a string has at most 2^30 characters.
        int megabytes = int.Parse(Environment.GetEnvironmentVariable("ATTUNE_LONG_TEXT") ?? "32", System.Globalization.CultureInfo.InvariantCulture);
        string part = Real.Novels(1_000_000);
        string text = string.Concat(Enumerable.Repeat(part, megabytes));
        foreach (var tokenizer in new[] { Real.Cl100k, Real.Llama, Real.Unigram, Real.Bert })
        {
            tokenizer.CountTokens(part);
            long before = GC.GetAllocatedBytesForCurrentThread();
            long tokens = tokenizer.CountTokens(text);
            long allocated = GC.GetAllocatedBytesForCurrentThread() - before;

            Console.WriteLine($"{tokenizer.Model.GetType().Name}: {megabytes} MB, {tokens} tokens, {allocated} bytes allocated");
            Assert.True(allocated < 16 << 20, $"{tokenizer.Model.GetType().Name}: {allocated} bytes for {megabytes} MB");
        }
    }

    // An added token that reaches over a cut turns the windows off.
    private static Tokenizer Whole(Tokenizer tokenizer)
    {
        var whole = new Tokenizer(
            tokenizer.Model,
            tokenizer.Normalizer,
            tokenizer.PreTokenizer,
            tokenizer.PostProcessor,
            tokenizer.Decoder,
            [.. tokenizer.AddedTokens, new AddedToken("qq qq qq", tokenizer.IdLimit)]);
        Assert.False(whole.CutsBeforeWords);
        return whole;
    }
}
