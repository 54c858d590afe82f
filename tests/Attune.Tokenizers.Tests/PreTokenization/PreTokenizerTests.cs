using System.Text;

namespace Attune.Tokenizers.Tests;

public class PreTokenizerTests
{
    [Fact]
    public void Byte_level_cuts_as_GPT_2()
    {
        var cuts = new ByteLevel(addPrefixSpace: false);
        AssertCuts("Hello| my| friend|,| how| is| your| day| going|?", cuts, "Hello my friend, how is your day going?");
        AssertCuts("Hello| there|\n|Hello| there", cuts, "Hello there\nHello there");
        AssertCuts("Hello| there|      | dear", cuts, "Hello there       dear");
        AssertCuts("i|⭢|j", cuts, "i⭢j");
        Assert.IsType<Gpt2Splitter>(cuts.Splitter);
    }

    [Fact]
    public void Byte_level_may_put_a_space_in_front()
    {
        AssertCuts(" Hello| my", new ByteLevel(), "Hello my");
        AssertCuts(" Hello| my", new ByteLevel(), " Hello my");
        AssertCuts(" Hello my", new ByteLevel(useRegex: false), "Hello my");
        AssertCuts("Hello my", new ByteLevel(addPrefixSpace: false, useRegex: false), "Hello my");
        AssertCuts("", new ByteLevel(), "");
        AssertCuts(" Hello| my", new PreTokenizerSequence([new WhitespaceSplit(), new ByteLevel(useRegex: false)]), "Hello my");
    }

    [Fact]
    public void Whitespace_cuts_words_from_other_characters()
    {
        AssertCuts("Hey|man|!", new Whitespace(), "Hey man!");
        AssertCuts("How|are|you|doing|?", new Whitespace(), "How are you doing?");
        AssertCuts("a_1|!?|é́", new Whitespace(), "  a_1!? é́\n");
        AssertCuts("", new Whitespace(), " \n");
    }

    [Fact]
    public void White_space_is_dropped()
    {
        AssertCuts("どこで生れ|。|Yes", new UnicodeScripts(), "どこで生れ。Yes");
        AssertCuts("Apples are |りんご 林檎", new UnicodeScripts(), "Apples are りんご 林檎");
        AssertCuts(" |a b |я", new UnicodeScripts(), " a b я");
        AssertCuts("Hey|man!", new WhitespaceSplit(), "Hey man!");
        AssertCuts("Hey,|man,|Good?", new WhitespaceSplit(), "\u3000Hey, man,\u00A0\tGood? ");
    }

    [Fact]
    public void Bert_cuts_around_punctuation()
    {
        AssertCuts("Hey|friend|!|How|are|you|?|!|?", new BertPreTokenizer(), "Hey friend!     How are you?!?");
        AssertCuts("a|$|b|。|c−d|–|e", new BertPreTokenizer(), "a$b。c−d–e");
    }

    [Fact]
    public void Metaspace_writes_spaces_as_marks_and_cuts_before_them()
    {
        AssertCuts("▁Hey|▁friend!", new Metaspace(), "Hey friend!");
        AssertCuts("▁Hey|▁|▁|▁friend!", new Metaspace(), "Hey   friend!");
        AssertCuts("▁Hey|▁a|▁b|▁", new Metaspace(), "▁Hey▁a b ");
        AssertCuts("▁Hey▁friend!", new Metaspace(split: false), "Hey friend!");
        AssertCuts("Hey|▁friend!", new Metaspace(prependScheme: PrependScheme.Never), "Hey friend!");
        AssertCuts("_Hey|_friend!", new Metaspace(new Rune('_')), "Hey friend!");
        AssertCuts("", new Metaspace(), "");
        AssertCuts("▁", new Metaspace(), " ");
    }

    [Fact]
    public void Metaspace_after_a_cutter_marks_each_piece()
    {
        AssertCuts("▁Hey|▁friend!", new PreTokenizerSequence([new WhitespaceSplit(), new Metaspace()]), "Hey friend!");
        AssertCuts("▁a|▁-|▁b|▁c", new PreTokenizerSequence([new Split("-", isRegex: false), new Metaspace()]), "a-b c");
    }

    [Fact]
    public void The_first_scheme_marks_the_start_of_the_text_only()
    {
        var cuts = new PreTokenizerSequence([new Split("<s>", isRegex: false), new Metaspace(prependScheme: PrependScheme.First, split: false)]);
        AssertCuts("▁Hey▁my▁friend▁|<s>|how▁are▁you", cuts, "Hey my friend <s>how▁are you");
        AssertCuts("▁Hey▁|<s>|how▁|<s>|are▁|<s>|▁you", cuts, " Hey <s>how <s>are <s> you");
        AssertCuts("Hey", cuts, "Hey", beginsText: false);
    }

