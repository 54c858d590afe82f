namespace Attune.Training;

/// <summary>A pronoun: personal, relative or one that asks.</summary>
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
    public static readonly Pronoun Who = new("who", "whom", Person.Third, ["wer", "wen", "wem"]);
    public static readonly Pronoun What = new("what", "what", Person.Third, ["was", "was", "was"]);

    /// <summary>"it", which German needs the gender of what it stands for to say.</summary>
    public static Pronoun It(Gender gender) => new("it", "it", Person.Third, Paradigm.PersonalPronoun.Of(gender));

    /// <summary>"who" or "that" behind a noun.</summary>
    public static Pronoun Relative(Noun noun, bool isPlural)
    {
        bool isPerson = noun.Class is NounClass.Person;
        string[] forms = Paradigm.RelativePronoun.Of(isPlural ? Gender.Plural : noun.Gender);
        var pronoun = new Pronoun(isPerson ? "who" : "that", isPerson ? "whom" : "that", isPlural ? Person.Plural : Person.Third, forms);
        return pronoun with { Class = noun.Class };
    }

    public override string InEnglish(bool isObject) => isObject ? Object : Subject;

    public override string InGerman(Case @case) => Forms[(int)@case];

    public override Pronoun AsPronoun() => this;
}
