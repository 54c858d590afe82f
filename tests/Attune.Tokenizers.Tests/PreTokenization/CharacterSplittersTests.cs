namespace Attune.Tokenizers.Tests;

public class CharacterSplittersTests
{
    [Fact]
    public void Each_cuts_random_texts_as_its_definition_by_a_pattern_does()
    {
        const string punctuation = @"!-/:-@\[-`{-~\p{P}";
        AssertSame(CharacterSplitters.Whitespace, @"\w+|[^\w\s]+", SplitBehavior.Removed, invert: true);
        AssertSame(CharacterSplitters.WhitespaceSplit, @"\s", SplitBehavior.Removed);
        AssertSame(CharacterSplitters.Bert, $@"[{punctuation}]|[^\s{punctuation}]+", SplitBehavior.Removed, invert: true);
        AssertSame(CharacterSplitters.Digits(individually: true), @"\p{N}", SplitBehavior.Isolated);
        AssertSame(CharacterSplitters.Digits(individually: false), @"\p{N}", SplitBehavior.Contiguous);
        AssertSame(CharacterSplitters.CharDelimiterSplit('-'), "-", SplitBehavior.Removed);
        AssertSame(CharacterSplitters.CharDelimiterSplit('中'), "中", SplitBehavior.Removed);
        foreach (SplitBehavior behavior in Enum.GetValues<SplitBehavior>())
            AssertSame(CharacterSplitters.Punctuation(behavior), $"[{punctuation}]", behavior);
    }

    [Fact]
    public void Texts_cut_by_hand()
    {
        const string text = "Hey, dön't  pay $4½_a!";
        Assert.Equal("Hey|,|dön|'|t|pay|$|4|½|_a|!", Cuts.Show(CharacterSplitters.Whitespace, text));
        Assert.Equal("Hey,|dön't|pay|$4½_a!", Cuts.Show(CharacterSplitters.WhitespaceSplit, text));
        Assert.Equal("Hey|,|dön|'|t|pay|$|4½|_|a|!", Cuts.Show(CharacterSplitters.Bert, text));
        Assert.Equal("Hey, dön't  pay $|4|½|_a!", Cuts.Show(CharacterSplitters.Digits(individually: true), text));
        Assert.Equal("Hey, dön't  pay $|4½|_a!", Cuts.Show(CharacterSplitters.Digits(individually: false), text));
        Assert.Equal("Hey,| dön'|t  pay $|4½_|a!", Cuts.Show(CharacterSplitters.Punctuation(SplitBehavior.MergedWithPrevious), text));
        Assert.Equal("Hey, dön't  p|y $4½_|!", Cuts.Show(CharacterSplitters.CharDelimiterSplit('a'), text));
    }

    [Fact]
    public void They_promise_cuts_before_words_where_spaces_are_dropped()
    {
        Assert.True(CharacterSplitters.Whitespace.CutsBeforeWords);
        Assert.True(CharacterSplitters.WhitespaceSplit.CutsBeforeWords);
        Assert.True(CharacterSplitters.Bert.CutsBeforeWords);
        Assert.True(CharacterSplitters.CharDelimiterSplit(' ').CutsBeforeWords);
        Assert.False(CharacterSplitters.CharDelimiterSplit('a').CutsBeforeWords);
        Assert.False(CharacterSplitters.Digits(individually: true).CutsBeforeWords);
        Assert.False(CharacterSplitters.Punctuation(SplitBehavior.Isolated).CutsBeforeWords);
    }

    private static void AssertSame(Splitter splitter, string pattern, SplitBehavior behavior, bool invert = false)
    {
        var expected = new PatternSplitter(new SplitPattern(pattern), behavior, invert);
        var random = new Random(1);
        for (int i = 0; i < 300; i++)
        {
            byte[] text = TrickyTexts.Next(random, 30);
            Cuts.AssertSame(expected, splitter, text);
            Cuts.AssertSame(expected, splitter, text, 1);
        }
    }
}