    [Fact]
    public void Marks_come_from_their_spaces_and_those_in_front_from_nothing()
    {
        var text = new AlignedText();
        text.Reset("a  b"u8);
        var pieces = new PieceList();
        pieces.Add(new Piece(0, 4));
        new Metaspace().Apply(text, pieces);
        Assert.Equal("▁a▁▁b", Encoding.UTF8.GetString(text.Bytes));
        Assert.Equal([new Piece(0, 4), new Piece(4, 7), new Piece(7, 11)], pieces.Span.ToArray());
        Assert.Equal((0, 1), (text.SourceStart(0), text.SourceEnd(4)));
        Assert.Equal((1, 2), (text.SourceStart(4), text.SourceEnd(7)));
        Assert.Equal((2, 4), (text.SourceStart(7), text.SourceEnd(11)));
    }

    [Theory]
    [InlineData(SplitBehavior.Removed, "the|final|countdown")]
    [InlineData(SplitBehavior.Isolated, "the|-|final|-|-|countdown")]
    [InlineData(SplitBehavior.MergedWithPrevious, "the-|final-|-|countdown")]
    [InlineData(SplitBehavior.MergedWithNext, "the|-final|-|-countdown")]
    [InlineData(SplitBehavior.Contiguous, "the|-|final|--|countdown")]
    public void Split_treats_matches_as_told(SplitBehavior behavior, string expected)
    {
        AssertCuts(expected, new Split("-", isRegex: false, behavior), "the-final--countdown");
        AssertCuts(expected, new Split("-", isRegex: true, behavior), "the-final--countdown");
    }

    [Fact]
    public void Split_may_exchange_matches_and_the_rest()
    {
        AssertCuts("How|are|you|doing|?", new Split(@"\w+|[^\w\s]+", isRegex: true, SplitBehavior.Removed, invert: true), "How are you doing?");
        AssertCuts("How| |are", new Split(@"\w+", isRegex: true, SplitBehavior.Isolated, invert: true), "How are");
    }

    [Fact]
    public void Known_patterns_are_cut_by_their_scanners()
    {
        Assert.IsType<Cl100kSplitter>(new Split(KnownPatterns.Cl100k, isRegex: true).Splitter);
        Assert.IsType<Cl100kSplitter>(new Split(KnownPatterns.Cl100k, isRegex: true, SplitBehavior.Removed, invert: true).Splitter);
        Assert.IsType<PatternSplitter>(new Split(KnownPatterns.Cl100k, isRegex: true, SplitBehavior.Removed).Splitter);
        Assert.IsType<PatternSplitter>(new Split(KnownPatterns.Cl100k, isRegex: false).Splitter);
        Assert.Throws<PatternSyntaxException>(() => new Split("(", isRegex: true));
    }

    [Fact]
    public void Punctuation_is_treated_as_told()
    {
        AssertCuts("Hey friend|!|     How are you|?|!|?", new Punctuation(), "Hey friend!     How are you?!?");
        AssertCuts("Hey friend|     How are you", new Punctuation(SplitBehavior.Removed), "Hey friend!     How are you?!?");
        AssertCuts("a|$$|b", new Punctuation(SplitBehavior.Contiguous), "a$$b");
    }

    [Fact]
    public void Digits_are_cut_as_numbers_or_one_by_one()
    {
        AssertCuts("Hey |123| friend!|½", new Digits(), "Hey 123 friend!½");
        AssertCuts("Hey |1|2|3| friend!", new Digits(individualDigits: true), "Hey 123 friend!");
    }

    [Fact]
    public void A_delimiter_is_dropped() => AssertCuts("the|final|countdown", new CharDelimiterSplit(new Rune('-')), "the-final--countdown");

    [Fact]
    public void Fixed_lengths_count_characters()
    {
        AssertCuts("Hello|, wor|ld", new FixedLength(), "Hello, world");
        AssertCuts("Hé|😀\n|!", new FixedLength(2), "Hé😀\n!");
        Assert.Throws<ArgumentOutOfRangeException>(() => new FixedLength(0));
    }

    [Fact]
    public void Sequences_of_one_cutter_are_that_cutter()
    {
        var sequence = new PreTokenizerSequence([new Split(KnownPatterns.O200k, isRegex: true), new ByteLevel(addPrefixSpace: false, useRegex: false)]);
        Assert.IsType<O200kSplitter>(sequence.Splitter);
        Assert.IsType<WholeSplitter>(new PreTokenizerSequence([]).Splitter);
        Assert.Null(new PreTokenizerSequence([new Whitespace(), new Metaspace()]).Splitter);
        AssertCuts("a b", new PreTokenizerSequence([]), "a b");
    }

    [Fact]
    public void Sequences_cut_the_pieces_of_the_one_before()
    {
        AssertCuts("Call|9|1|1|!", new PreTokenizerSequence([new Whitespace(), new Digits(individualDigits: true)]), "Call 911!");
        AssertCuts("ab|1|2| c", new PreTokenizerSequence([new Digits(individualDigits: true), new ByteLevel(addPrefixSpace: false)]), "ab12 c");
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(64)]
    [InlineData(1000)]
    public void A_composed_splitter_cuts_alike_however_many_pieces_are_asked_for(int atATime)
    {
        var random = new Random(atATime);
        string alphabet = "ab 12.,\né  ";
        PreTokenizerSequence[] sequences =
        [
            new([new Whitespace(), new Digits(individualDigits: true)]),
            new([new Punctuation(), new WhitespaceSplit(), new Digits(individualDigits: true)]),
            new([new Digits(), new ByteLevel(addPrefixSpace: false), new Split("a", isRegex: false)]),
            new([new Split(@"\n", isRegex: true, SplitBehavior.MergedWithPrevious), new FixedLength(1)]),
        ];
        for (int i = 0; i < 50; i++)
        {
            string text = string.Concat(Enumerable.Range(0, random.Next(1, 400)).Select(_ => alphabet[random.Next(alphabet.Length)]));
            byte[] bytes = Encoding.UTF8.GetBytes(text);
            foreach (var sequence in sequences)
            {
                Assert.Equal(Pieces(sequence, bytes), Cuts.Of(Assert.IsType<ComposedSplitter>(sequence.Splitter), bytes, atATime));
            }
        }
    }

