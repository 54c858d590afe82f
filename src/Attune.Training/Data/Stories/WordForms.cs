namespace Attune.Training;

/// <summary>Numbers for the names of forms: "" is the word itself, "he" what is in the table's column of that name, "^he" the same with a capital letter.</summary>
internal sealed class WordForms
{
    private readonly Dictionary<string, int> _numbers = [];

    public WordForms() => Number("");

    public int Number(string form)
    {
        if (!_numbers.TryGetValue(form, out int number))
            _numbers.Add(form, number = _numbers.Count);
        return number;
    }

    /// <summary>A word from its columns; adds the forms that follow from them: "a" (with its article), "s" (plural), pronouns by gender, capitals.</summary>
    public Word Create(IReadOnlyList<string> columns, IReadOnlyList<string> values)
    {
        var forms = new Dictionary<string, string> { [""] = values[0], ["a"] = English.WithArticle(values[0]), ["s"] = English.Plural(values[0]) };
        for (int i = 1; i < columns.Count; i++)
            forms[columns[i]] = values[i];
        if (forms.TryGetValue("gender", out string? gender))
        {
            (forms["he"], forms["him"], forms["his"]) = gender is "f" ? ("she", "her", "her") : ("he", "him", "his");
        }

        foreach (var (form, text) in forms.ToArray())
            forms["^" + form] = English.Capital(text);
        foreach (string form in forms.Keys)
            Number(form);
        var texts = new string?[_numbers.Count];
        foreach (var (form, text) in forms)
            texts[_numbers[form]] = text;
        return new Word(texts);
    }
}
