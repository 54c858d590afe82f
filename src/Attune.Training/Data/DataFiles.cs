using System.IO.Enumeration;
using Attune.Formats;

namespace Attune.Training;

/// <summary>Files as people name them: single ones, folders (all texts below: <c>.txt</c>, <c>.md</c>, <c>.jsonl</c>, each also with <c>.gz</c>), patterns with <c>*</c>, <c>?</c> and <c>**</c>.</summary>
public static class DataFiles
{
    /// <summary>The files that are meant, those of a folder or pattern in the order of their names, each once.</summary>
    /// <exception cref="FileNotFoundException">A path means no file.</exception>
    public static string[] Find(IEnumerable<string> paths)
    {
        var files = new List<string>();
        foreach (string path in paths)
        {
            string[] found = File.Exists(path) ? [path]
                : Directory.Exists(path) ? Below(path)
                : path.AsSpan().ContainsAny('*', '?') ? Matches(path)
                : throw new FileNotFoundException($"{path}: expected a file or folder, found none", path);
            files.AddRange(found.Length > 0 ? found : throw new FileNotFoundException($"{path}: expected text files, found none", path));
        }

        return [.. files.DistinctBy(Path.GetFullPath)];
    }

    /// <summary>Opens a file, decompressed where its name ends in <c>.gz</c>.</summary>
    public static Stream Open(string path) =>
        path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? new GzipFileStream(path) : File.OpenRead(path);

    private static string[] Below(string folder) =>
    [
        .. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
            .Where(IsText)
            .Order(StringComparer.Ordinal),
    ];

    private static bool IsText(string file)
    {
        string name = file.EndsWith(".gz", StringComparison.OrdinalIgnoreCase) ? file[..^3] : file;
        return Path.GetExtension(name).ToLowerInvariant() is ".txt" or ".md" or ".jsonl";
    }

    private static string[] Matches(string pattern)
    {
        string[] segments = pattern.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        int fixedCount = segments.TakeWhile(segment => !segment.AsSpan().ContainsAny('*', '?')).Count();
        string root = string.Join(Path.DirectorySeparatorChar, segments[..fixedCount]);
        if (root.Length == 0)
            root = fixedCount > 0 ? Path.DirectorySeparatorChar.ToString() : ".";
        if (!Directory.Exists(root))
            return [];
        return
        [
            .. Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
                .Where(file => IsMatch(Path.GetRelativePath(root, file).Split(Path.DirectorySeparatorChar), segments.AsSpan(fixedCount)))
                .Order(StringComparer.Ordinal),
        ];
    }

    private static bool IsMatch(ReadOnlySpan<string> path, ReadOnlySpan<string> pattern)
    {
        if (pattern.IsEmpty || path.IsEmpty)
            return pattern.IsEmpty && path.IsEmpty;
        if (pattern[0] == "**")
            return IsMatch(path, pattern[1..]) || IsMatch(path[1..], pattern);
        return FileSystemName.MatchesSimpleExpression(pattern[0], path[0], ignoreCase: false) && IsMatch(path[1..], pattern[1..]);
    }
}
