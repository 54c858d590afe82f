namespace Attune.Tokenizers;

/// <summary>The kinds of a template's tokens.</summary>
internal enum TokenKind
{
    /// <summary>Text outside the tags, whitespace control applied.</summary>
    Text,

    /// <summary>The start of a <c>{{ }}</c> tag.</summary>
    OutputBegin,
    OutputEnd,

    /// <summary>The start of a <c>{% %}</c> tag.</summary>
    BlockBegin,
    BlockEnd,
    Name,
    String,
    Integer,
    Float,

    /// <summary>An operator or bracket, named by its text.</summary>
    Operator,
    End,
}

/// <summary>A token: for a string its value, for the others their text.</summary>
internal readonly record struct TemplateToken(TokenKind Kind, string Text, TemplatePosition At)
{
    /// <summary>Whether this is the operator <paramref name="text"/>.</summary>
    public bool IsOperator(string text) => Kind == TokenKind.Operator && Text == text;

    /// <summary>Whether this is the name <paramref name="text"/>.</summary>
    public bool IsName(string text) => Kind == TokenKind.Name && Text == text;

    /// <summary>The token as an error names it.</summary>
    public string Describe() => Kind switch
    {
        TokenKind.Text => "text",
        TokenKind.OutputBegin => "'{{'",
        TokenKind.OutputEnd => "'}}'",
        TokenKind.BlockBegin => "'{%'",
        TokenKind.BlockEnd => "'%}'",
        TokenKind.String => "a string",
        TokenKind.End => "the end of the template",
        _ => $"'{(Text.Length > 40 ? Text[..40] + "…" : Text)}'",
    };
}
