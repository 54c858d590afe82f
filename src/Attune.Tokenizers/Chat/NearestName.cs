namespace Attune.Tokenizers;

/// <summary>Names an unknown name in an error, with the known one it was probably meant to be.</summary>
internal static class NearestName
{
    private const int Longest = 40;

    public static string Describe(string kind, string name, IEnumerable<string> known)
    {
        string shown = name.Length > Longest ? name[..Longest] + "…" : name;
        return Find(name, known) is { } nearest ? $"the unknown {kind} '{shown}' (did you mean '{nearest}'?)" : $"the unknown {kind} '{shown}'";
    }

    /// <summary>The known name that another was probably meant to be; null where none is near.</summary>
    public static string? Find(string name, IEnumerable<string> known)
    {
        string? nearest = name.Length > Longest ? null : known.MinBy(candidate => Distance(name, candidate));
        return nearest is not null && Distance(name, nearest) <= Math.Max(2, nearest.Length / 3) ? nearest : null;
    }

    /// <summary>How many characters to insert, remove or replace (Levenshtein 1966); small letters and capitals are the same.</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (char.ToLowerInvariant(a[i - 1]) == char.ToLowerInvariant(b[j - 1]) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
