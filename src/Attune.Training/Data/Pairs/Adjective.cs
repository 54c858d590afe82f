namespace Attune.Training;

/// <summary>An adjective in both languages; null comparatives where nobody compares.</summary>
internal sealed record Adjective(string English, string? EnglishComparative, string German, string? GermanComparative, NounClass Class)
{
    /// <summary>Reads "old older | alt, älter | person animal".</summary>
    public static Adjective Parse(IReadOnlyList<string> columns)
    {
        string[] english = columns[0].Split(' ');
        string[] german = columns[1].Split(", ");
        return new Adjective(english[0], english.ElementAtOrDefault(1), german[0], german.ElementAtOrDefault(1), Lexicon.Classes(columns[2]));
    }

    /// <summary>Before a German noun: müde becomes ein müder Mann.</summary>
    public string WithEnding(string ending) => German.TrimEnd('e') + ending;
}
