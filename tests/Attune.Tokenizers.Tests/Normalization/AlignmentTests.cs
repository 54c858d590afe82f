using System.Text;

namespace Attune.Tokenizers.Tests;

/// <summary>What must hold of where normalized bytes come from, for every normalizer.</summary>
public class AlignmentTests
{
    // With whether it normalizes each stretch by itself, and whether it removes characters.
    private static readonly (Normalizer Normalizer, bool Local, bool Removes)[] s_all =
    [
        (new Nfc(), true, false), (new Nfd(), true, false), (new Nfkc(), true, false), (new Nfkd(), true, false),
        (new Lowercase(), true, false), (new StripAccents(), true, true), (new Nmt(), true, true),
        (new BertNormalizer(), true, true), (new BertNormalizer(false, true, false, false), true, false),
        (new Strip(true, true), false, true), (new Prepend("▁"), false, false), (new CollapseSpaces(), false, true),
        (new Replace(" ", "▁"), true, false), (new Replace("ab", ""), true, true), (new Replace("a", "aba"), true, false), (new ByteLevelNormalizer(), true, false),
        (new Replace(new SplitPattern(" {2,}"), " "), true, false), (new Replace(new SplitPattern("\\s+"), " "), true, false),
        (new PrecompiledNormalizer(CharsmapBuilder.Build(("ﬁ", "fi"), ("é", "e\u0301"), ("e\u0301", "é"), ("\t", " "), ("\u00A0", " "), ("한", "han"))), true, false),
        (new NormalizerSequence([new Nfkd(), new StripAccents(), new Lowercase(), new Nfc(), new Replace(" ", "▁")]), true, true),
        (new NormalizerSequence([new Nmt(), new Nfkc(), new CollapseSpaces(), new Prepend("▁"), new Replace(" ", "▁")]), false, true),
    ];

    [Fact]
    public void Source_ranges_are_in_order_and_inside_the_source()
    {
        foreach (var (normalizer, _, _) in s_all)
        {
            foreach (string text in RandomText.Many(500))
            {
                var (source, aligned) = Run(normalizer, text);
                int start = 0, end = 0;
                for (int i = 0; i < aligned.Bytes.Length; i++)
                {
                    Assert.InRange(aligned.SourceStart(i), start, source.Length);
                    Assert.InRange(aligned.SourceEnd(i + 1), Math.Max(end, aligned.SourceStart(i)), source.Length);
                    (start, end) = (aligned.SourceStart(i), aligned.SourceEnd(i + 1));
                }
            }
        }
    }

    [Fact]
    public void What_a_source_range_holds_normalizes_to_what_came_from_it()
    {
        foreach (var (normalizer, local, _) in s_all)
        {
            if (!local || normalizer is NormalizerSequence)
                continue;
            foreach (string text in RandomText.Many(500))
            {
                var (source, aligned) = Run(normalizer, text);
                foreach (var (piece, from) in Clusters(aligned))
                {
                    string alone = normalizer.Normalize(Encoding.UTF8.GetString(source.AsSpan(from.Start, from.Length)));
                    string expected = Encoding.UTF8.GetString(aligned.Bytes[piece.Start..piece.End]);

                    // The spaces around a Chinese character come from nothing, so they are in no cluster but around what is normalized alone.
                    bool apart = normalizer is BertNormalizer;
                    Assert.Equal(apart ? expected.Trim(' ') : expected, apart ? alone.Trim(' ') : alone);
                }
            }
        }
    }

    [Fact]
    public void Source_ranges_cover_all_that_was_not_removed()
    {
        foreach (var (normalizer, _, removes) in s_all)
        {
            if (removes)
                continue;
            foreach (string text in RandomText.Many(500))
            {
                var (source, aligned) = Run(normalizer, text);
                int covered = 0;
                for (int i = 0; i < aligned.Bytes.Length; i++)
                {
                    Assert.True(aligned.SourceStart(i) <= covered);
                    covered = Math.Max(covered, aligned.SourceEnd(i + 1));
                }

                Assert.Equal(source.Length, covered);
            }
        }
    }

