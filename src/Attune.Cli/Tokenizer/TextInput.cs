using System.Text;

namespace Attune.Cli.Tokenizers;

/// <summary>The text a verb works on: its argument, a file, or standard input. Files are UTF-8; bytes that are not become U+FFFD.</summary>
internal static class TextInput
{
    /// <summary>The text, to be read from start to end. Nothing of it is in memory but what the caller keeps.</summary>
    /// <exception cref="ArgumentException">There is a text and a file.</exception>
    public static TextReader Open(string? text, string? file)
    {
        if (text is not null && file is not null)
            throw new ArgumentException("expected a text or --file, found both");
        if (text is not null)
            return new StringReader(text);
        return file is null ? Console.In : OpenFile(file);
    }

    /// <summary>The whole text.</summary>
    /// <inheritdoc cref="Open"/>
    public static async Task<string> ReadAsync(string? text, string? file, CancellationToken cancellation)
    {
        using var reader = Open(text, file);
        return await reader.ReadToEndAsync(cancellation);
    }

    /// <summary>A file as text, a byte order mark being a character like any other.</summary>
    public static StreamReader OpenFile(string path)
    {
        if (Directory.Exists(path))
            throw new UnauthorizedAccessException($"{path}: expected a file, found a folder");
        return File.Exists(path)
            ? new StreamReader(path, new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), detectEncodingFromByteOrderMarks: false)
            : throw new FileNotFoundException($"{path}: expected a file, found none", path);
    }
}
