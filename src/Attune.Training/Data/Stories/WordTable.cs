namespace Attune.Training;

/// <summary>A class of words; earlier words are more likely.</summary>
internal sealed class WordTable
{
    // Words are as frequent as Zipf's and Mandelbrot's law says. The offset keeps the first of a class from being most of it: where guessing nearly
    // always succeeds, a small model does not learn to remember.
    private const int Offset = 8;

    private readonly double[] _weights;
    private readonly WordTable?[] _without;

    public WordTable(string name, Word[] words)
        : this(name, words, [.. Enumerable.Range(1, words.Length).Select(rank => 1.0 / (rank + Offset))])
    {
    }

    private WordTable(string name, Word[] words, double[] weights)
    {
        (Name, Words, _weights, _without) = (name, words, weights, new WordTable?[words.Length]);
        Distribution = new Distribution(name, weights);
    }

    public string Name { get; }

    public Word[] Words { get; }

    public Distribution Distribution { get; }

    /// <summary>The class without one word, whose probability is shared out among the others.</summary>
    public WordTable Without(Word word)
    {
        int index = Array.IndexOf(Words, word);
        // Threads that come at the same time make equal tables.
        return index < 0 ? this : _without[index] ??= new WordTable(Name, Leave(Words, index), Leave(_weights, index));
    }

    private static T[] Leave<T>(T[] all, int index) => [.. all[..index], .. all[(index + 1)..]];
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
