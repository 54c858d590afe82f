namespace Attune.Tokenizers.Tests;

public class PatternSplitterTests
{
    // Behaviours as the documentation of tokenizers gives them for "the-final--countdown" cut at "-".
    [Theory]
    [InlineData(SplitBehavior.Removed, false, "the|final|countdown")]
    [InlineData(SplitBehavior.Isolated, false, "the|-|final|-|-|countdown")]
    [InlineData(SplitBehavior.MergedWithPrevious, false, "the-|final-|-|countdown")]
    [InlineData(SplitBehavior.MergedWithNext, false, "the|-final|-|-countdown")]
    [InlineData(SplitBehavior.Contiguous, false, "the|-|final|--|countdown")]
    [InlineData(SplitBehavior.Removed, true, "-|-|-")]
    [InlineData(SplitBehavior.Isolated, true, "the|-|final|-|-|countdown")]
    [InlineData(SplitBehavior.MergedWithPrevious, true, "the|-final|-|-countdown")]
    [InlineData(SplitBehavior.MergedWithNext, true, "the-|final-|-|countdown")]
    [InlineData(SplitBehavior.Contiguous, true, "the|-|final|--|countdown")]
    public void Matches_become_what_the_behavior_says(SplitBehavior behavior, bool invert, string expected) =>
        Assert.Equal(expected, Cuts.Show(new PatternSplitter(new SplitPattern("-"), behavior, invert), "the-final--countdown"));

    [Theory]
    [InlineData(SplitBehavior.MergedWithPrevious, "-|-|a-|b")]
    [InlineData(SplitBehavior.MergedWithNext, "-|-a|-b")]
    [InlineData(SplitBehavior.Removed, "a|b")]
    public void A_text_may_begin_with_matches(SplitBehavior behavior, string expected) =>
        Assert.Equal(expected, Cuts.Show(new PatternSplitter(new SplitPattern("-"), behavior), "--a-b"));

    [Theory]
    [InlineData("", "é|中|a")] // the empty pattern cuts between all characters
    [InlineData("x*", "é|中|a")]
    [InlineData("(?=中)", "é|中a")]
    [InlineData("$", "é中a")]
    public void An_empty_match_cuts_and_is_no_piece(string pattern, string expected) =>
        Assert.Equal(expected, Cuts.Show(new PatternSplitter(new SplitPattern(pattern), SplitBehavior.Isolated), "é中a"));

    [Fact]
    public void Digits_are_grouped_from_the_right_by_empty_matches() =>
        Assert.Equal("1|234|567 x", Cuts.Show(new PatternSplitter(new SplitPattern(@"(?=(?:\d{3})+(?!\d))"), SplitBehavior.Isolated), "1234567 x"));

    [Fact]
    public void Asking_for_few_pieces_at_a_time_changes_none()
    {
        var random = new Random(1);
        string[] patterns = ["-", "-*", "(?=a)|--", @"(?<=a)b", "a|", ""];
        for (int i = 0; i < 2000; i++)
        {
            byte[] text = [.. Enumerable.Range(0, random.Next(12)).Select(_ => "aab-- "u8[random.Next(6)])];
            var splitter = new PatternSplitter(new SplitPattern(patterns[i % patterns.Length]), (SplitBehavior)(i / 6 % 5), i % 7 < 3);
            List<Piece> all = Cuts.Of(splitter, text);
            for (int atATime = 1; atATime < 4; atATime++)
                Assert.Equal(all, Cuts.Of(splitter, text, atATime));
            if ((SplitBehavior)(i / 6 % 5) != SplitBehavior.Removed)
                Assert.Equal(text, all.SelectMany(piece => text[piece.Start..piece.End]));
        }
    }

    [Fact]
    public void A_published_pattern_of_several_scripts_cuts_as_it_should() => Assert.Equal(
        "Hello|,| world|！|中文|かな|漢字|12",
        Cuts.Show(new PatternSplitter(new SplitPattern(@"[一-龥]+|[぀-ゟ゠-ヿ]+|[^\r\n\p{L}\p{P}\p{S}]?[a-zA-Z]+|\p{N}{1,3}| ?[\p{P}\p{S}]+"), SplitBehavior.Isolated), "Hello, world！中文かな漢字12"));

    [Fact]
    public void It_promises_no_cuts_before_words() =>
        Assert.False(new PatternSplitter(new SplitPattern(KnownPatterns.Gpt2), SplitBehavior.Isolated).CutsBeforeWords);

    [Fact]
    public void An_empty_text_has_no_pieces()
    {
        int position = 0;
        Assert.Equal(0, new PatternSplitter(new SplitPattern(""), SplitBehavior.Isolated).Split([], ref position, new Piece[1]));
        Assert.Equal(0, position);
    }
}
