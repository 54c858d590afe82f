namespace Attune.Tokenizers.Tests;

/// <summary>Where real data lies, <c>../shared/data</c> beside the repository. Tests that need it skip loudly where it is missing.</summary>
internal static class SharedData
{
    private static readonly string? s_root = Find();

    /// <summary>The full path of a file or folder below the data, or null with a line on the console when it is missing.</summary>
    public static string? Locate(string path)
    {
        string? full = s_root is null ? null : Path.Combine(s_root, path);
        if (full is not null && (File.Exists(full) || Directory.Exists(full)))
            return full;
        Console.WriteLine($"SKIPPED: shared/data/{path} is not there");
        return null;
    }

    private static string? Find()
    {
        for (var directory = new DirectoryInfo(AppContext.BaseDirectory); directory is not null; directory = directory.Parent)
        {
            string data = Path.Combine(directory.FullName, "shared", "data");
            if (Directory.Exists(data))
                return data;
        }

        return null;
    }
}
