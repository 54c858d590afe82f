namespace Attune.Tokenizers;

/// <summary>A text, or a list of ids, that a tokenizer cannot work on: the message says which, where, and why.</summary>
public sealed class TokenizationException : Exception
{
    /// <summary>Describes the failure.</summary>
    public TokenizationException(string message)
        : base(message)
    {
    }

    /// <summary>Describes the failure and what caused it.</summary>
    public TokenizationException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
