using System.Text;
using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>
/// Cuts sentences as BLEU does. Rules set characters apart by spaces, one rule behind the other, each reading what the one before it wrote, from left to right
/// and no character twice; then words are what stands between blanks. Not thread-safe.
/// </summary>
internal sealed class BleuTokenizer(BleuTokenization tokenization, bool ignoreCase)
{
    private readonly TokenIds _ids = new();
    private readonly Lowercase _lowercase = new();

    /// <summary>Puts the numbers of a sentence's tokens in place of what the list holds.</summary>
    public void Tokenize(string sentence, List<int> tokens)
    {
        tokens.Clear();
        string text = ignoreCase ? _lowercase.Normalize(sentence) : sentence;
        if (tokenization is BleuTokenization.Characters)
            TokenIds.AddCharacters(text, tokens);
        else
            _ids.AddWords(SetApart(text), tokens);
    }

    /// <summary>The text with spaces between its tokens.</summary>
    internal string SetApart(string text)
    {
        text = PythonText.Strip(text, null, start: false);
        return tokenization switch
        {
            BleuTokenization.Mteval13a => Mteval13a(text),
            BleuTokenization.International => International(text),
            _ => text,
        };
    }

    private static string Mteval13a(string text)
    {
        text = text.Replace("<skipped>", "", StringComparison.Ordinal).Replace("-\n", "", StringComparison.Ordinal).Replace('\n', ' ')
            .Replace("&quot;", "\"", StringComparison.Ordinal).Replace("&amp;", "&", StringComparison.Ordinal)
            .Replace("&lt;", "<", StringComparison.Ordinal).Replace("&gt;", ">", StringComparison.Ordinal);
        text = Around($" {text} ", IsSymbol);
        text = InPairs(text, IsNoDigit, IsPoint, aroundFirst: false);
        text = InPairs(text, IsPoint, IsNoDigit, aroundFirst: true);
        return InPairs(text, IsDigit, rune => rune.Value == '-', aroundFirst: false);

        static bool IsSymbol(Rune rune) => rune.Value is >= ' ' and <= '~' and not ('\'' or ',' or '-' or '.') && !char.IsAsciiLetterOrDigit((char)rune.Value);
        static bool IsPoint(Rune rune) => rune.Value is '.' or ',';
        static bool IsDigit(Rune rune) => rune.Value is >= '0' and <= '9';
        static bool IsNoDigit(Rune rune) => !IsDigit(rune);
    }

    private static string International(string text)
    {
        text = InPairs(text, IsNoNumber, Rune.IsPunctuation, aroundFirst: false);
        text = InPairs(text, Rune.IsPunctuation, IsNoNumber, aroundFirst: true);
        return Around(text, Rune.IsSymbol);

        static bool IsNoNumber(Rune rune) => !Rune.IsNumber(rune);
    }

    private static string Around(string text, Func<Rune, bool> isToken)
    {
        var output = new StringBuilder(2 * text.Length);
        for (int i = 0; i < text.Length;)
        {
            _ = Rune.DecodeFromUtf16(text.AsSpan(i), out var rune, out int length);
            if (isToken(rune))
                output.Append(' ').Append(text, i, length).Append(' ');
            else
                output.Append(text, i, length);
            i += length;
        }

        return output.ToString();
    }

    // Sets one of two neighbours apart.
    private static string InPairs(string text, Func<Rune, bool> first, Func<Rune, bool> second, bool aroundFirst)
    {
        var output = new StringBuilder(2 * text.Length);
        for (int i = 0; i < text.Length;)
        {
            _ = Rune.DecodeFromUtf16(text.AsSpan(i), out var one, out int length);
            int next = i + length;
            _ = Rune.DecodeFromUtf16(text.AsSpan(next), out var two, out int nextLength);
            if (nextLength == 0 || !first(one) || !second(two))
            {
                output.Append(text, i, length);
                i = next;
                continue;
            }

            if (aroundFirst)
                output.Append(' ').Append(text, i, length).Append(' ').Append(text, next, nextLength);
            else
                output.Append(text, i, length).Append(' ').Append(text, next, nextLength).Append(' ');
            i = next + nextLength;
        }

        return output.ToString();
    }
}
