namespace Attune.Tokenizers.Tests;

public class TokenizerTests
{
    private static readonly AddedToken s_end = new("<end>", 300);
    private static readonly AddedToken s_mask = new("<mask>", 301, LeftStrip: true);
    private static readonly AddedToken s_tool = new("<tool>", 302, Special: false);
    private static readonly AddedToken s_word = new("it", 303, Special: false, SingleWord: true);

    [Fact]
    public void Special_tokens_in_a_text_are_text_unless_they_are_asked_for()
    {
        var tokenizer = ByteTokenizer.Create(added: [s_end, s_tool]);

        Assert.Equal("a<end>[302]b", ByteTokenizer.Show(tokenizer.EncodeToIds("a<end><tool>b")));
        Assert.Equal("a[300][302]b", ByteTokenizer.Show(tokenizer.EncodeToIds("a<end><tool>b", allowSpecialTokens: true)));
    }

    [Fact]
    public void Added_tokens_take_spaces_and_stand_alone_as_they_say()
    {
        var tokenizer = ByteTokenizer.Create(added: [s_mask, s_word]);

        Assert.Equal("a[301] b", ByteTokenizer.Show(tokenizer.EncodeToIds("a  <mask> b", allowSpecialTokens: true)));
        Assert.Equal("[303] bit [303], it_", ByteTokenizer.Show(tokenizer.EncodeToIds("it bit it, it_")));
    }

    [Fact]
    public void The_longest_of_the_leftmost_added_tokens_wins()
    {
        var tokenizer = ByteTokenizer.Create(added: [new("<a", 300), new("<a>", 301), new("a>b", 302)]);

        Assert.Equal("[301]b[300]", ByteTokenizer.Show(tokenizer.EncodeToIds("<a>b<a", allowSpecialTokens: true)));
    }

    [Fact]
    public void Normalized_added_tokens_are_found_in_the_normalized_text()
    {
        var tokenizer = ByteTokenizer.Create(new Lowercase(), added: [new("Yes", 300, Special: false, Normalized: true), new("No", 301, Special: false)]);

        Assert.Equal("[300]no[301][300]", ByteTokenizer.Show(tokenizer.EncodeToIds("yESnONoYES")));
        Assert.Equal([0..3, 3..4, 4..5, 5..7, 7..10], tokenizer.Encode("yESnONoYES").Tokens.Select(token => token.Offset));
    }

    [Fact]
    public void Offsets_of_parts_of_a_character_join_to_the_text()
    {
        const string Text = "aé€😀z";
        var tokens = ByteTokenizer.Create().Encode(Text).Tokens;

        Assert.Equal(11, tokens.Count);
        Assert.Equal(Text, string.Concat(tokens.Select(token => Text[token.Offset])));
        Assert.Equal(Enumerable.Range(0, 11), tokens.Select(token => token.Utf8Offset.Start.Value));
        Assert.Equal("😀", Text[tokens[9].Offset]);
        Assert.Equal("", Text[tokens[8].Offset]);
    }

    [Fact]
    public void Lone_surrogates_count_as_the_replacement_character()
    {
        var tokenizer = ByteTokenizer.Create();

        Assert.Equal(tokenizer.EncodeToIds("a\uFFFDb\uFFFD"), tokenizer.EncodeToIds("a\uD800b\uDC00"));
        Assert.Equal("a\uFFFDb", tokenizer.Decode(tokenizer.EncodeToIds("a\uDFFFb")));
    }

    [Fact]
    public void Bytes_that_are_no_utf8_stay_where_the_pipeline_is_byte_level()
    {
        byte[] bytes = [0xFF, (byte)'a', 0xE2, 0x82, 0xC0, 0x80];
        var tokenizer = ByteTokenizer.Create();

        Assert.Equal(bytes, tokenizer.DecodeToBytes(tokenizer.EncodeToIds(bytes)));
        Assert.Equal("\uFFFDa\uFFFD\uFFFD\uFFFD", tokenizer.Decode(tokenizer.EncodeToIds(bytes)));
    }

    [Fact]
    public void A_template_puts_special_tokens_around_one_text_and_two()
    {
        var tokenizer = ByteTokenizer.Create(postProcessor: new BertProcessing(("]", 301), ("[", 300)), added: [new("[", 300), new("]", 301)]);

        Assert.Equal("[300]ab[301]", ByteTokenizer.Show(tokenizer.EncodeToIds("ab")));
        Assert.Equal("ab", ByteTokenizer.Show(tokenizer.EncodeToIds("ab", addSpecialTokens: false)));
        Assert.Equal(4, tokenizer.CountTokens("ab"));
        var pair = tokenizer.Encode("ab", "c");
        Assert.Equal("[300]ab[301]c[301]", ByteTokenizer.Show(pair.Ids));
        Assert.Equal([0, 0, 0, 0, 1, 1], pair.Tokens.Select(token => token.TypeId));
        Assert.Equal([-1, 0, 0, -1, 1, -1], pair.Tokens.Select(token => token.Sequence));
        Assert.Equal("abc", tokenizer.Decode(pair.Ids, skipSpecialTokens: true));
    }

