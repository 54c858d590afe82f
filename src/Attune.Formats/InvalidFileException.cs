namespace Attune.Formats;

/// <summary>
/// A file does not hold what its format promises. The message names the file, the place in it (a key, or the offset of a byte),
/// what was expected there and what was found.
/// </summary>
public sealed class InvalidFileException : Exception
{
    /// <summary>Describes one violation.</summary>
    /// <param name="file">The file, as the caller named it.</param>
    /// <param name="key">The key, tensor or line at fault, as people would look for it: <c>model.vocab["the"]</c>, <c>line 17</c>; or null.</param>
    /// <param name="offset">The offset of the byte at fault from the start of the file; or null.</param>
    /// <param name="expected">What the format asks for.</param>
    /// <param name="found">What is there.</param>
    /// <param name="inner">The error underneath, if any.</param>
    public InvalidFileException(string file, string? key, long? offset, string expected, string found, Exception? inner = null)
        : base(Describe(file, key, offset, expected, found), inner)
    {
        File = file;
        Key = key;
        Offset = offset;
        Expected = expected;
        Found = found;
    }

    /// <summary>The file, as the caller named it.</summary>
    public string File { get; }

    /// <summary>The key, tensor or line at fault; null where only an offset says where.</summary>
    public string? Key { get; }

    /// <summary>The offset of the byte at fault from the start of the file; null where only a key says where.</summary>
    public long? Offset { get; }

    /// <summary>What the format asks for.</summary>
    public string Expected { get; }

    /// <summary>What is there.</summary>
    public string Found { get; }

    private static string Describe(string file, string? key, long? offset, string expected, string found)
    {
        string place = offset is long at ? $" at byte {at}" : "";
        return $"{file}{(key is null ? "" : $": {key}")}{place}: expected {expected}, found {found}";
    }
}
