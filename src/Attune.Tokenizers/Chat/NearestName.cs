namespace Attune.Tokenizers;

/// <summary>Names an unknown name in an error, with the known one it was probably meant to be.</summary>
internal static class NearestName
{
    public static string Describe(string kind, string name, IEnumerable<string> known)
    {
        string shown = name.Length > 40 ? name[..40] + "…" : name;
        string? nearest = name.Length > 40 ? null : known.MinBy(candidate => Distance(name, candidate));
        return nearest is not null && Distance(name, nearest) <= Math.Max(1, name.Length / 3)
            ? $"the unknown {kind} '{shown}' (did you mean '{nearest}'?)"
            : $"the unknown {kind} '{shown}'";
    }

    /// <summary>How many characters to insert, remove or replace (Levenshtein).</summary>
    private static int Distance(string a, string b)
    {
        int[] row = [.. Enumerable.Range(0, b.Length + 1)];
        for (int i = 1; i <= a.Length; i++)
        {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.Length; j++)
            {
                int replaced = diagonal + (a[i - 1] == b[j - 1] ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.Min(replaced, Math.Min(row[j], row[j - 1]) + 1);
            }
        }

        return row[^1];
    }
}
