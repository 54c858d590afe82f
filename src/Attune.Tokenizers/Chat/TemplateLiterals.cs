using System.Globalization;
using System.Text;

namespace Attune.Tokenizers;

/// <summary>The literals of templates: strings with Python's escapes, numbers.</summary>
internal static class TemplateLiterals
{
    /// <summary>Moves past a number; true if it is a float.</summary>
    public static bool SkipNumber(string source, ref int at)
    {
        // Not a float after a dot: in x.0.1 each part is an index.
        bool afterDot = at > 0 && source[at - 1] == '.';
        SkipDigits(source, ref at);
        if (afterDot)
            return false;
        bool real = false;
        if (IsDigit(source, at + 1) && source[at] == '.')
        {
            at++;
            SkipDigits(source, ref at);
            real = true;
        }

        if (at < source.Length && source[at] is 'e' or 'E')
        {
            int exponent = at + 1 < source.Length && source[at + 1] is '+' or '-' ? at + 2 : at + 1;
            if (IsDigit(source, exponent))
            {
                at = exponent;
                SkipDigits(source, ref at);
                real = true;
            }
        }

        return real;
    }

    /// <summary>The value of an integer's or float's text, or null where it does not fit.</summary>
    public static object? Number(TokenKind kind, string text)
    {
        text = text.Replace("_", "", StringComparison.Ordinal);
        if (kind == TokenKind.Float)
            return double.Parse(text, CultureInfo.InvariantCulture);
        return Int128.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
    }

    /// <summary>Replaces the escapes in the inside of a string literal; if one is malformed, says where.</summary>
    public static bool TryUnescape(string text, out string value, out int wrong)
    {
        value = text;
        wrong = text.IndexOf('\\', StringComparison.Ordinal);
        if (wrong < 0)
            return true;
        var result = new StringBuilder(text.Length);
        for (int at = 0; at < text.Length;)
        {
            if (text[at] != '\\')
            {
                result.Append(text[at++]);
                continue;
            }

            wrong = at;
            if (!TryEscape(text, ref at, result))
                return false;
        }

        value = result.ToString();
        return true;
    }

    private static bool TryEscape(string text, ref int at, StringBuilder result)
    {
        char kind = text[at + 1];
        at += 2;
        switch (kind)
        {
            case '\n':
                return true;
            case '\\' or '\'' or '"':
                result.Append(kind);
                return true;
            case 'x':
                return TryHex(text, ref at, 2, result);
            case 'u':
                return TryHex(text, ref at, 4, result);
            case 'U':
                return TryHex(text, ref at, 8, result);
            case 'N':
                return false;
            case >= '0' and <= '7':
                int octal = kind - '0';
                for (int digits = 1; digits < 3 && at < text.Length && text[at] is >= '0' and <= '7'; digits++)
                    octal = octal * 8 + (text[at++] - '0');
                result.Append((char)octal);
                return true;
            default:
                int index = "abfnrtv".IndexOf(kind, StringComparison.Ordinal);
                if (index >= 0)
                    result.Append("\a\b\f\n\r\t\v"[index]);
                else
                    result.Append('\\').Append(kind);
                return true;
        }
    }

    private static bool TryHex(string text, ref int at, int digits, StringBuilder result)
    {
        if (at + digits > text.Length
            || !uint.TryParse(text.AsSpan(at, digits), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out uint code)
            || code > 0x10FFFF)
        {
            return false;
        }

        at += digits;
        if (code < 0x10000)
            result.Append((char)code);
        else
            result.Append(char.ConvertFromUtf32((int)code));
        return true;
    }

    private static void SkipDigits(string source, ref int at)
    {
        while (IsDigit(source, at) || (at < source.Length && source[at] == '_' && IsDigit(source, at + 1)))
            at++;
    }

    private static bool IsDigit(string source, int at) => at < source.Length && char.IsAsciiDigit(source[at]);
}
