using System.Diagnostics.CodeAnalysis;
using System.Text;
using Attune.Formats;

namespace Attune.Tokenizers.Tests;

public class TokenizerJsonMutationTests
{
    private const int Cases = 2000;
    private const int Seed = 20_261_125;

    private static readonly string[] s_scraps =
        ["\"", "{", "}", "[", "]", ",", ":", "null", "true", "-1", "0", "1e400", "99999999999", "2147483647", "\\ud800", "\\u0000", "é", "▁", "\"type\"", "\"Sequence\"", "\"ByteLevel\"", "[[", "{}"];

    [Fact]
    public void A_damaged_file_is_refused_with_the_one_error_or_read_so_that_it_can_be_written()
    {
        Console.WriteLine($"tokenizer.json mutations: seed {Seed}");
        for (int i = 0; i < Cases; i++)
        {
            var (name, json) = Samples.All[i % Samples.All.Count];
            var random = new Random(SeedOf(i));
            byte[] bytes = Mutate(Encoding.UTF8.GetBytes(json), random);
            try
            {
                if (!TryRead(name, bytes, out var tokenizer))
                    continue;
                using var written = new MemoryStream();
                TokenizerJson.Write(tokenizer, written);
                TokenizerJson.Read(name, written.ToArray());
            }
            catch (Exception error)
            {
                Assert.Fail($"{name}, case {i}: {error}\n{Encoding.UTF8.GetString(bytes)}");
            }
        }
    }

    private static bool TryRead(string name, byte[] bytes, [NotNullWhen(true)] out Tokenizer? tokenizer)
    {
        try
        {
            tokenizer = TokenizerJson.Read(name, bytes);
            return true;
        }
        catch (InvalidFileException)
        {
            tokenizer = null;
            return false;
        }
    }

    private static int SeedOf(int i) => Seed * 31 + i;

    private static byte[] Mutate(byte[] bytes, Random random)
    {
        for (int changes = random.Next(1, 4); changes > 0; changes--)
        {
            int at = random.Next(bytes.Length);
            int other = random.Next(bytes.Length);
            int length = Math.Min(random.Next(1, 40), bytes.Length - at);
            bytes = random.Next(6) switch
            {
                0 => [.. bytes[..at], (byte)random.Next(256), .. bytes[Math.Min(at + 1, bytes.Length)..]],
                1 => [.. bytes[..at], .. bytes[(at + length)..], (byte)' '],
                2 => [.. bytes[..at], .. Encoding.UTF8.GetBytes(s_scraps[random.Next(s_scraps.Length)]), .. bytes[at..]],
                3 => [.. bytes[..other], .. bytes[at..(at + length)], .. bytes[other..]],
                4 => ReplaceValue(bytes, at, random),
                _ => [.. bytes[..Math.Max(1, at)]],
            };
        }

        return bytes;
    }

    // Puts a scrap in the place of the value after the next colon, so that the syntax often stays whole.
    private static byte[] ReplaceValue(byte[] bytes, int from, Random random)
    {
        int colon = Array.IndexOf(bytes, (byte)':', from);
        int end = colon < 0 ? -1 : bytes.AsSpan(colon).IndexOfAny(",}]"u8);
        if (end < 0)
            return bytes;
        return [.. bytes[..(colon + 1)], .. Encoding.UTF8.GetBytes(s_scraps[random.Next(s_scraps.Length)]), .. bytes[(colon + end)..]];
    }
}
