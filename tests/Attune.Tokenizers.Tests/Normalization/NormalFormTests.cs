using System.Diagnostics;
using System.Text;

namespace Attune.Tokenizers.Tests;

public class NormalFormTests
{
    private const string Conformance = "/usr/share/unicode/NormalizationTest.txt.bz2";

    private static readonly Normalizer s_c = new Nfc();
    private static readonly Normalizer s_d = new Nfd();
    private static readonly Normalizer s_kc = new Nfkc();
    private static readonly Normalizer s_kd = new Nfkd();

    [Fact]
    public void Random_strings_get_the_forms_that_Python_gives_them()
    {
        foreach (var row in NormalizationGolden.Rows("forms"))
            AssertForms(row[0], row[1], row[2], row[3], row[4]);
    }

    [Fact]
    public void Everything_in_Unicodes_conformance_test_holds_where_it_is_installed()
    {
        if (!File.Exists(Conformance))
        {
            Console.WriteLine($"SKIPPED: {Conformance} is not there");
            return;
        }

        var listed = new HashSet<int>();
        int part = -1;
        foreach (string line in ReadConformance())
        {
            if (line.StartsWith('@'))
                part++;
            if (line is "" || line[0] is '#' or '@')
                continue;
            string[] c = [.. line.Split(';').Take(5).Select(Characters)];
            foreach (string same in c[..3])
                AssertForms(same, c[1], c[2], c[3], c[4]);
            foreach (string same in c[3..])
                AssertForms(same, c[3], c[4], c[3], c[4]);
            if (part == 1)
                listed.Add(char.ConvertToUtf32(c[0], 0));
        }

        Assert.True(listed.Count > 10_000);
        for (int i = 0; i <= 0x10FFFF; i++)
        {
            if (i is >= 0xD800 and <= 0xDFFF || listed.Contains(i))
                continue;
            string text = char.ConvertFromUtf32(i);
            AssertForms(text, text, text, text, text);
        }
    }

    [Fact]
    public void A_form_of_a_form_is_what_the_standard_says()
    {
        foreach (string text in RandomText.Many(3000))
        {
            string c = s_c.Normalize(text), d = s_d.Normalize(text), kc = s_kc.Normalize(text), kd = s_kd.Normalize(text);
            AssertForms(c, c, d, kc, kd);
            AssertForms(d, c, d, kc, kd);
            AssertForms(kc, kc, kd, kc, kd);
            AssertForms(kd, kc, kd, kc, kd);
        }
    }

    [Fact]
    public void A_text_in_the_form_is_not_rewritten()
    {
        var text = new AlignedText();
        string plain = "Déjà vu, naïve 한글 文字 नमस्ते 😀";
        text.Reset(Encoding.UTF8.GetBytes(plain.Insert(0, "é")));
        s_c.Apply(text);
        Assert.Equal(1, text.SourceEnd(1));
    }

    [Fact]
    public void A_million_marks_in_reverse_order_are_sorted()
    {
        string low = new('\u0316', 250_000), high = new('\u0301', 250_000);
        Assert.Equal("e" + low + high, s_d.Normalize("e" + high + low));
        Assert.Equal("é" + low + high[1..], s_c.Normalize("e" + high + low));
        Assert.Equal("é" + low + high[1..], s_kc.Normalize("é" + high[1..] + low));
    }

    [Fact]
    public void A_long_stretch_of_the_longest_decomposition_fits()
    {
        // Vowel signs join what is before them, so that the whole is one stretch.
        string text = string.Concat(Enumerable.Repeat("\u09BE", 10_000)) + "\u0344" + string.Concat(Enumerable.Repeat("\uFF9E", 10_000));
        Assert.Equal(text.Replace("\uFF9E", "\u3099").Replace("\u0344", "\u3099\u0308\u0301").Length, s_kd.Normalize(text).Length + 1);
    }

    [Fact]
    public void The_tables_are_of_the_version_they_say() => Assert.Equal("15.0.0", UnicodeData.Version);

    private static void AssertForms(string text, string c, string d, string kc, string kd)
    {
        Assert.Equal(c, s_c.Normalize(text));
        Assert.Equal(d, s_d.Normalize(text));
        Assert.Equal(kc, s_kc.Normalize(text));
        Assert.Equal(kd, s_kd.Normalize(text));
    }

    private static string Characters(string column) =>
        string.Concat(column.Split(' ').Select(hex => char.ConvertFromUtf32(int.Parse(hex, System.Globalization.NumberStyles.HexNumber, null))));

    private static string[] ReadConformance()
    {
        using var process = Process.Start(new ProcessStartInfo("bzip2", ["-dc", Conformance]) { RedirectStandardOutput = true })!;
        string all = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        return all.Split('\n');
    }
}
