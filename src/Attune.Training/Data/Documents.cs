using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Attune.Formats;

namespace Attune.Training;

/// <summary>
/// The documents of text files as UTF-8, one after the other: a file is a document, in <c>.jsonl</c> each line's <c>text</c> is one. What is no text is an error that
/// says where.
/// </summary>
public static class Documents
{
    private const string Field = "text";

    /// <summary>Reads files in order; one document is in memory at a time.</summary>
    /// <param name="files">As <see cref="DataFiles.Find"/> gives them.</param>
    /// <exception cref="InvalidFileException">A binary file, invalid UTF-8, a broken .gz, a line without a text.</exception>
    public static IEnumerable<ReadOnlyMemory<byte>> Read(IEnumerable<string> files)
    {
        foreach (string file in files)
        {
            string name = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
            if (name.EndsWith(".jsonl", StringComparison.OrdinalIgnoreCase))
            {
                foreach (byte[] text in Lines(file))
                    yield return text;
                continue;
            }

            var document = ReadText(file);
            if (document.Length > 0)
                yield return document;
        }
    }

    /// <summary>All of one file, without a byte order mark.</summary>
    /// <exception cref="InvalidFileException">A binary file, invalid UTF-8, a broken .gz.</exception>
    internal static ReadOnlyMemory<byte> ReadText(string file)
    {
        byte[] bytes = Whole(file);
        Check(file, bytes);
        return bytes.AsSpan().StartsWith("\uFEFF"u8) ? bytes.AsMemory(3) : bytes;
    }

    private static byte[] Whole(string file)
    {
        using var stream = DataFiles.Open(file);
        using var all = new MemoryStream();
        try
        {
            stream.CopyTo(all);
        }
        catch (IOException wrong) when (all.Length > int.MaxValue - (1 << 20))
        {
            throw new InvalidFileException(file, null, null, "at most 2 GB in one file; cut it into several", "more", wrong);
        }

        return all.ToArray();
    }

    private static IEnumerable<byte[]> Lines(string file)
    {
        byte[] bytes = Whole(file);
        int start = bytes.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0;
        for (int number = 1; start < bytes.Length; number++)
        {
            int length = bytes.AsSpan(start).IndexOf((byte)'\n');
            var line = bytes.AsMemory(start, length < 0 ? bytes.Length - start : length);
            start += line.Length + 1;
            if (!Utf8.IsValid(line.Span))
                throw new InvalidFileException(file, $"line {number}", null, "a line of UTF-8", "other bytes");
            if (line.Span.Trim(" \t\r"u8).Length > 0 && TextOf(file, number, line) is { Length: > 0 } text)
                yield return text;
        }
    }

    private static byte[] TextOf(string file, int number, ReadOnlyMemory<byte> line)
    {
        try
        {
            using var entry = JsonDocument.Parse(line);
            return entry.RootElement.ValueKind == JsonValueKind.Object && entry.RootElement.TryGetProperty(Field, out var text) && text.ValueKind == JsonValueKind.String
                ? Encoding.UTF8.GetBytes(text.GetString()!)
                : throw new InvalidFileException(file, $"line {number}", null, $"an object with a string «{Field}»", Shown(line.Span));
        }
        catch (JsonException wrong)
        {
            throw new InvalidFileException(file, $"line {number}", wrong.BytePositionInLine, "JSON", wrong.Message, wrong);
        }
        catch (InvalidOperationException wrong)
        {
            // Half of a surrogate pair, such as "\ud800", is JSON but no text.
            throw new InvalidFileException(file, $"line {number}", null, "a text of Unicode characters", wrong.Message, wrong);
        }
    }

    private static string Shown(ReadOnlySpan<byte> line)
    {
        const int Most = 60;
        string text = Encoding.UTF8.GetString(line).Trim();
        return text.Length > Most ? text[..Most] + "…" : text;
    }

    private static void Check(string file, ReadOnlySpan<byte> bytes)
    {
        int zero = bytes.IndexOf((byte)0);
        if (zero >= 0)
            throw new InvalidFileException(file, null, zero, "text", "a byte 0: it is a binary file");
        if (Utf8.IsValid(bytes))
            return;
        int at = 0;
        while (Rune.DecodeFromUtf8(bytes[at..], out _, out int length) == System.Buffers.OperationStatus.Done)
            at += length;
        throw new InvalidFileException(file, null, at, "UTF-8", $"the byte 0x{bytes[at]:X2}");
    }
}
