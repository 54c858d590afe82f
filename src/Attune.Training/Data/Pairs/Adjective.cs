namespace Attune.Training;

/// <summary>An adjective in both languages.</summary>
internal sealed record Adjective(string English, string German, NounClass Class)
{
    /// <summary>Reads "old | alt | person animal".</summary>
    public static Adjective Parse(IReadOnlyList<string> columns) => new(columns[0], columns[1], Lexicon.Classes(columns[2]));

    /// <summary>Before a German noun: müde becomes ein müder Mann.</summary>
    public string WithEnding(string ending) => German.TrimEnd('e') + ending;
}