    [Theory]
    [InlineData(TruncationDirection.Right, "abc", "cde ef")]
    [InlineData(TruncationDirection.Left, "def", "bcd ab")]
    public void What_is_cut_off_is_kept_as_overflow_that_repeats_the_stride(TruncationDirection direction, string kept, string overflow)
    {
        var tokenizer = ByteTokenizer.Create(truncation: new Truncation(3, Stride: 1, Direction: direction));

        var encoded = tokenizer.Encode("abcdef");

        Assert.Equal(kept, ByteTokenizer.Show(encoded.Ids));
        Assert.Equal(overflow, string.Join(' ', encoded.Overflow.Select(part => ByteTokenizer.Show(part.Ids))));
    }

    [Theory]
    [InlineData(TruncationStrategy.LongestFirst, 6, "abcd xy")]
    [InlineData(TruncationStrategy.LongestFirst, 3, "ab x")]
    [InlineData(TruncationStrategy.OnlyFirst, 6, "abcd xy")]
    [InlineData(TruncationStrategy.OnlySecond, 9, "abcdefgh x")]
    public void A_pair_is_cut_as_the_strategy_says(TruncationStrategy strategy, int maximum, string kept)
    {
        var tokenizer = ByteTokenizer.Create(truncation: new Truncation(maximum, Strategy: strategy));

        var tokens = tokenizer.Encode("abcdefgh", "xy").Tokens;

        Assert.Equal(kept, string.Join(' ', tokens.GroupBy(token => token.Sequence).Select(group => ByteTokenizer.Show(group.Select(token => token.Id)))));
    }

    [Fact]
    public void Truncation_that_cannot_be_is_refused()
    {
        Assert.Equal(
            "expected the second sequence to be longer than the 7 tokens that are too many, found 2",
            Assert.Throws<TokenizationException>(() => ByteTokenizer.Create(truncation: new Truncation(3, Strategy: TruncationStrategy.OnlySecond)).Encode("abcdefgh", "xy")).Message);
        Assert.Equal(
            "expected a stride from 0 and below the 3 tokens that a window has room for, found 3",
            Assert.Throws<TokenizationException>(() => ByteTokenizer.Create(truncation: new Truncation(3, Stride: 3)).Encode("abcd")).Message);
    }

    [Fact]
    public void The_index_by_token_count_cuts_between_characters()
    {
        var tokenizer = ByteTokenizer.Create();

        Assert.Equal(2, tokenizer.GetIndexByTokenCount("abcd", 2, out int count));
        Assert.Equal(2, count);
        Assert.Equal(1, tokenizer.GetIndexByTokenCount("a€b", 3, out count));
        Assert.Equal(1, count);
        Assert.Equal(4, tokenizer.GetIndexByTokenCount("abcd", 9, out count));
        Assert.Equal(4, count);
        Assert.Equal(3, tokenizer.GetIndexByTokenCountFromEnd("abcd", 1, out count));
        Assert.Equal(1, count);
        Assert.Equal(2, tokenizer.GetIndexByTokenCountFromEnd("a€b", 3, out count));
        Assert.Equal(1, count);
        Assert.Equal(0, tokenizer.GetIndexByTokenCountFromEnd("", 0, out count));
    }

    [Fact]
    public void An_id_that_is_no_token_is_named() => Assert.Equal(
        "ids[1]: expected the id of a token, below 256, found 999",
        Assert.Throws<TokenizationException>(() => ByteTokenizer.Create().Decode([65, 999])).Message);

    [Fact]
    public void Added_tokens_that_collide_are_refused()
    {
        Assert.StartsWith("expected each id once, found 300", Assert.Throws<ArgumentException>(() => ByteTokenizer.Create(added: [new("a", 300), new("b", 300)])).Message, StringComparison.Ordinal);
        Assert.StartsWith("expected each added token once", Assert.Throws<ArgumentException>(() => ByteTokenizer.Create(added: [new("a", 300), new("a", 301)])).Message, StringComparison.Ordinal);
        Assert.StartsWith("expected added tokens with content", Assert.Throws<ArgumentException>(() => ByteTokenizer.Create(added: [new("", 300)])).Message, StringComparison.Ordinal);
    }

    [RealDataFact("tokenizers/tiktoken")]
    public void Healing_gives_up_what_a_longer_token_begins_with()
    {
        var tokenizer = Real.Cl100k;
        int[] prompt = tokenizer.EncodeToIds("The link is <a href=\"http:");

        var healing = tokenizer.Heal(prompt);

        Assert.True(healing.Keep < prompt.Length);
        string prefix = System.Text.Encoding.UTF8.GetString(healing.Prefix.Span);
        Assert.EndsWith(":", prefix, StringComparison.Ordinal);
        Assert.Equal(tokenizer.Decode(prompt), tokenizer.Decode(prompt.AsSpan(0, healing.Keep)) + prefix);
        var next = tokenizer.IdsWithPrefix(healing.Prefix.Span);
        Assert.All(next, id => Assert.StartsWith(prefix, tokenizer.TokenOf(id), StringComparison.Ordinal));
        Assert.Contains(next, id => tokenizer.TokenOf(id)!.Contains("//", StringComparison.Ordinal));
    }
}
