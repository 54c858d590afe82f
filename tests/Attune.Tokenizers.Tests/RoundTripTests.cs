using System.Globalization;

namespace Attune.Tokenizers.Tests;

/// <summary>Encode, then decode, is the identity where the algorithm loses nothing.</summary>
public class RoundTripTests
{
    private const int Seed = 20261125;

    // Of all planes, surrogates aside, and more often of what is special somewhere: spaces, marks, joiners, the ends of ranges.
    private static readonly int[] s_tricky =
        [0, 9, 10, 13, 32, 32, 32, 39, 0x85, 0xA0, 0x300, 0x301, 0x3000, 0x2581, 0x200D, 0x2028, 0xFE0F, 0xFEFF, 0xFFFD, 0xFFFF, 0x1F600, 0x10FFFF, 0xAC00, 0x1100, 0x17F, 0x130];

    private static readonly int s_strings =
        int.Parse(Environment.GetEnvironmentVariable("ATTUNE_ROUND_TRIPS") ?? "1000000", CultureInfo.InvariantCulture);

    [RealDataFact("tokenizers", "text/novels")]
    public void The_novels_survive()
    {
        foreach (string file in Directory.EnumerateFiles(SharedData.Locate("text/novels")!, "*.txt"))
        {
            string text = File.ReadAllText(file);
            Assert.True(text == Real.Cl100k.Decode(Real.Cl100k.EncodeToIds(text)), $"cl100k: {file}");
            Assert.True(text == Real.Gpt2.Decode(Real.Gpt2.EncodeToIds(text)), $"GPT-2: {file}");
            Assert.True(text == Real.Llama.Decode(Real.Llama.EncodeToIds(text), skipSpecialTokens: true), $"Llama: {file}");
        }
    }

    [RealDataFact("tokenizers")]
    public void Random_unicode_survives()
    {
        Console.WriteLine($"random Unicode: {s_strings} strings, seed {Seed}");
        Parallel.For(0, 64, part =>
        {
            var random = new Random(Seed + part);
            for (int i = part; i < s_strings; i += 64)
            {
                string text = RandomUnicode(random);
                var tokenizer = (i % 3) switch { 0 => Real.Cl100k, 1 => Real.Gpt2, _ => Real.Llama };

                string back = tokenizer.Decode(tokenizer.EncodeToIds(text), skipSpecialTokens: true);

                // SentencePiece's mark for a space is a space to it.
                Assert.Equal(tokenizer == Real.Llama ? text.Replace('▁', ' ') : text, back);
            }
        });
    }

    [RealDataFact("tokenizers")]
    public void Random_bytes_survive()
    {
        Console.WriteLine($"random bytes: {s_strings} strings, seed {Seed}");
        Parallel.For(0, 64, part =>
        {
            var random = new Random(Seed - 1 - part);
            byte[] buffer = new byte[64];
            for (int i = part; i < s_strings; i += 64)
            {
                var bytes = buffer.AsSpan(0, random.Next(buffer.Length));
                random.NextBytes(bytes);
                var tokenizer = i % 2 == 0 ? Real.Cl100k : Real.Gpt2;

                Assert.True(bytes.SequenceEqual(tokenizer.DecodeToBytes(tokenizer.EncodeToIds(bytes))), Convert.ToHexString(bytes));
            }
        });
    }

    [RealDataFact("tokenizers")]
    public void Offsets_of_random_unicode_join_to_the_text()
    {
        var random = new Random(Seed);
        for (int i = 0; i < 20_000; i++)
        {
            string text = RandomUnicode(random);
            var tokenizer = (i % 3) switch { 0 => Real.Cl100k, 1 => Real.Gpt2, _ => Real.Llama };
            var tokens = tokenizer.Encode(text, addSpecialTokens: false).Tokens;
            byte[] utf8 = System.Text.Encoding.UTF8.GetBytes(text);

            Assert.Equal(text, string.Concat(tokens.Select(token => text[token.Offset])));
            Assert.Equal(utf8, tokens.SelectMany(token => utf8[token.Utf8Offset]));
        }
    }

    private static string RandomUnicode(Random random)
    {
        var text = new System.Text.StringBuilder();
        for (int length = random.Next(24); length > 0; length--)
        {
            int value = random.Next(4) switch
            {
                0 => s_tricky[random.Next(s_tricky.Length)],
                1 => random.Next(0x20, 0x7F),
                2 => random.Next(0x80, 0x3000),
                _ => random.Next(0x110000),
            };
            if (value is < 0xD800 or > 0xDFFF)
                text.Append(char.ConvertFromUtf32(value));
        }

        return text.ToString();
    }
}
