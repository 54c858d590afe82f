using System.Globalization;
using System.Text;

namespace Attune.Tokenizers;

/// <summary>
/// Reads a pattern's syntax, by recursive descent: alternatives of sequences of repeated items. The language is the part of Rust's
/// <c>regex</c> and <c>fancy-regex</c> that split patterns use; where Oniguruma reads something else, Rust's reading wins.
/// </summary>
internal sealed partial class PatternParser
{
    private const int MaxNesting = 100;
    private const int MaxCount = 100_000;

    private readonly string _pattern;
    private int _position;
    private int _nesting;
    private Flags _flags;

    private PatternParser(string pattern) => _pattern = pattern;

    [Flags]
    private enum Flags
    {
        None = 0,
        IgnoreCase = 1,
        MultiLine = 2,
        DotMatchesNewline = 4,
    }

    private bool AtEnd => _position == _pattern.Length;

    internal static PatternNode Parse(string pattern)
    {
        var parser = new PatternParser(pattern);
        PatternNode node = parser.ParseChoice();
        if (!parser.AtEnd)
            throw parser.Error("a closing parenthesis that no group opens");
        return node;
    }

    private PatternNode ParseChoice()
    {
        if (++_nesting > MaxNesting)
            throw Error($"more than {MaxNesting} groups or classes inside of each other");
        // A flag set inside of a group holds until the group ends, in its later alternatives too.
        Flags outer = _flags;
        var parts = new List<PatternNode> { ParseSequence() };
        while (Accept('|'))
            parts.Add(ParseSequence());
        _flags = outer;
        _nesting--;
        return parts.Count == 1 ? parts[0] : new PatternNode.Choice(parts);
    }

    private PatternNode ParseSequence()
    {
        var parts = new List<PatternNode>();
        while (!AtEnd && Peek() is not ('|' or ')'))
        {
            if (ParseItem() is PatternNode item)
                parts.Add(ParseRepeats(item));
        }

        return parts.Count == 1 ? parts[0] : new PatternNode.Sequence(parts);
    }

    private PatternNode ParseRepeats(PatternNode item)
    {
        for (int depth = 0; !AtEnd && ParseCounts(out int min, out int max); depth++)
        {
            if (depth == MaxNesting)
                throw Error($"more than {MaxNesting} repetitions of each other");
            Greed greed = Accept('?') ? Greed.Lazy : Accept('+') ? Greed.Possessive : Greed.Greedy;
            item = new PatternNode.Repeat(item, min, max, greed);
        }

        return item;
    }

    private bool ParseCounts(out int min, out int max)
    {
        (min, max) = Peek() switch
        {
            '?' => (0, 1),
            '*' => (0, int.MaxValue),
            '+' => (1, int.MaxValue),
            _ => (-1, -1),
        };
        if (min >= 0)
        {
            _position++;
            return true;
        }

        return Peek() == '{' && ParseBraces(out min, out max);
    }

    /// <summary>{n}, {n,}, {,m} or {n,m}; any other brace is a character like others.</summary>
    private bool ParseBraces(out int min, out int max)
    {
        (min, max) = (0, int.MaxValue);
        int start = _position;
        int close = _pattern.IndexOf('}', start);
        if (close < 0)
            return false;
        string[] bounds = _pattern[(start + 1)..close].Split(',');
        bool valid = bounds.Length is 1 or 2 && bounds.All(bound => bound.All(char.IsAsciiDigit)) && bounds.Any(bound => bound.Length > 0);
        if (!valid)
            return false;
        _position = close + 1;
        min = ParseCount(bounds[0], start, 0);
        max = bounds.Length == 1 ? min : ParseCount(bounds[1], start, int.MaxValue);
        if (max < min)
            throw Error("a repetition whose greatest count is below its least", start);
        return true;
    }