    [Fact]
    public void Texts_cut_beforehand_where_it_is_allowed_give_the_same_pieces()
    {
        byte[] text = Encoding.UTF8.GetBytes("It's 12 a b, the cat_sat-on  a mat. Émile a dit\u00A0: « non » x1 y\nA b c");
        var cutting = new List<PreTokenizer>();
        foreach (var preTokenizer in Everything())
        {
            Assert.True(preTokenizer.LetsCutBeforeWords || !preTokenizer.CutsBeforeWords);
            if (!preTokenizer.LetsCutBeforeWords)
                continue;
            for (int at = 1; at < text.Length - 1; at++)
            {
                if (text[at] != ' ' || !char.IsAsciiLetter((char)text[at - 1]) || !char.IsAsciiLetter((char)text[at + 1]))
                    continue;
                string whole = Show(preTokenizer, text);
                string parts = Show(preTokenizer, text[..at]) + "|" + Show(preTokenizer, text[at..], beginsText: false);
                if (!preTokenizer.CutsBeforeWords)
                    whole = WithCut(whole, parts);
                Assert.Equal(whole, parts);
            }

            if (preTokenizer.CutsBeforeWords)
                cutting.Add(preTokenizer);
        }

        Assert.Equal(11, cutting.Count);
    }

    private static IEnumerable<PreTokenizer> Everything() =>
    [
        new ByteLevel(), new ByteLevel(addPrefixSpace: false), new Whitespace(), new WhitespaceSplit(), new UnicodeScripts(), new BertPreTokenizer(), new Metaspace(),
        new Split(KnownPatterns.Qwen2, isRegex: true), new CharDelimiterSplit(new Rune(' ')),
        new PreTokenizerSequence([new Digits(), new ByteLevel()]),
        new PreTokenizerSequence([new Split(@"\p{N}{1,3}", isRegex: true), new Split("[一-龥]+", isRegex: true), new Split(KnownPatterns.Cl100k, isRegex: true)]),
        new PreTokenizerSequence([new WhitespaceSplit(), new Metaspace(split: false), new FixedLength()]),
        new ByteLevel(useRegex: false), new Metaspace(split: false), new Punctuation(), new Digits(), new CharDelimiterSplit(new Rune('-')), new CharDelimiterSplit(new Rune('a')),
        new Split("a", isRegex: false, SplitBehavior.MergedWithNext), new PreTokenizerSequence([new Digits(), new Metaspace(split: false)]),
        new FixedLength(), new Split(" ", isRegex: false, SplitBehavior.MergedWithPrevious), new PreTokenizerSequence([new Metaspace(split: false), new Whitespace()]),
        new PreTokenizerSequence([new FixedLength(), new Whitespace()]),
    ];

    // The pieces of a sequence by its definition, one pre-tokenizer after the other.
    private static List<Piece> Pieces(PreTokenizer preTokenizer, byte[] bytes)
    {
        var text = new AlignedText();
        text.Reset(bytes);
        var pieces = new PieceList();
        pieces.Add(new Piece(0, bytes.Length));
        preTokenizer.Apply(text, pieces);
        return [.. pieces.Span];
    }

    private static string Show(PreTokenizer preTokenizer, byte[] bytes, bool beginsText = true)
    {
        var text = new AlignedText();
        text.Reset(bytes, beginsText, beginsText);
        var pieces = new PieceList();
        if (bytes.Length > 0)
            pieces.Add(new Piece(0, bytes.Length));
        preTokenizer.Apply(text, pieces);
        byte[] rewritten = text.Bytes.ToArray();
        return string.Join('|', pieces.Span.ToArray().Select(piece => Encoding.UTF8.GetString(rewritten, piece.Start, piece.Length)));
    }

    // The pieces of the whole, with one more cut where the parts have it first.
    private static string WithCut(string whole, string parts)
    {
        int same = whole.Zip(parts).TakeWhile(pair => pair.First == pair.Second).Count();
        return whole.Length < parts.Length ? whole.Insert(same, "|") : whole;
    }

    private static void AssertCuts(string expected, PreTokenizer preTokenizer, string text, bool beginsText = true)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Assert.Equal(expected, Show(preTokenizer, bytes, beginsText));
        if (preTokenizer.Splitter is Splitter splitter)
            Assert.Equal(expected, Cuts.Show(splitter, text));
    }
}
