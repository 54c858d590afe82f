namespace Attune.Training;

/// <summary>The words of the fragment.</summary>
internal static class Lexicon
{
    public static IReadOnlyList<Noun> Nouns { get; } = [.. Rows(LexiconText.Nouns).Select(row => Noun.Parse(row.Columns, Classes(row.Heading)))];

    public static IReadOnlyList<Adjective> Adjectives { get; } = [.. Rows(LexiconText.Adjectives).Select(row => Adjective.Parse(row.Columns))];

    public static IReadOnlyList<Verb> Verbs { get; } = [.. Rows(LexiconText.Verbs).Select(row => Verb.Parse(row.Columns))];

    public static IReadOnlyList<ProperName> Names { get; } = [.. Rows(LexiconText.Names).Select(row => new ProperName(row.Columns[0], row.Columns[1] == "she"))];

    public static IReadOnlyList<TimePhrase> Times { get; } = [.. Rows(LexiconText.Times).Select(row => TimePhrase.Parse(row.Columns))];

    public static IReadOnlyList<Preposition> Prepositions { get; } = [.. Rows(LexiconText.Prepositions).Select(row => Preposition.Parse(row.Columns))];

    public static IReadOnlyList<Conjunction> Conjunctions { get; } = [.. Rows(LexiconText.Conjunctions).Select(row => Conjunction.Parse(row.Columns))];

    public static Conjunction That { get; } = new("that", "dass", []);

    /// <summary>The union of the classes that a text names.</summary>
    public static NounClass Classes(string names) =>
        names.Split(' ').Aggregate(default(NounClass), (all, name) => all | Enum.Parse<NounClass>(name, ignoreCase: true));

    // A line is a row of columns with | between them, under the heading that the last line with = gave.
    private static IEnumerable<(string Heading, string[] Columns)> Rows(string text)
    {
        string heading = "";
        foreach (string line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
        {
            if (line.StartsWith("= ", StringComparison.Ordinal))
                heading = line[2..];
            else
                yield return (heading, line.Split('|', StringSplitOptions.TrimEntries));
        }
    }
}
