namespace Attune.Training;

/// <summary>What may stand beside a verb.</summary>
internal enum VerbKind
{
    /// <summary>Takes a time and a place.</summary>
    Deed,

    /// <summary>Takes a time; its place is its object.</summary>
    Motion,

    /// <summary>Takes neither.</summary>
    State,

    /// <summary>Takes a clause with "that".</summary>
    That,
}

/// <summary>What a verb asks of an object.</summary>
/// <param name="Preposition">German, or empty.</param>
internal sealed record VerbObject(string Preposition, Case Case, NounClass Class)
{
    /// <summary>Reads "acc being" or "auf acc person animal".</summary>
    public static VerbObject Parse(string text)
    {
        string[] words = text.Split(' ', 2);
        return words[0] switch
        {
            "acc" => new VerbObject("", Case.Accusative, Lexicon.Classes(words[1])),
            "dat" => new VerbObject("", Case.Dative, Lexicon.Classes(words[1])),
            _ => Parse(words[1]) with { Preposition = words[0] },
        };
    }

    public string InGerman(NounPhrase phrase) => Preposition.Length == 0 ? phrase.InGerman(Case) : Contraction.Of(Preposition, phrase.InGerman(Case));
}

/// <summary>A verb in both languages.</summary>
/// <param name="Subject">Who can do it.</param>
/// <param name="Objects">In English order.</param>
/// <param name="Complement">German words that stand before the infinitive or participle: with sein, what somebody is or where.</param>
internal sealed record Verb(EnglishVerb English, GermanVerb German, NounClass Subject, IReadOnlyList<VerbObject> Objects, VerbKind Kind, string Complement = "")
{
    /// <summary>Reads "wait waited waited for | warten, wartet, wartete, hat gewartet | being | auf acc being | state"; the last two may be left out.</summary>
    public static Verb Parse(IReadOnlyList<string> columns)
    {
        string objects = columns.ElementAtOrDefault(3) ?? "";
        return new Verb(
            EnglishVerb.Parse(columns[0]),
            GermanVerb.Parse(columns[1]),
            Lexicon.Classes(columns[2]),
            objects.Length == 0 ? [] : [.. objects.Split(", ").Select(VerbObject.Parse)],
            columns.Count > 4 ? Enum.Parse<VerbKind>(columns[4], ignoreCase: true) : VerbKind.Deed);
    }

    /// <summary>"is old", "ist alt".</summary>
    public static Verb Is(Adjective adjective) => Is(adjective.English, adjective.German, adjective.Class);

    /// <summary>"is in the garden", "ist im Garten".</summary>
    public static Verb Is(PlacePhrase place) => Is(place.English, place.German, NounClass.Any);

    private static Verb Is(string english, string german, NounClass subject) =>
        new(EnglishVerb.Be with { Rest = english }, GermanVerb.Sein, subject, [], VerbKind.State, german);
}