    [Fact]
    public void A_text_cut_before_words_normalizes_window_by_window()
    {
        var sequences = s_all.Select(a => a.Normalizer).Concat(
        [
            new NormalizerSequence([new Nfc(), new CollapseSpaces(), new Prepend("▁")]),
            new NormalizerSequence([new Nfd(), new StripAccents(), new Strip(true, true)]),
            new NormalizerSequence([new Strip(true, true), new Replace(new SplitPattern(" {2,}"), " "), new CollapseSpaces()]),
            new NormalizerSequence([new Replace("`", "''"), new Strip(true, true), new Prepend(" ")]),
        ]);
        var random = new Random(5);
        foreach (var normalizer in sequences.Where(n => n.CutsBeforeWords))
        {
            foreach (string text in RandomText.Many(600, seed: 3))
            {
                var (source, whole) = Run(normalizer, text);
                var parts = new List<byte>();
                for (int start = 0; ;)
                {
                    int end = start + 1;
                    while (end < source.Length && !(IsCut(source, end) && random.Next(2) == 0))
                        end++;
                    end = Math.Min(end, source.Length);
                    var window = new AlignedText();
                    window.Reset(source.AsSpan(start, end - start), start == 0, start == 0, end == source.Length);
                    normalizer.Apply(window);
                    parts.AddRange(window.Bytes);
                    start = end;
                    if (end == source.Length)
                        break;
                }

                Assert.Equal(Encoding.UTF8.GetString(whole.Bytes), Encoding.UTF8.GetString([.. parts]));
            }
        }
    }

    [Fact]
    public void Sequences_say_where_a_change_undoes_the_place_of_a_cut()
    {
        Assert.True(new NormalizerSequence([new Prepend("▁"), new Replace(" ", "▁")]).CutsBeforeWords);
        Assert.False(new NormalizerSequence([new Replace(" ", "▁"), new Replace("a▁b", "x")]).CutsBeforeWords);
        Assert.False(new NormalizerSequence([new Replace("a", ""), new Strip(true, true)]).CutsBeforeWords);
        Assert.False(new Replace("a b", "x").CutsBeforeWords);
        Assert.False(new NormalizerSequence([new Nfc(), new Replace("é", ""), new CollapseSpaces()]).CutsBeforeWords);
    }

    private static bool IsCut(byte[] text, int i) =>
        text[i] == ' ' && char.IsAsciiLetter((char)text[i - 1]) && i + 1 < text.Length && char.IsAsciiLetter((char)text[i + 1]);

    private static (byte[] Source, AlignedText Aligned) Run(Normalizer normalizer, string text)
    {
        byte[] source = Encoding.UTF8.GetBytes(text);
        var aligned = new AlignedText();
        aligned.Reset(source);
        normalizer.Apply(aligned);
        return (source, aligned);
    }

    // Characters of the text whose source ranges overlap belong together; inserted ones, whose range is empty, to none.
    private static List<(Piece Piece, Piece From)> Clusters(AlignedText text)
    {
        var clusters = new List<(Piece Piece, Piece From)>();
        for (int i = 0; i < text.Bytes.Length;)
        {
            _ = CodePoints.ReadValid(text.Bytes, i, out int length);
            var from = new Piece(text.SourceStart(i), text.SourceEnd(i + length));
            var piece = new Piece(i, i + length);
            i += length;
            if (from.Length == 0)
                continue;
            if (clusters.Count > 0 && clusters[^1].From.End > from.Start)
                clusters[^1] = (new Piece(clusters[^1].Piece.Start, piece.End), new Piece(clusters[^1].From.Start, Math.Max(from.End, clusters[^1].From.End)));
            else
                clusters.Add((piece, from));
        }

        return clusters;
    }
}
