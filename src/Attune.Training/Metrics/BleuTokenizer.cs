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
        text = Around($" {text} ", rune => IsSymbol(rune));
        text = InPairs(text, rune => !IsDigit(rune), rune => IsPoint(rune), aroundFirst: false);
        text = InPairs(text, rune => IsPoint(rune), rune => !IsDigit(rune), aroundFirst: true);
        return InPairs(text, rune => IsDigit(rune), rune => rune.Value == '-', aroundFirst: false);

        static bool IsSymbol(Rune rune) => rune.Value is > ' ' and <= '~' and not ('\'' or ',' or '-' or '.') && !char.IsAsciiLetterOrDigit((char)rune.Value);
        static bool IsPoint(Rune rune) => rune.Value is '.' or ',';
        static bool IsDigit(Rune rune) => rune.Value is >= '0' and <= '9';
    }

    private static string International(string text)
    {
        text = InPairs(text, rune => !Rune.IsNumber(rune), rune => Rune.IsPunctuation(rune), aroundFirst: false);
        text = InPairs(text, rune => Rune.IsPunctuation(rune), rune => !Rune.IsNumber(rune), aroundFirst: true);
        return Around(text, rune => Rune.IsSymbol(rune));
    }

    private static string Around(string text, Func<Rune, bool> isToken)
    {
        var output = new SpacedText(text);
        for (int i = 0, next; i < text.Length; i = next)
        {
            var rune = At(text, i, out next);
            if (isToken(rune))
                output.SetApart(i, next);
        }

        return output.ToString();
    }

    // Sets one of two neighbours apart.
    private static string InPairs(string text, Func<Rune, bool> first, Func<Rune, bool> second, bool aroundFirst)
    {
        var output = new SpacedText(text);
        for (int i = 0, next; i < text.Length; i = next)
        {
            var one = At(text, i, out next);
            if (next == text.Length || !first(one) || !second(At(text, next, out int end)))
                continue;
            if (aroundFirst)
                output.SetApart(i, next);
            else
                output.SetApart(next, end);
            next = end;
        }

        return output.ToString();
    }

    // Most characters are one char, and quick to read.
    private static Rune At(string text, int start, out int end)
    {
        end = start + 1;
        if (Rune.TryCreate(text[start], out var rune))
            return rune;
        _ = Rune.DecodeFromUtf16(text.AsSpan(start), out rune, out int length);
        end = start + length;
        return rune;
    }

    /// <summary>A text with more spaces than it had.</summary>
    private sealed class SpacedText(string text)
    {
        private readonly StringBuilder _output = new(2 * text.Length);
        private int _copied;

        public void SetApart(int start, int end)
        {
            _output.Append(text, _copied, start - _copied).Append(' ').Append(text, start, end - start).Append(' ');
            _copied = end;
        }

        public override string ToString() => _output.Append(text, _copied, text.Length - _copied).ToString();
    }
}
