using System.Text;

namespace Attune.Tokenizers.Tests;

public class DecoderTests
{
    [Fact]
    public void Byte_level_tokens_are_joined_whatever_their_bytes()
    {
        List<ReadOnlyMemory<byte>> tokens = ["a "u8.ToArray(), new byte[] { 0xC3 }, new byte[] { 0xA9 }];
        new ByteLevelDecoder().Apply(tokens);
        Assert.Equal("a é", Encoding.UTF8.GetString(Assert.Single(tokens).Span));
    }

    [Fact]
    public void Fuse_makes_one_token_of_all() => Assert.Equal("Hey friend!", Apply(new Fuse(), "Hey", " friend!"));

    [Fact]
    public void Metaspace_drops_what_was_put_in_front()
    {
        Assert.Equal("Hey| friend!", Apply(new MetaspaceDecoder(), "▁Hey", "▁friend!"));
        Assert.Equal("Hey| friend!", Apply(new MetaspaceDecoder(prependScheme: PrependScheme.First), "▁Hey", "▁friend!"));
        Assert.Equal(" Hey| friend!", Apply(new MetaspaceDecoder(prependScheme: PrependScheme.Never), "▁Hey", "▁friend!"));
        Assert.Equal("ab| a b", Apply(new MetaspaceDecoder(new Rune('_')), "_a_b", "_a_b"));
    }

    [Fact]
    public void WordPiece_joins_what_continues_a_word()
    {
        Assert.Equal("##uelo| Ara|új|o| No|guera", Apply(new WordPieceDecoder(cleanup: false), "##uelo", "Ara", "##új", "##o", "No", "##guera"));
        Assert.Equal("he| said|,|n't| do.", Apply(new WordPieceDecoder(), "he", "said", ",", "n't", "do ."));
    }

    [Theory]
    [InlineData("a . b ? c ! d , e", "a. b? c! d, e")]
    [InlineData("it 's I 'm we 've they 're", "it's I'm we've they're")]
    [InlineData("i do not", "i don't")]
    [InlineData("rock ' n", "rock'n")]
    [InlineData("do n't", "don't")]
    public void Clean_up_draws_English_together(string token, string expected) => Assert.Equal(expected, Apply(new WordPieceDecoder(), token));

    [Fact]
    public void Bpe_turns_suffixes_into_spaces_but_for_the_last()
    {
        Assert.Equal("hel|lo |world", Apply(new BpeDecoder(), "hel", "lo</w>", "world</w>"));
        Assert.Equal("", Apply(new BpeDecoder()));
        Assert.Equal("ab", Apply(new BpeDecoder(""), "ab"));
    }

    [Theory]
    [InlineData("Hey|friend!", "Heyfriend!")]
    [InlineData("<0x61>", "a")]
    [InlineData("<0xE5>", "\uFFFD")]
    [InlineData("<0xE5>|<0x8f>", "\uFFFD")]
    [InlineData("<0xE5>|<0x8f>|<0xab>", "叫")]
    [InlineData("<0xE5>|<0x8f>|<0xab>|<0xFF>|a", "叫\uFFFDa")]
    [InlineData("<0xE5>|<0x8f>|a", "\uFFFDa")]
    [InlineData("x|<0x61>|<0x62>|y|<0xC3>|z", "xaby\uFFFDz")]
    [InlineData("<0x+1>|<0x1 >|<0x123>", "<0x+1><0x1 ><0x123>")]
    public void Byte_fallback_puts_bytes_together(string tokens, string expected) => Assert.Equal(expected, Apply(new DecoderSequence([new ByteFallback(), new Fuse()]), tokens.Split('|')));

    [Fact]
    public void Strip_takes_a_character_from_the_ends()
    {
        Assert.Equal("ey| friend!|HH", Apply(new StripDecoder(new Rune('H'), 1, 0), "Hey", " friend!", "HHH"));
        Assert.Equal("He| friend!", Apply(new StripDecoder(new Rune('y'), 0, 1), "Hey", " friend!"));
        Assert.Equal("a||", Apply(new StripDecoder(new Rune('▁'), 2, 2), "▁▁a▁", "▁▁▁", ""));
    }

    [Fact]
    public void Replace_replaces_text_or_matches()
    {
        Assert.Equal("a b", Apply(new ReplaceDecoder("▁", " "), "a▁b"));
        Assert.Equal("z1z|z", Apply(new ReplaceDecoder("[xy]+", "z", isRegex: true), "xx1y", "yxy"));
        Assert.Equal("-a-b-", Apply(new ReplaceDecoder("x*", "-", isRegex: true), "ab"));
        Assert.Equal("ab", Apply(new ReplaceDecoder("", "-"), "ab"));
    }

    [Fact]
    public void Ctc_keeps_one_of_equal_tokens_and_drops_padding()
    {
        string[] tokens = "<pad> <pad> h e e l l <pad> l o o o <pad> <pad> | <pad> w o o o r <pad> <pad> l l d <pad>".Split(' ');
        Assert.Equal("h|e|l|l|o| |w|o|r|l|d", Apply(new CtcDecoder(), tokens));
        Assert.Equal("a|_|b", Apply(new CtcDecoder("#", "_", cleanup: false), "a", "a", "#", "_", "b"));
    }

    [Fact]
    public void Sequences_apply_one_after_the_other()
    {
        var llama = new DecoderSequence([new ReplaceDecoder("▁", " "), new ByteFallback(), new Fuse(), new StripDecoder(new Rune(' '), 1, 0)]);
        Assert.Equal("Hé you", Apply(llama, "▁H", "<0xC3>", "<0xA9>", "▁you"));
        Assert.Equal("|H|i| |y|o|u", "|" + Apply(new DecoderSequence([new CtcDecoder(), new MetaspaceDecoder()]), "▁", "▁", "H", "H", "i", "i", "▁", "y", "o", "u").TrimStart('|'));
    }

    [Fact]
    public void Options_that_make_no_sense_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => new StripDecoder(new Rune('a'), -1, 0));
        Assert.Throws<ArgumentNullException>(() => new BpeDecoder(null!));
        Assert.Throws<ArgumentNullException>(() => new DecoderSequence(null!));
    }

    private static string Apply(Decoder decoder, params string[] tokens)
    {
        List<ReadOnlyMemory<byte>> list = [.. tokens.Select(token => (ReadOnlyMemory<byte>)Encoding.UTF8.GetBytes(token))];
        decoder.Apply(list);
        return string.Join('|', list.Select(token => Encoding.UTF8.GetString(token.Span)));
    }
}
