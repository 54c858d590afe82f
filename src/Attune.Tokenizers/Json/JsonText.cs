using System.Text;
using System.Text.Json;
using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>
/// The strings of a vocabulary as a reader comes by them, as characters and as the bytes of the token. One piece of memory for all. Not thread-safe.
/// </summary>
/// <param name="byteLevel">Whether characters of the <see cref="ByteAlphabet"/> stand for bytes.</param>
internal sealed class JsonText(bool byteLevel)
{
    private char[] _chars = new char[64];
    private byte[] _bytes = new byte[192];
    private int _charCount;
    private int _byteCount;

    /// <summary>The string as the file means it.</summary>
    public ReadOnlySpan<char> Chars => _chars.AsSpan(0, _charCount);

    /// <summary>The bytes of the token.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _byteCount);

    /// <summary>Whether the string has a character that stands for no byte, though the vocabulary is byte-level: then it is itself, in UTF-8.</summary>
    public bool IsForeign { get; private set; }

    /// <summary>Takes the string or key that the reader stands before. The bytes have gone through <see cref="JsonSyntax.Check"/>.</summary>
    public void Take(ref Utf8JsonReader reader)
    {
        // No escape is shorter than what it stands for, in UTF-16 and in UTF-8.
        Reserve(reader.ValueSpan.Length);
        _charCount = reader.CopyString(_chars);
        Convert();
    }

    /// <summary>Takes a part of a string that has been taken.</summary>
    public void Take(ReadOnlySpan<char> text)
    {
        Reserve(text.Length);
        text.CopyTo(_chars);
        _charCount = text.Length;
        Convert();
    }

    private void Convert()
    {
        IsForeign = byteLevel && !ByteAlphabet.TryToBytes(Chars, _bytes);
        _byteCount = byteLevel && !IsForeign ? _charCount : Encoding.UTF8.GetBytes(Chars, _bytes);
    }

    private void Reserve(int length)
    {
        if (_chars.Length >= length)
            return;
        _chars = new char[Math.Max(length, 2 * _chars.Length)];
        _bytes = new byte[3L * _chars.Length];
    }
}
