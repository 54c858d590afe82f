namespace Attune.Tokenizers.Tests;

public class KnownPatternsTests
{
    public static TheoryData<string> Patterns => [.. KnownPatterns.All];

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_scanner_cuts_random_texts_as_its_pattern_does(string pattern)
    {
        var (expected, scanner) = Both(pattern);
        var random = new Random(1);
        for (int i = 0; i < 1200; i++)
        {
            byte[] text = TrickyTexts.Next(random, 30);
            Cuts.AssertSame(expected, scanner, text);
            Cuts.AssertSame(expected, scanner, text, 1 + i % 3);
        }
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_scanner_cuts_long_ASCII_texts_as_its_pattern_does(string pattern)
    {
        var (expected, scanner) = Both(pattern);
        var random = new Random(2);
        for (int i = 0; i < 500; i++)
            Cuts.AssertSame(expected, scanner, TrickyTexts.NextAscii(random, 150));
    }

    [RealDataTheory("text/novels")]
    [MemberData(nameof(Patterns))]
    public void A_scanner_cuts_novels_as_its_pattern_does(string pattern)
    {
        var (expected, scanner) = Both(pattern);
        foreach (string novel in new[] { "Woolf_Night_1919.txt", "Chesterton_Thursday_1908.txt" })
            Cuts.AssertSame(expected, scanner, File.ReadAllBytes(SharedData.Locate("text/novels/" + novel)!).AsSpan(0, 300_000), 4096);
    }

    [RealDataTheory("tokenizers/tiktoken/lib.rs.txt")]
    [MemberData(nameof(Patterns))]
    public void A_scanner_cuts_source_code_as_its_pattern_does(string pattern)
    {
        var (expected, scanner) = Both(pattern);
        Cuts.AssertSame(expected, scanner, File.ReadAllBytes(SharedData.Locate("tokenizers/tiktoken/lib.rs.txt")!));
    }

    [Theory]
    [MemberData(nameof(Patterns))]
    public void A_text_may_be_cut_before_words_beforehand(string pattern)
    {
        Splitter scanner = KnownPatterns.Find(pattern)!;
        Assert.True(scanner.CutsBeforeWords);
        var random = new Random(3);
        for (int i = 0; i < 500; i++)
        {
            byte[] text = TrickyTexts.Next(random, 60);
            HashSet<int> starts = [.. Cuts.Of(scanner, text).Select(piece => piece.Start)];
            for (int k = 1; k + 1 < text.Length; k++)
            {
                if (text[k] != ' ' || !char.IsAsciiLetter((char)text[k - 1]) || !char.IsAsciiLetter((char)text[k + 1]))
                    continue;
                Assert.Contains(k, starts);
                Assert.Equal(Cuts.Of(scanner, text).Where(piece => piece.End <= k), Cuts.Of(scanner, text.AsSpan(0, k)));
            }
        }
    }

    [Theory]
    [InlineData(KnownPatterns.Gpt2, "Hello world's  end, 1234 it'S\n\n x", "Hello| world|'s| | end|,| 1234| it|'|S|\n\n| x")]
    [InlineData(KnownPatterns.Cl100k, "Hello world's  end,\n\n 12345 it'S\n  \n x", "Hello| world|'s| | end|,\n\n| |123|45| it|'S|\n  \n| x")]
    [InlineData(KnownPatterns.Qwen2, "a 12 b", "a| |1|2| b")]
    [InlineData(KnownPatterns.O200k, "HelloWorld don't HTTPServer 中文AB/\n/x", "Hello|World| don't| HTTPServer| 中文|AB|/\n/|x")]
    [InlineData(KnownPatterns.Cl100k, "a'\u017Fb", "a|'\u017F|b")]
    public void Some_texts_cut_by_hand(string pattern, string text, string expected)
    {
        Assert.Equal(expected, Cuts.Show(KnownPatterns.Find(pattern)!, text));
        Assert.Equal(expected, Cuts.Show(new PatternSplitter(new SplitPattern(pattern), SplitBehavior.Isolated), text));
    }

    [Fact]
    public void Only_the_newer_cl100k_keeps_the_last_spaces_together()
    {
        string newer = KnownPatterns.All.Single(pattern => pattern.Contains("[\\r\\n]*+", StringComparison.Ordinal));
        Assert.Equal("a|\n  ", Cuts.Show(KnownPatterns.Find(newer)!, "a\n  "));
        Assert.Equal("a|\n|  ", Cuts.Show(KnownPatterns.Find(KnownPatterns.Cl100k)!, "a\n  "));
    }

    [Fact]
    public void Another_pattern_is_not_known() => Assert.Null(KnownPatterns.Find(KnownPatterns.Gpt2 + "|x"));

    private static (PatternSplitter Expected, Splitter Scanner) Both(string pattern) =>
        (new PatternSplitter(new SplitPattern(pattern), SplitBehavior.Isolated), KnownPatterns.Find(pattern)!);
}
