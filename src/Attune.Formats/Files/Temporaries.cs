namespace Attune.Formats;

/// <summary>The names of what is not finished: <c>.attune-</c>, eight letters or digits, <c>.tmp</c>, beside what it is to become.</summary>
internal static class Temporaries
{
    /// <summary>What a search for them looks for.</summary>
    public const string Pattern = ".attune-????????.tmp";

    public static string Beside(string target) =>
        Path.Combine(Path.GetDirectoryName(target)!, $".attune-{Path.GetRandomFileName().AsSpan(0, 8)}.tmp");

    /// <summary>Removes what a failure leaves; if even that fails, the first error is the one to tell.</summary>
    public static void Remove(string path)
    {
        try
        {
            if (Directory.Exists(path))
                Directory.Delete(path, recursive: true);
            else
                File.Delete(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>The same error, under the name of what was to be written: a full disk's names the file that is already gone.</summary>
    public static IOException Named(string path, string beside, IOException error)
    {
        // What the runtime says of a file ends in : '/its/path'; what a file in a folder that is being written said begins with that folder.
        int end = error.Message.IndexOf($" : '{beside}", StringComparison.Ordinal);
        string said = end < 0 ? error.Message.Replace(beside, path, StringComparison.Ordinal) : error.Message[..end];
        return new IOException(said.StartsWith(path, StringComparison.Ordinal) ? said : $"{path}: {said}", error) { HResult = error.HResult };
    }
}
