namespace Attune.Training;

/// <summary>Who acts, as verbs show it in both languages. The sentences address nobody, so there is no second person.</summary>
internal enum Person
{
    First,
    Third,
    Plural,
}

/// <summary>Tenses, and verbs that take an infinitive. The German past is the Präteritum, the German perfect the Perfekt.</summary>
internal enum Tense
{
    Present,
    Past,
    Perfect,
    Future,
    Can,
    Must,
    Want,
}

/// <summary>The forms of an English verb.</summary>
/// <param name="Rest">What stands behind every form: "wait for" has the rest "for".</param>
internal sealed record EnglishVerb(string Base, string Past, string Participle, string Rest)
{
    public static readonly EnglishVerb Be = new("be", "", "been", "");

    private string Third => Base == "go" ? "goes" : English.Plural(Base);

    /// <summary>Reads "wait waited waited for": base, past, participle and rest.</summary>
    public static EnglishVerb Parse(string text)
    {
        string[] words = text.Split(' ', 4);
        return new EnglishVerb(words[0], words[1], words[2], words.ElementAtOrDefault(3) ?? "");
    }

    /// <summary>The auxiliary, which the subject follows in questions, and the verb behind it; one of them may be empty.</summary>
    /// <param name="needsAuxiliary">Whether "do" stands in where there is no other auxiliary.</param>
    public (string Auxiliary, string Main) In(Tense tense, Person person, bool needsAuxiliary)
    {
        bool isThird = person is Person.Third;
        return tense switch
        {
            Tense.Perfect => (isThird ? "has" : "have", Participle),
            Tense.Future => ("will", Base),
            Tense.Can => ("can", Base),
            Tense.Must => ("must", Base),
            Tense.Want when needsAuxiliary => (isThird ? "does" : "do", "want to " + Base),
            Tense.Want => ("", (isThird ? "wants to " : "want to ") + Base),
            Tense.Present when Base == Be.Base => (person is Person.First ? "am" : isThird ? "is" : "are", ""),
            Tense.Past when Base == Be.Base => (person is Person.Plural ? "were" : "was", ""),
            Tense.Present when needsAuxiliary => (isThird ? "does" : "do", Base),
            Tense.Past when needsAuxiliary => ("did", Base),
            Tense.Past => ("", Past),
            _ => ("", isThird ? Third : Base),
        };
    }
}
