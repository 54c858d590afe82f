using System.Buffers;
using System.Globalization;

namespace Attune.Tokenizers;

/// <summary>Texts as Python sees them: sequences of code points.</summary>
internal static class PythonText
{
    /// <summary>All that <see cref="IsSpace"/> says yes to.</summary>
    public static SearchValues<char> Spaces { get; } =
        SearchValues.Create([.. Enumerable.Range(0, char.MaxValue + 1).Select(code => (char)code).Where(IsSpace)]);

    public static bool IsSpace(char character) => char.IsWhiteSpace(character) || character is >= '\x1c' and <= '\x1f';

    /// <summary>The number of code points; a lone surrogate is one.</summary>
    public static int Length(string text)
    {
        int length = text.Length;
        for (int i = 1; i < text.Length; i++)
        {
            if (char.IsSurrogatePair(text[i - 1], text[i]))
                length--;
        }

        return length;
    }

    /// <summary>The UTF-16 index that lies <paramref name="count"/> code points after another.</summary>
    public static int Offset(string text, long count, int start = 0)
    {
        int offset = start;
        for (; count > 0; count--)
            offset += offset + 1 < text.Length && char.IsSurrogatePair(text[offset], text[offset + 1]) ? 2 : 1;
        return offset;
    }

    /// <summary>Each code point as a text.</summary>
    public static object[] Characters(string text)
    {
        var characters = new List<object>(text.Length);
        for (int i = 0; i < text.Length; i++)
        {
            int length = i + 1 < text.Length && char.IsSurrogatePair(text[i], text[i + 1]) ? 2 : 1;
            characters.Add(text.Substring(i, length));
            i += length - 1;
        }

        return [.. characters];
    }

    /// <summary>The place of a UTF-16 index among the code points; -1 stays.</summary>
    public static Int128 CodePointIndex(string text, int index) => index <= 0 ? index : Length(text[..index]);

    /// <summary>Whether Python writes this code point as it is in a representation.</summary>
    public static bool IsPrintable(int codePoint) => codePoint == ' ' || CharUnicodeInfo.GetUnicodeCategory(codePoint)
        is not (UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.Surrogate or UnicodeCategory.PrivateUse
            or UnicodeCategory.OtherNotAssigned or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator
            or UnicodeCategory.SpaceSeparator);

    /// <summary>Takes characters away at the ends: blanks, or those of <paramref name="characters"/>.</summary>
    public static string Strip(string text, string? characters, bool start = true, bool end = true)
    {
        var strips = characters is null ? Spaces : SearchValues.Create(characters);
        int from = start ? text.AsSpan().IndexOfAnyExcept(strips) : 0;
        int to = end ? text.AsSpan().LastIndexOfAnyExcept(strips) + 1 : text.Length;
        return from < 0 ? "" : text[from..Math.Max(from, to)];
    }

    /// <summary>First letter large, the others small.</summary>
    public static string Capitalize(string text)
    {
        int first = text.Length > 1 && char.IsSurrogatePair(text[0], text[1]) ? 2 : Math.Min(1, text.Length);
        return text[..first].ToUpperInvariant() + text[first..].ToLowerInvariant();
    }

    /// <summary>Every word's first letter large, where any run of letters is a word.</summary>
    public static string Title(string text) => EachWord(text, character => !char.IsLetter(character));

    /// <summary>The same for Jinja's filter, where words begin behind blanks, hyphens and opening brackets.</summary>
    public static string TitleFilter(string text) => EachWord(text, character => IsSpace(character) || character is '-' or '(' or '{' or '[' or '<');

    /// <summary>Lines without their ends.</summary>
    public static List<string> Lines(string text, bool keepEnds = false)
    {
        var lines = new List<string>();
        int start = 0;
        for (int i = 0; i < text.Length; i++)
        {
            if (text[i] is not ('\n' or '\r' or '\v' or '\f' or (>= '\x1c' and <= '\x1e') or '\x85' or '\u2028' or '\u2029'))
                continue;
            int end = i;
            if (text[i] == '\r' && i + 1 < text.Length && text[i + 1] == '\n')
                i++;
            lines.Add(text[start..(keepEnds ? i + 1 : end)]);
            start = i + 1;
        }

        if (start < text.Length)
            lines.Add(text[start..]);
        return lines;
    }

    /// <summary>Parts between separators; between runs of blanks where there is none given. At most <paramref name="limit"/> splits unless negative.</summary>
    public static List<object> Split(string text, string? separator, int limit)
    {
        var parts = new List<object>();
        int start = 0;
        if (separator is not null)
        {
            while (limit-- != 0)
            {
                int at = text.IndexOf(separator, start, StringComparison.Ordinal);
                if (at < 0)
                    break;
                parts.Add(text[start..at]);
                start = at + separator.Length;
            }

            parts.Add(text[start..]);
            return parts;
        }

        while (true)
        {
            while (start < text.Length && IsSpace(text[start]))
                start++;
            if (start == text.Length)
                return parts;
            if (limit-- == 0)
            {
                parts.Add(Strip(text[start..], null, start: false));
                return parts;
            }

            int end = start;
            while (end < text.Length && !IsSpace(text[end]))
                end++;
            parts.Add(text[start..end]);
            start = end;
        }
    }

    /// <summary>The same, with the splits counted from the end.</summary>
    public static List<object> SplitFromEnd(string text, string? separator, int limit)
    {
        if (limit < 0)
            return Split(text, separator, limit);
        string? turned = separator is null ? null : Turn(separator);
        var parts = Split(Turn(text), turned, limit);
        parts.Reverse();
        return [.. parts.Select(part => (object)Turn((string)part))];
    }

    /// <summary>From back to front, by UTF-16 code unit: only to be turned back later.</summary>
    private static string Turn(string text) => string.Create(text.Length, text, static (span, from) =>
    {
        from.CopyTo(span);
        span.Reverse();
    });

    private static string EachWord(string text, Func<char, bool> separates) => string.Create(text.Length, (text, separates), static (span, state) =>
    {
        bool begins = true;
        for (int i = 0; i < span.Length; i++)
        {
            char character = state.text[i];
            span[i] = begins ? char.ToUpperInvariant(character) : char.ToLowerInvariant(character);
            begins = state.separates(character);
        }
    });
}
