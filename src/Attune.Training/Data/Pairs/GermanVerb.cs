namespace Attune.Training;

/// <summary>The forms of a German verb.</summary>
/// <param name="Prefix">Of a separable verb, or empty: the other forms but the participle are without it.</param>
/// <param name="Infinitive">Also the present plural, except of sein.</param>
/// <param name="First">Present of ich.</param>
/// <param name="Third">Present of er, sie, es.</param>
/// <param name="Plural">Present of wir and sie.</param>
/// <param name="Past">Past singular.</param>
/// <param name="Participle">Past participle, with its prefix.</param>
/// <param name="PerfectWithSein">Whether the auxiliary of the perfect is sein, not haben.</param>
internal sealed record GermanVerb(string Prefix, string Infinitive, string First, string Third, string Plural, string Past, string Participle, bool PerfectWithSein)
{
    public static readonly GermanVerb Sein = Parse("sein, ist, war, ist gewesen") with { First = "bin", Plural = "sind" };
    private static readonly GermanVerb s_werden = Parse("werden, wird, wurde, ist geworden");
    private static readonly GermanVerb s_haben = Parse("haben, hat, hatte, hat gehabt");
    private static readonly GermanVerb s_koennen = Parse("können, kann, konnte, hat gekonnt");
    private static readonly GermanVerb s_muessen = Parse("müssen, muss, musste, hat gemusst");
    private static readonly GermanVerb s_wollen = Parse("wollen, will, wollte, hat gewollt");

    /// <summary>Reads the forms that dictionaries give: "an-kommen, kommt, kam, ist angekommen".</summary>
    public static GermanVerb Parse(string text)
    {
        string[] forms = text.Split(", ");
        string[] perfect = forms[3].Split(' ');
        string infinitive = forms[0][(forms[0].IndexOf('-') + 1)..];
        string prefix = forms[0].Split('-')[0];
        string stem = infinitive.EndsWith("en", StringComparison.Ordinal) ? infinitive[..^2] : infinitive[..^1];
        // Können, müssen, wollen and wissen have one form for ich and er: the only ones whose er has neither t nor d.
        string first = forms[1][^1] is 't' or 'd' ? stem + "e" : forms[1];
        return new GermanVerb(prefix == infinitive ? "" : prefix, infinitive, first, forms[1], infinitive, forms[2], perfect[1], perfect[0] == "ist");
    }

    /// <summary>The finite verb, and what stands at the end of a clause: an infinitive, a participle or a separated prefix.</summary>
    public (string Finite, string End) In(Tense tense, Person person) => tense switch
    {
        Tense.Perfect => ((PerfectWithSein ? Sein : s_haben).Present(person), Participle),
        Tense.Future => (s_werden.Present(person), Prefix + Infinitive),
        Tense.Can => (s_koennen.Present(person), Prefix + Infinitive),
        Tense.Must => (s_muessen.Present(person), Prefix + Infinitive),
        Tense.Want => (s_wollen.Present(person), Prefix + Infinitive),
        Tense.Past when person is Person.Plural => (Past + (Past[^1] == 'e' ? "n" : "en"), Prefix),
        Tense.Past => (Past, Prefix),
        _ => (Present(person), Prefix),
    };

    /// <summary>The verb at the end of a subordinate clause: the prefix is one word with the verb, the infinitive or participle stands before it.</summary>
    public string Last(Tense tense, Person person)
    {
        var (finite, end) = In(tense, person);
        return tense is Tense.Present or Tense.Past ? end + finite : Words.Join(end, finite);
    }

    private string Present(Person person) => person switch
    {
        Person.First => First,
        Person.Third => Third,
        _ => Plural,
    };
}
