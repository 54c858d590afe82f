using System.Text;
using System.Text.Json;
using System.Text.Unicode;

namespace Attune.Formats;

/// <summary>
/// Checks once, before anything is read, that bytes are JSON: then reading a part of them cannot fail but for what it holds. Takes no memory to speak of.
/// </summary>
public static class JsonSyntax
{
    private const int MaxDepth = 64;

    /// <summary>What to read checked bytes with.</summary>
    public static JsonReaderOptions Options => new() { MaxDepth = MaxDepth };

    /// <summary>Checks UTF-8, syntax, depth, and that escapes name characters.</summary>
    /// <param name="file">What errors call the file.</param>
    /// <param name="start">Where in the file the bytes begin.</param>
    /// <exception cref="InvalidFileException">Any of it fails.</exception>
    public static void Check(string file, ReadOnlySpan<byte> bytes, long start = 0)
    {
        if (!Utf8.IsValid(bytes))
            throw new InvalidFileException(file, null, start + FirstInvalid(bytes, out byte found), "JSON in UTF-8", $"the byte 0x{found:X2}, which is not UTF-8");
        var reader = new Utf8JsonReader(bytes, Options);
        char[] scratch = [];
        try
        {
            while (reader.Read())
            {
                if (!reader.ValueIsEscaped)
                    continue;
                if (scratch.Length < reader.ValueSpan.Length)
                    scratch = new char[reader.ValueSpan.Length];
                reader.CopyString(scratch);
            }
        }
        catch (JsonException error)
        {
            throw SyntaxError(file, bytes, start, error);
        }
        catch (InvalidOperationException)
        {
            throw new InvalidFileException(file, null, start + reader.TokenStartIndex, "escapes that name characters", "half of a surrogate pair");
        }
    }

    private static InvalidFileException SyntaxError(string file, ReadOnlySpan<byte> bytes, long start, JsonException error)
    {
        long lineStart = 0;
        for (long line = 0; line < error.LineNumber; line++)
            lineStart += bytes[(int)lineStart..].IndexOf((byte)'\n') + 1;
        long offset = Math.Min(lineStart + (error.BytePositionInLine ?? 0), bytes.Length);
        string found = start == 0 ? "the end of the file" : "its end";
        if (offset < bytes.Length)
        {
            Rune.DecodeFromUtf8(bytes[(int)offset..], out var rune, out _);
            found = $"'{rune}'";
        }

        return new InvalidFileException(file, null, start + offset, $"well-formed JSON, at most {MaxDepth} values inside of each other", found, error);
    }

    private static long FirstInvalid(ReadOnlySpan<byte> bytes, out byte found)
    {
        int offset = 0;
        while (Rune.DecodeFromUtf8(bytes[offset..], out _, out int length) == System.Buffers.OperationStatus.Done)
            offset += length;
        found = bytes[offset];
        return offset;
    }
}