    private int ParseCount(string digits, int start, int missing)
    {
        if (digits.Length == 0)
            return missing;
        if (int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out int count) && count <= MaxCount)
            return count;
        throw Error($"a repetition of more than {MaxCount} times", start);
    }

    /// <summary>One character, class, group, anchor or escape; null for what only sets flags.</summary>
    private PatternNode? ParseItem()
    {
        int start = _position;
        int c = Next();
        switch (c)
        {
            case '(':
                return ParseGroup(start);
            case '[':
                return new PatternNode.One(ParseClass(start));
            case '.':
                return new PatternNode.One(_flags.HasFlag(Flags.DotMatchesNewline) ? UnicodeProperties.All : CharacterSet.Range('\n', '\n').Not());
            case '^':
                return new PatternNode.Anchor(_flags.HasFlag(Flags.MultiLine) ? PatternAnchor.LineStart : PatternAnchor.TextStart);
            case '$':
                return new PatternNode.Anchor(_flags.HasFlag(Flags.MultiLine) ? PatternAnchor.LineEnd : PatternAnchor.TextEnd);
            case '?' or '*' or '+':
                throw Error("a repetition of nothing", start);
            case '\\':
                return ParseEscape(start);
            default:
                return Literal(c);
        }
    }

    private PatternNode ParseEscape(int start)
    {
        if (AtEnd)
            throw Error("a backslash at the end", start);
        PatternAnchor? anchor = Peek() switch
        {
            'A' => PatternAnchor.TextStart,
            'z' => PatternAnchor.TextEnd,
            'Z' => PatternAnchor.TextEndOrLastNewline,
            'b' => PatternAnchor.WordBoundary,
            'B' => PatternAnchor.NoWordBoundary,
            _ => null,
        };
        if (anchor is PatternAnchor kind)
        {
            _position++;
            return new PatternNode.Anchor(kind);
        }

        return ParseSetEscape() is CharacterSet set ? new PatternNode.One(Fold(set)) : Literal(ParseCharacterEscape(start));
    }

    private PatternNode? ParseGroup(int start)
    {
        if (!Accept('?'))
            return Close(ParseChoice(), start);
        if (Accept("="))
            return new PatternNode.Look(Close(ParseChoice(), start), 0, Negative: false);
        if (Accept("!"))
            return new PatternNode.Look(Close(ParseChoice(), start), 0, Negative: true);
        if (Accept("<="))
            return Behind(start, negative: false);
        if (Accept("<!"))
            return Behind(start, negative: true);
        if (Accept(">"))
            return new PatternNode.Atomic(Close(ParseChoice(), start));
        if (Accept("P<") || Accept("<"))
        {
            int close = _pattern.IndexOf('>', _position);
            if (close < 0)
                throw Error("a group's name without end", start);
            _position = close + 1;
            return Close(ParseChoice(), start);
        }

        return ParseFlags(start);
    }

    /// <summary>What follows in (?i-m) or (?i-m:...).</summary>
    private PatternNode? ParseFlags(int start)
    {
        Flags outer = _flags;
        for (bool on = true; ;)
        {
            int c = AtEnd ? -1 : Next();
            Flags flag = c switch
            {
                'i' => Flags.IgnoreCase,
                'm' => Flags.MultiLine,
                's' => Flags.DotMatchesNewline,
                _ => Flags.None,
            };
            if (flag != Flags.None)
            {
                _flags = on ? _flags | flag : _flags & ~flag;
            }
            else if (c == '-' && on)
            {
                on = false;
            }
            else if (c == ')')
            {
                return null;
            }
            else if (c == ':')
            {
                PatternNode node = Close(ParseChoice(), start);
                _flags = outer;
                return node;
            }
            else if (c != 'u')
            {
                throw Error("a group of a kind that split patterns do not have", start);
            }
        }
    }

    private PatternNode.Look Behind(int start, bool negative)
    {
        PatternNode part = Close(ParseChoice(), start);
        return part.Width is int width
            ? new PatternNode.Look(part, width, negative)
            : throw Error("a look-behind whose matches differ in length", start);
    }

    private PatternNode Close(PatternNode node, int start) => Accept(')') ? node : throw Error("a group without end", start);

    private PatternNode.One Literal(int codePoint) => new(Fold(CharacterSet.Range(codePoint, codePoint)));

    private CharacterSet Fold(CharacterSet set) => _flags.HasFlag(Flags.IgnoreCase) ? set.IgnoringCase() : set;

    private char Peek() => _pattern[_position];

    private int Next()
    {
        if (Rune.DecodeFromUtf16(_pattern.AsSpan(_position), out Rune rune, out int length) != System.Buffers.OperationStatus.Done)
            throw Error("half of a surrogate pair");
        _position += length;
        return rune.Value;
    }

    private bool Accept(char c)
    {
        if (AtEnd || Peek() != c)
            return false;
        _position++;
        return true;
    }

    private bool Accept(string text)
    {
        if (!_pattern.AsSpan(_position).StartsWith(text, StringComparison.Ordinal))
            return false;
        _position += text.Length;
        return true;
    }

    private PatternSyntaxException Error(string problem, int? position = null) => new(_pattern, position ?? _position, problem);
}
