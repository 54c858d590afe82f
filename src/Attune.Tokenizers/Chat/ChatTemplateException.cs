namespace Attune.Tokenizers;

/// <summary>
/// A chat template that cannot be read, or cannot be rendered with the conversation it was given. The message names the line and column
/// of the template, what was expected there and what was found; where the template itself refused the conversation with
/// <c>raise_exception</c>, the message is the template's own.
/// </summary>
public sealed class ChatTemplateException : Exception
{
    internal ChatTemplateException(TemplatePosition at, string expected, string found)
        : base($"chat template, line {at.Line}, column {at.Column}: expected {expected}, found {found}")
    {
        Line = at.Line;
        Column = at.Column;
        Expected = expected;
        Found = found;
    }

    internal ChatTemplateException(TemplatePosition at, string message)
        : base(message)
    {
        Line = at.Line;
        Column = at.Column;
        RaisedByTemplate = true;
    }

    /// <summary>The line at fault, counted from 1.</summary>
    public int Line { get; }

    /// <summary>The column at fault in that line, in UTF-16 code units counted from 1.</summary>
    public int Column { get; }

    /// <summary>What the template language asks for there; null where the template raised the error itself.</summary>
    public string? Expected { get; }

    /// <summary>What is there; null where the template raised the error itself.</summary>
    public string? Found { get; }

    /// <summary>Whether the template refused the conversation itself, with <c>raise_exception</c>: a matter of its input, not a fault in it.</summary>
    public bool RaisedByTemplate { get; }
}
