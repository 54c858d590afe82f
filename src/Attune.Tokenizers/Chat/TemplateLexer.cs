namespace Attune.Tokenizers;

/// <summary>Splits a template into tokens. Blocks swallow the line break behind them (trim_blocks) and the blanks before them on their line (lstrip_blocks).</summary>
internal sealed class TemplateLexer
{
    // The longer ones first.
    private static readonly string[] s_operators =
    [
        "**", "//", "==", "!=", "<=", ">=", "<", ">", "=", "+", "-", "*", "/", "%", "~", "|", ".", ",", ":", "(", ")", "[", "]", "{", "}",
    ];

    private readonly string _source;
    private readonly List<TemplateToken> _tokens = [];
    private int _at;

    // Positions are asked for in growing order, so that lines are counted once.
    private int _line = 1;
    private int _lineStart;
    private int _counted;

    private TemplateLexer(string source) => _source = source;

    /// <summary>The tokens, with one <see cref="TokenKind.End"/> at the end.</summary>
    public static List<TemplateToken> Split(string template)
    {
        string source = template.Replace("\r\n", "\n", StringComparison.Ordinal).Replace('\r', '\n');
        if (source.EndsWith('\n'))
            source = source[..^1];
        var lexer = new TemplateLexer(source);
        lexer.Run();
        return lexer._tokens;
    }

    private void Run()
    {
        while (_at < _source.Length)
        {
            int tag = FindTag(_at);
            if (tag < 0)
            {
                AddText(_source.Length, _source.Length);
                break;
            }

            char kind = _source[tag + 1];
            char sign = tag + 2 < _source.Length ? _source[tag + 2] : ' ';
            AddText(TextEnd(tag, kind, sign), tag);
            int inside = tag + (sign is '-' or '+' ? 3 : 2);
            if (kind == '#')
                SkipComment(tag, inside);
            else
                ReadTag(tag, inside, kind == '{');
        }

        Add(TokenKind.End, "", _source.Length);
    }

    private int FindTag(int from)
    {
        for (int at = from; (at = _source.IndexOf('{', at)) >= 0 && at + 1 < _source.Length; at++)
        {
            if (_source[at + 1] is '{' or '%' or '#')
                return at;
        }

        return -1;
    }

    /// <summary>Where the text before a tag ends, once its blanks are taken away.</summary>
    private int TextEnd(int tag, char kind, char sign)
    {
        int end = tag;
        if (sign == '-')
        {
            while (end > _at && PythonText.IsSpace(_source[end - 1]))
                end--;
        }
        else if (kind != '{' && sign != '+')
        {
            while (end > _at && _source[end - 1] != '\n' && PythonText.IsSpace(_source[end - 1]))
                end--;
            bool lineStarts = end == 0 || _source[end - 1] == '\n';
            if (!lineStarts)
                end = tag;
        }

        return end;
    }

    private void AddText(int end, int next)
    {
        if (end > _at)
            Add(TokenKind.Text, _source[_at..end], _at);
        _at = next;
    }

    private void SkipComment(int tag, int inside)
    {
        int close = _source.IndexOf("#}", inside, StringComparison.Ordinal);
        if (close < 0)
            throw Error(tag, "'#}' to end the comment", "the end of the template");
        char sign = close > inside ? _source[close - 1] : ' ';
        _at = close + 2;
        SkipAfterTag(sign, trims: true);
    }

    private void SkipAfterTag(char sign, bool trims)
    {
        if (sign == '-')
        {
            while (_at < _source.Length && PythonText.IsSpace(_source[_at]))
                _at++;
        }
        else if (trims && sign != '+' && _at < _source.Length && _source[_at] == '\n')
        {
            _at++;
        }
    }

    private void ReadTag(int tag, int inside, bool output)
    {
        Add(output ? TokenKind.OutputBegin : TokenKind.BlockBegin, "", tag);
        _at = inside;
        int open = 0;
        while (true)
        {
            while (_at < _source.Length && PythonText.IsSpace(_source[_at]))
                _at++;
            if (_at >= _source.Length)
                throw Error(tag, output ? "'}}' to end this tag" : "'%}' to end this tag", "the end of the template");
            if (open == 0 && TryEndTag(output))
                return;
            open += ReadToken();
        }
    }

    private bool TryEndTag(bool output)
    {
        string close = output ? "}}" : "%}";
        char sign = _source[_at] is '-' || (_source[_at] == '+' && !output) ? _source[_at] : ' ';
        int at = sign == ' ' ? _at : _at + 1;
        if (string.CompareOrdinal(_source, at, close, 0, 2) != 0)
            return false;
        Add(output ? TokenKind.OutputEnd : TokenKind.BlockEnd, "", _at);
        _at = at + 2;
        SkipAfterTag(sign, trims: !output);
        return true;
    }

    /// <summary>Reads one token, and returns by how much it opens brackets.</summary>
    private int ReadToken()
    {
        int start = _at;
        char first = _source[start];
        if (first is '\'' or '"')
        {
            Add(TokenKind.String, ReadString(first), start);
            return 0;
        }

        if (char.IsAsciiDigit(first))
        {
            bool real = TemplateLiterals.SkipNumber(_source, ref _at);
            Add(real ? TokenKind.Float : TokenKind.Integer, _source[start.._at], start);
            return 0;
        }

        if (char.IsLetter(first) || first == '_')
        {
            while (_at < _source.Length && (char.IsLetterOrDigit(_source[_at]) || _source[_at] == '_'))
                _at++;
            Add(TokenKind.Name, _source[start.._at], start);
            return 0;
        }

        foreach (string text in s_operators)
        {
            if (string.CompareOrdinal(_source, start, text, 0, text.Length) != 0)
                continue;
            Add(TokenKind.Operator, text, start);
            _at += text.Length;
            return text is "(" or "[" or "{" ? 1 : text is ")" or "]" or "}" ? -1 : 0;
        }

        throw Error(start, "a name, a literal or an operator", $"'{first}'");
    }

    private string ReadString(char quote)
    {
        int start = _at + 1;
        int end = start;
        while (end < _source.Length && _source[end] != quote)
            end += _source[end] == '\\' ? 2 : 1;
        if (end >= _source.Length)
            throw Error(_at, $"{quote} to end the string", "the end of the template");
        _at = end + 1;
        string text = _source[start..end];
        return TemplateLiterals.TryUnescape(text, out string value, out int wrong)
            ? value
            : throw Error(start + wrong, "an escape sequence of Python's strings", "one that is cut short or names no character");
    }

    private void Add(TokenKind kind, string text, int offset) => _tokens.Add(new TemplateToken(kind, text, PositionOf(offset)));

    private ChatTemplateException Error(int offset, string expected, string found) => new(PositionOf(offset), expected, found);

    private TemplatePosition PositionOf(int offset)
    {
        if (offset < _counted)
            (_line, _lineStart, _counted) = (1, 0, 0);
        for (; _counted < offset; _counted++)
        {
            if (_source[_counted] == '\n')
                (_line, _lineStart) = (_line + 1, _counted + 1);
        }

        return new TemplatePosition(_line, offset - _lineStart + 1);
    }
}
