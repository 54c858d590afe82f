namespace Attune.Training;

/// <summary>A class of words; earlier words are more likely.</summary>
internal sealed class WordTable(string name, Word[] words)
{
    // Zipf's law with its head flattened: no word of a large class has more than a few percent, and the rarest is not too rare to learn.
    private const double Flattening = 3;

    public string Name => name;

    public Word[] Words => words;

    public Distribution Distribution { get; } = new(name, [.. words.Select((_, rank) => 1 / (rank + Flattening))]);
}

/// <summary>A word, or a phrase that acts as one, in all its forms.</summary>
internal sealed class Word
{
    private readonly string?[] _forms;

    public Word(string?[] forms)
    {
        _forms = forms;
        Alone = [this];
    }

    /// <summary>The set of this word only.</summary>
    public Word[] Alone { get; }

    /// <summary>The text of a form by its number (see <see cref="WordForms"/>).</summary>
    public string Form(int form) =>
        (form < _forms.Length ? _forms[form] : null) ?? throw new InvalidOperationException($"stories: {_forms[0]} has no such form");

    /// <summary>Whether the word has the form.</summary>
    public bool Has(int form) => form < _forms.Length && _forms[form] is not null;
}
