namespace Attune.Training;

/// <summary>What nouns mean, so that nobody eats a letter: classes, and unions of them.</summary>
[Flags]
internal enum NounClass
{
    Person = 1,
    Animal = 2,
    Thing = 4,
    Closable = 8,
    Food = 16,
    Staple = 32,
    Drink = 64,
    Building = 128,
    Area = 256,
    Surface = 512,
    Being = Person | Animal,
    Item = Thing | Closable,
    Edible = Food | Staple,
    Goods = Thing | Edible | Drink,
    Any = Being | Item | Goods,
    Inside = Building | Area,
    Place = Inside | Surface,
}

/// <summary>A noun in both languages.</summary>
/// <param name="English">Singular.</param>
/// <param name="EnglishPlural">Null for what is not counted, such as milk.</param>
/// <param name="Gender">Of the German noun.</param>
/// <param name="Nominative">German singular.</param>
/// <param name="Oblique">German accusative and dative singular: another word in the weak declension only (der Junge, den Jungen).</param>
/// <param name="Plural">German plural, without the dative's n.</param>
/// <param name="Class">Its classes.</param>
internal sealed record Noun(string English, string? EnglishPlural, Gender Gender, string Nominative, string Oblique, string? Plural, NounClass Class)
{
    /// <summary>Reads "boy boys | der Junge, Jungen, Jungen": singular (other cases of the singular where they differ) and plural.</summary>
    public static Noun Parse(IReadOnlyList<string> columns, NounClass @class)
    {
        string[] english = columns[0].Split(' ');
        string[] german = columns[1].Split(", ");
        string nominative = german[0][4..];
        var gender = german[0][..4] switch
        {
            "der " => Gender.Masculine,
            "die " => Gender.Feminine,
            "das " => Gender.Neuter,
            _ => throw new InvalidOperationException($"pairs: no article in {columns[1]}"),
        };
        return new Noun(
            english[0],
            english.Length > 1 ? english[1] : null,
            gender,
            nominative,
            german.Length > 2 ? german[1] : nominative,
            german.Length > 1 ? german[^1] : null,
            @class);
    }

    public string InEnglish(bool plural) => plural ? EnglishPlural! : English;

    public string InGerman(Case @case, bool plural)
    {
        if (!plural)
            return @case is Case.Nominative ? Nominative : Oblique;
        return @case is Case.Dative && Plural![^1] is not ('n' or 's') ? Plural + "n" : Plural!;
    }
}
