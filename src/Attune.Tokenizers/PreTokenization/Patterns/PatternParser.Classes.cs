using System.Globalization;
using System.Text;

namespace Attune.Tokenizers;

/// <content>Classes in brackets, and escapes.</content>
internal sealed partial class PatternParser
{
    /// <summary>The rest of a class after its opening bracket: unions, intersected by <c>&amp;&amp;</c>.</summary>
    private CharacterSet ParseClass(int start)
    {
        if (++_nesting > MaxNesting)
            throw Error($"more than {MaxNesting} groups or classes inside of each other");
        bool negated = Accept('^');
        var sets = new List<CharacterSet> { ParseUnion(start, first: true) };
        while (Accept("&&"))
            sets.Add(ParseUnion(start, first: false));
        _position++; // the closing bracket
        _nesting--;
        CharacterSet set = Fold(CharacterSet.Intersection([.. sets]));
        return negated ? set.Not() : set;
    }

    /// <summary>Characters, ranges, escapes and classes up to a closing bracket, which is itself one when it comes first, or an intersection.</summary>
    private CharacterSet ParseUnion(int start, bool first)
    {
        var sets = new List<CharacterSet>();
        for (; ; first = false)
        {
            if (AtEnd)
                throw Error("a class without end", start);
            if ((Peek() == ']' && !first) || _pattern.AsSpan(_position).StartsWith("&&"))
                return CharacterSet.Union([.. sets]);
            int item = _position;
            if (Accept("[:"))
                throw Error("a POSIX class, which split patterns do not have", item);
            if (Accept('['))
                sets.Add(ParseClass(item));
            else if (Peek() == '\\' && ParseSetEscapeInClass() is CharacterSet escape)
                sets.Add(escape);
            else
                sets.Add(ParseRange(item));
        }
    }

    private CharacterSet? ParseSetEscapeInClass()
    {
        int start = _position++;
        if (!AtEnd && ParseSetEscape() is CharacterSet set)
            return set;
        _position = start;
        return null;
    }

    private CharacterSet ParseRange(int start)
    {
        int first = ParseClassCharacter();
        // A hyphen before the end, or before a set, is a character like others.
        bool range = _position + 1 < _pattern.Length && Peek() == '-' && _pattern[_position + 1] is not (']' or '[');
        if (!range)
            return CharacterSet.Range(first, first);
        int hyphen = _position++;
        if (Peek() == '\\' && ParseSetEscapeInClass() is not null)
        {
            _position = hyphen;
            return CharacterSet.Range(first, first);
        }

        int last = ParseClassCharacter();
        return last >= first ? CharacterSet.Range(first, last) : throw Error("a range whose end is before its start", start);
    }

    private int ParseClassCharacter()
    {
        int start = _position;
        int c = Next();
        if (c != '\\')
            return c;
        return AtEnd ? throw Error("a backslash at the end", start) : ParseCharacterEscape(start);
    }

    /// <summary>An escape that stands for a set, after its backslash; null, and nothing read, for another escape.</summary>
    private CharacterSet? ParseSetEscape()
    {
        char c = Peek();
        if (c is 'p' or 'P')
        {
            _position++;
            CharacterSet property = ParseProperty();
            return c == 'P' ? property.Not() : property;
        }

        CharacterSet? set = char.ToLowerInvariant(c) switch
        {
            's' => UnicodeProperties.WhiteSpace,
            'd' => UnicodeProperties.Digit,
            'w' => UnicodeProperties.Word,
            _ => null,
        };
        if (set is null)
            return null;
        _position++;
        return char.IsAsciiLetterUpper(c) ? set.Not() : set;
    }

    private CharacterSet ParseProperty()
    {
        int start = _position;
        if (AtEnd)
            throw Error("a property without name", start);
        string name = Accept('{') ? ReadToBrace(start) : ((char)Next()).ToString();
        bool negated = name.StartsWith('^');
        CharacterSet set = UnicodeProperties.Find(negated ? name[1..] : name) ?? throw Error($"no Unicode property of the name {name} is known here", start);
        return negated ? set.Not() : set;
    }

    private int ParseCharacterEscape(int start)
    {
        int c = Next();
        switch (c)
        {
            case 'n':
                return '\n';
            case 'r':
                return '\r';
            case 't':
                return '\t';
            case 'f':
                return '\f';
            case 'v':
                return '\v';
            case 'a':
                return '\a';
            case 'e':
                return 0x1B;
            case 'x':
                return ParseHexadecimal(2, start);
            case 'u':
                return ParseHexadecimal(4, start);
            case 'U':
                return ParseHexadecimal(8, start);
            default:
                return c < 128 && char.IsAsciiLetterOrDigit((char)c) ? throw Error($"an escape \\{(char)c} that split patterns do not have", start) : c;
        }
    }

    private int ParseHexadecimal(int digits, int start)
    {
        string text;
        if (Accept('{'))
        {
            text = ReadToBrace(start);
        }
        else
        {
            text = _pattern.Substring(_position, Math.Min(digits, _pattern.Length - _position));
            _position += text.Length;
        }

        bool valid = int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out int codePoint) && Rune.IsValid(codePoint);
        return valid ? codePoint : throw Error("an escape that names no character", start);
    }

    private string ReadToBrace(int start)
    {
        int close = _pattern.IndexOf('}', _position);
        if (close < 0)
            throw Error("a brace without end", start);
        string text = _pattern[_position..close];
        _position = close + 1;
        return text;
    }
}
