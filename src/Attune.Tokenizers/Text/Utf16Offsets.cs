namespace Attune.Tokenizers;

/// <summary>
/// Turns offsets into a text as UTF-8 into offsets into the same text as UTF-16. An offset within a character (of a token that is a part of one) counts as
/// the character's start; so ranges that join as bytes join as characters. Ask in rising order: each question goes on where the last one ended, or begins anew.
/// </summary>
internal ref struct Utf16Offsets(ReadOnlySpan<char> text)
{
    private readonly ReadOnlySpan<char> _text = text;
    private long _bytes;
    private int _index;

    /// <summary>The index of the character that the byte at <paramref name="offset"/> belongs to.</summary>
    public int At(long offset)
    {
        if (offset < _bytes)
            (_bytes, _index) = (0, 0);
        while (_index < _text.Length)
        {
            int units = 1;
            int length = _text[_index] switch
            {
                < '\x80' => 1,
                < '\x800' => 2,
                _ when char.IsHighSurrogate(_text[_index]) && _index + 1 < _text.Length && char.IsLowSurrogate(_text[_index + 1]) => 4,
                _ => 3,
            };
            if (length == 4)
                units = 2;
            if (_bytes + length > offset)
                break;
            _bytes += length;
            _index += units;
        }

        return _index;
    }

    /// <summary>Whether a character begins, or the text ends, at this byte.</summary>
    public bool IsBoundary(long offset)
    {
        At(offset);
        return _bytes == offset;
    }
}
