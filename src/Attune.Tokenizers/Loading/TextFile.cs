using System.Text;
using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>A file of text in memory, with what errors call it.</summary>
internal sealed record TextFile(string Name, ReadOnlyMemory<byte> Bytes)
{
    public TextLines Lines => new(Name, Bytes.Span);
}

/// <summary>Goes through the lines of a text file, and knows where each one is for errors. The last line need not end in a line break.</summary>
internal ref struct TextLines(string file, ReadOnlySpan<byte> bytes)
{
    private readonly ReadOnlySpan<byte> _bytes = bytes;
    private int _next;

    /// <summary>The line, without its line break.</summary>
    public ReadOnlySpan<byte> Line { get; private set; }

    /// <summary>Its number, from 1.</summary>
    public int Number { get; private set; }

    /// <summary>Where it begins in the file.</summary>
    public int Offset { get; private set; }

    public bool Next()
    {
        if (_next >= _bytes.Length)
            return false;
        Offset = _next;
        int length = _bytes[_next..].IndexOf((byte)'\n');
        Line = length < 0 ? _bytes[_next..] : _bytes.Slice(_next, length);
        _next = length < 0 ? _bytes.Length : _next + length + 1;
        if (Line is [.., (byte)'\r'])
            Line = Line[..^1];
        Number++;
        return true;
    }

    public readonly InvalidFileException Error(string expected, string found) => new(file, $"line {Number}", Offset, expected, found);

    /// <summary>An error in the words "expected ..., found ...".</summary>
    public readonly InvalidFileException Refused(string problem) => JsonPart.Refused(file, $"line {Number}", new ArgumentException(problem), Offset);

    /// <summary>An error that shows text of the line.</summary>
    public readonly InvalidFileException Error(string expected, ReadOnlySpan<byte> found) =>
        Error(expected, $"\"{Encoding.UTF8.GetString(found[..Math.Min(80, found.Length)])}\"");
}
