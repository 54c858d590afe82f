namespace Attune.Tokenizers.Tests;

public class PrecompiledNormalizerTests
{
    private const string ModelPath = "tokenizers/sentencepiece/test_model.model";

    [RealDataFact(ModelPath)]
    public void A_models_rules_do_what_SentencePiece_does_with_them()
    {
        var rules = new PrecompiledNormalizer(ReadCharsmap());
        var whole = new NormalizerSequence([rules, new CollapseSpaces(), new Prepend("▁"), new Replace(" ", "▁")]);
        foreach (var row in NormalizationGolden.Rows("sentencepiece"))
        {
            Assert.Equal(row[1], rules.Normalize(row[0]));
            Assert.Equal(row[2], whole.Normalize(row[0]));
        }
    }

    [RealDataFact(ModelPath)]
    public void A_models_rules_let_a_text_be_cut_before_words()
    {
        var rules = new PrecompiledNormalizer(ReadCharsmap());
        Assert.True(rules.CutsBeforeWords);
        Assert.True(rules.KeepsWordStarts);
    }

    [Fact]
    public void The_longest_rule_wins()
    {
        var rules = new PrecompiledNormalizer(CharsmapBuilder.Build(("a", "1"), ("abc", "3"), ("ﬁ", "fi"), ("e\u0301", "é"), ("\t", " "), ("x", "")));
        Assert.Equal("1b1b3fié\u0301  e", rules.Normalize("abababcﬁe\u0301\u0301\t\txe"));
    }

    [Fact]
    public void A_rule_that_ends_within_a_character_does_not_apply()
    {
        byte[] map = CharsmapBuilder.Build(("é", "e"));

        // The node of the first byte takes the value of the second.
        var units = map.AsSpan(4);
        units[..(4 * 256 * 4)][(4 * (256 ^ 0xC3))..][1] |= 1;
        units[(4 * 512 + 3)] = 0x80;
        Assert.Equal("è e", new PrecompiledNormalizer(map).Normalize("è é"));
    }

    [Fact]
    public void Its_source_ranges_are_what_a_rule_replaced()
    {
        var text = new AlignedText();
        text.Reset("aﬁb"u8);
        new PrecompiledNormalizer(CharsmapBuilder.Build(("ﬁ", "fi"))).Apply(text);
        Assert.Equal("afib"u8, text.Bytes);
        Assert.Equal((1, 4), (text.SourceStart(2), text.SourceEnd(2)));
        Assert.Equal((4, 5), (text.SourceStart(3), text.SourceEnd(4)));
    }

    [Fact]
    public void Rules_about_letters_and_spaces_say_that_a_text_cannot_be_cut()
    {
        Assert.True(Word(("ﬁ", "fi"), ("A\u0300", "À"), ("\u00A0", " ")).Keeps);
        Assert.Equal((false, true), Word(("a b", "ab")));
        Assert.Equal((true, false), Word(("a", "")));
        Assert.Equal((true, false), Word(("ba", "b-")));
        Assert.Equal((true, false), Word((" ", "▁")));
        Assert.Equal((true, false), Word((" x", "y")));
        Assert.Equal((true, false), Word(("e\u0301", " e")));
        Assert.Equal((true, false), Word(("é", "")));

        static (bool Cuts, bool Keeps) Word(params (string, string)[] rules)
        {
            var normalizer = new PrecompiledNormalizer(CharsmapBuilder.Build(rules));
            return (normalizer.CutsBeforeWords, normalizer.KeepsWordStarts);
        }
    }

    [Fact]
    public void No_map_is_no_rules() => Assert.Equal("ﬁ", new PrecompiledNormalizer([]).Normalize("ﬁ"));

    [Fact]
    public void A_corrupt_map_is_refused_or_harmless()
    {
        byte[] sound = CharsmapBuilder.Build(("a", "1"), ("abc", "3"), ("ﬁ", "fi"), ("e\u0301", "é"), (" ", "▁"));
        var random = new Random(9);
        int refused = 0;
        for (int i = 0; i < 3000; i++)
        {
            byte[] map = [.. sound];
            int changes = random.Next(1, 4);
            for (int j = 0; j < changes; j++)
                Mutate(map, random);
            map = random.Next(4) == 0 ? map[..random.Next(map.Length)] : map;
            try
            {
                var rules = new PrecompiledNormalizer(map);
                foreach (string text in RandomText.Many(3, i))
                    Assert.DoesNotContain("\uFFFD", rules.Normalize(text.Replace("\uFFFD", "")));
            }
            catch (ArgumentException)
            {
                refused++;
            }
        }

        Assert.InRange(refused, 300, 2900);
    }

    [Fact]
    public void Refusals_say_what_is_wrong()
    {
        Assert.Contains("announces a trie of 4294967292 bytes; it has 8", Refusal([0xFC, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("has 3 itself", Refusal([1, 2, 3]), StringComparison.Ordinal);
        Assert.Contains("no units", Refusal([0, 0, 0, 0, 0]), StringComparison.Ordinal);
        Assert.Contains("has no end", Refusal(CharsmapBuilder.Build(("a", "b"))[..^1]), StringComparison.Ordinal);
        Assert.Contains("after the end", Refusal(CharsmapBuilder.Build(("a", ""))[..^1]), StringComparison.Ordinal);

        static string Refusal(byte[] map) => Assert.Throws<ArgumentException>(() => new PrecompiledNormalizer(map)).Message;
    }

    // Mostly where something is: the units of this map are nearly all empty.
    private static void Mutate(byte[] map, Random random)
    {
        int at = random.Next(map.Length);
        while (map[at] == 0 && random.Next(1000) != 0)
            at = random.Next(map.Length);
        map[at] ^= (byte)(1 << random.Next(8));
    }

    // Field 3 of the file is the normalizer, whose field 2 is the map.
    private static byte[] ReadCharsmap()
    {
        byte[] file = File.ReadAllBytes(SharedData.Locate(ModelPath)!);
        return Field(Field(file, 3), 2).ToArray();
    }

    private static ReadOnlySpan<byte> Field(ReadOnlySpan<byte> message, int wanted)
    {
        while (!message.IsEmpty)
        {
            ulong tag = Varint(ref message);
            int length = (tag & 7) switch
            {
                0 => 0,
                1 => 8,
                5 => 4,
                _ => -1,
            };
            ulong value = length is 0 or -1 ? Varint(ref message) : 0;
            length = length < 0 ? (int)value : length;
            if ((int)(tag >> 3) == wanted && (tag & 7) == 2)
                return message[..length];
            message = message[length..];
        }

        throw new InvalidOperationException($"no field {wanted}");
    }

    private static ulong Varint(ref ReadOnlySpan<byte> message)
    {
        ulong value = 0;
        for (int shift = 0; ; shift += 7)
        {
            byte b = message[0];
            message = message[1..];
            value |= (ulong)(b & 0x7F) << shift;
            if (b < 0x80)
                return value;
        }
    }
}
