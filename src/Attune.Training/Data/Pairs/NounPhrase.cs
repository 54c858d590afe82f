namespace Attune.Training;

/// <summary>Who or what a clause speaks of, in both languages.</summary>
/// <param name="Class">Its meaning.</param>
/// <param name="Person">What a verb agrees with.</param>
internal abstract record NounPhrase(NounClass Class, Person Person)
{
    /// <summary>Whether it is something known, which German puts before the time.</summary>
    public virtual bool IsKnown => true;

    public abstract string InEnglish(bool isObject);

    public abstract string InGerman(Case @case);

    /// <summary>The pronoun that stands for it; null instead of "it", which German says by the gender of a noun that may be far away.</summary>
    public abstract Pronoun? AsPronoun();

    /// <summary>What it becomes with kein where English says "not a", or null: then nicht denies the sentence.</summary>
    public virtual NounPhrase? Denied() => null;
}

/// <summary>A determiner, perhaps an adjective, and a noun.</summary>
internal sealed record CommonPhrase(Determiner Determiner, Noun Noun, bool IsPlural, Adjective? Adjective = null)
    : NounPhrase(Noun.Class, IsPlural ? Person.Plural : Person.Third)
{
    public override bool IsKnown => Determiner.IsKnown;

    private Gender Gender => IsPlural ? Gender.Plural : Noun.Gender;

    public override string InEnglish(bool isObject) => Determiner.Before(Words.Join(Adjective?.English ?? "", Noun.InEnglish(IsPlural)), IsPlural);

    public override string InGerman(Case @case) => Words.Join(
        Determiner.InGerman(@case, Gender),
        Adjective?.WithEnding(Determiner.Adjective[@case, Gender]) ?? "",
        Noun.InGerman(@case, IsPlural));

    public override Pronoun? AsPronoun() => Gender switch
    {
        Gender.Plural => Pronoun.They with { Class = Class },
        Gender.Masculine when Class is NounClass.Person => Pronoun.He,
        Gender.Feminine when Class is NounClass.Person => Pronoun.She,
        _ => null,
    };

    public override NounPhrase? Denied() => Determiner == Determiner.A || Determiner == Determiner.None ? this with { Determiner = Determiner.No } : null;
}

/// <summary>A name.</summary>
internal sealed record ProperName(string Text, bool IsFemale) : NounPhrase(NounClass.Person, Person.Third)
{
    public override string InEnglish(bool isObject) => Text;

    public override string InGerman(Case @case) => Text;

    public override Pronoun AsPronoun() => IsFemale ? Pronoun.She : Pronoun.He;
}
