namespace Attune.Training;

/// <summary>A part of a template: what the generator writes and the parser expects.</summary>
internal abstract record Piece
{
    /// <summary>Fixed text.</summary>
    public sealed record Literal(string Text) : Piece;

    /// <summary>The beginning of a sentence: a space, unless the text begins here.</summary>
    public sealed record SentenceStart : Piece;

    /// <summary>
    /// A new word for a variable from a table (or, if that is null, from the table that a form of the variable Other names), written in a form.
    /// With a table, it is not the word of the variable Other, unless that is <see cref="None"/>.
    /// </summary>
    public sealed record Choose(int Variable, WordTable? Table, int Other, int OtherForm, int Form) : Piece
    {
        public const int None = -1;
    }

    /// <summary>The word of a variable, written in a form.</summary>
    public sealed record Mention(int Variable, int Form) : Piece;

    /// <summary>One of a rule's alternatives.</summary>
    public sealed record Call(Rule Rule) : Piece;
}

/// <summary>Alternatives, each a sequence of pieces with a probability.</summary>
internal sealed class Rule(string name, bool isPassage)
{
    private Piece[][] _alternatives = [];

    public string Name => name;

    /// <summary>Whether it consists of whole sentences.</summary>
    public bool IsPassage => isPassage;

    public IReadOnlyList<Piece[]> Alternatives => _alternatives;

    public Distribution Distribution { get; private set; } = new(name, [1]);

    public void Define(IEnumerable<(double Weight, Piece[] Pieces)> alternatives)
    {
        var all = alternatives.ToArray();
        _alternatives = [.. all.Select(one => one.Pieces)];
        Distribution = new(name, [.. all.Select(one => one.Weight)]);
    }
}
