namespace Attune.Training;

/// <summary>The cases of the fragment.</summary>
internal enum Case
{
    Nominative,
    Accusative,
    Dative,
}

/// <summary>What articles, adjectives and pronouns agree with besides the case: one of three genders in the singular, none in the plural.</summary>
internal enum Gender
{
    Masculine,
    Feminine,
    Neuter,
    Plural,
}

/// <summary>Words or endings by case and gender. "-" is no ending.</summary>
internal sealed class Paradigm
{
    public static readonly Paradigm Article = new("der die das die", "den die das die", "dem der dem den");
    public static readonly Paradigm PersonalPronoun = new("er sie es sie", "ihn sie es sie", "ihm ihr ihm ihnen");

    /// <summary>Of ein, kein and the possessives.</summary>
    public static readonly Paradigm Ein = new("- e - e", "en e - e", "em er em en");

    /// <summary>Of dieser and its like, and of adjectives without an article.</summary>
    public static readonly Paradigm Strong = new("er e es e", "en e es e", "em er em en");

    /// <summary>Of adjectives after ein, kein and the possessives: strong where those have no ending.</summary>
    public static readonly Paradigm Mixed = new("er e es en", "en e es en", "en en en en");

    /// <summary>Of adjectives after the article and dieser.</summary>
    public static readonly Paradigm Weak = new("e e e en", "en e e en", "en en en en");

    private readonly string[][] _rows;

    private Paradigm(params string[] rows) => _rows = [.. rows.Select(row => row.Split(' ').Select(word => word.Trim('-')).ToArray())];

    public string this[Case @case, Gender gender] => _rows[(int)@case][(int)gender];

    /// <summary>The three cases of a gender.</summary>
    public string[] Of(Gender gender) => [.. _rows.Select(row => row[(int)gender])];
}
