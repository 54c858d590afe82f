using System.Text;

namespace Attune.Tokenizers.Tests;

/// <summary>Random strings of characters that normalization finds hard.</summary>
internal static class RandomText
{
    private static readonly string[] s_alphabets =
    [
        "ab cD EfiIKZ  ",
        " \t\n\r\u0085\u00A0\u2003\u3000\u2028\u200B\uFEFF\u0001\u007F\0",
        "\u0300\u0301\u0316\u0323\u0327\u0334\u0345\u0344\u0F71\u0F72\u0F73\u05B0\u3099\u309A",
        "éÅåÀạǖÇßŒœİıſẞΣςσΩΰῼ",
        "한글가각힣\u1100\u1161\u11A8\u11A7\u1112\u1175\u11C2",
        "ﬁﬃ㍿①２Ａ½ﷺ\u1E9B\uFF9Eｶﾊﾟ㌀",
        "\u09C7\u09BE\u0BC6\u0BD7\u0DD9\u0DCA\u0DDF\u0CCB\u0958",
        "中文字豈更日本語▁`'",
        "\uFFFD\uE000\u00AD\u200D\u0903\u20DD",
    ];

    private static readonly string[] s_astral = ["😀", "\U0001D15E", "\U0001D165", "\U0001D16E", "\U00010400", "\U0002F800", "\U000E0100", "\U000E0041", "\U0001E030", "\U000F0000", "\U00020000"];

    public static string Next(Random random, int length = 24)
    {
        var text = new StringBuilder();
        for (int i = random.Next(length + 1); i > 0; i--)
        {
            string alphabet = s_alphabets[random.Next(2) == 0 ? 0 : random.Next(s_alphabets.Length)];
            if (random.Next(12) == 0)
                text.Append(s_astral[random.Next(s_astral.Length)]);
            else
                text.Append(alphabet[random.Next(alphabet.Length)]);
        }

        return text.ToString();
    }

    /// <summary>Strings for a property to hold on, the same at every run.</summary>
    public static IEnumerable<string> Many(int count, int seed = 1)
    {
        var random = new Random(seed);
        for (int i = 0; i < count; i++)
            yield return Next(random);
    }
}
