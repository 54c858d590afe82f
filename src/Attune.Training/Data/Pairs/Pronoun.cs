namespace Attune.Training;

/// <summary>A personal pronoun.</summary>
/// <param name="Subject">English.</param>
/// <param name="Object">English.</param>
/// <param name="Forms">German, by case.</param>
internal sealed record Pronoun(string Subject, string Object, Person Person, string[] Forms) : NounPhrase(NounClass.Person, Person)
{
    public static readonly Pronoun I = new("I", "me", Person.First, ["ich", "mich", "mir"]);
    public static readonly Pronoun We = new("we", "us", Person.Plural, ["wir", "uns", "uns"]);
    public static readonly Pronoun He = new("he", "him", Person.Third, Paradigm.PersonalPronoun.Of(Gender.Masculine));
    public static readonly Pronoun She = new("she", "her", Person.Third, Paradigm.PersonalPronoun.Of(Gender.Feminine));
    public static readonly Pronoun They = new("they", "them", Person.Plural, Paradigm.PersonalPronoun.Of(Gender.Plural));

    public override string InEnglish(bool isObject) => isObject ? Object : Subject;

    public override string InGerman(Case @case) => Forms[(int)@case];

    public override Pronoun AsPronoun() => this;
}
