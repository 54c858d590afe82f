namespace Attune.Training;

/// <summary>
/// Writes clauses in English: subject, auxiliary, not, adverb, verb, objects, place, time. A question puts the auxiliary before the subject.
/// </summary>
internal static class EnglishClause
{
    public static string Write(Clause clause, bool isQuestion = false)
    {
        var verb = clause.Verb.English;
        string subject = clause.Subject.InEnglish(isObject: false);
        var (auxiliary, main) = verb.In(clause.Tense, clause.Subject.Person, isQuestion || clause.IsNegated);
        string not = !clause.IsNegated ? "" : auxiliary == "can" ? "cannot" : "not";
        if (not == "cannot")
            auxiliary = "";
        return Words.Join(
            Front(clause),
            isQuestion ? auxiliary : subject,
            isQuestion ? subject : auxiliary,
            not,
            clause.Time is { IsAdverb: true } adverb ? adverb.English : "",
            main,
            Behind(clause));
    }

    private static string Front(Clause clause) => clause.Fronted switch
    {
        Fronted.Time => clause.Time!.English,
        Fronted.Place => clause.Place!.English,
        _ => "",
    };

    private static string Behind(Clause clause)
    {
        string text = clause.Verb.English.Rest;
        foreach (var phrase in clause.Objects)
            text = Words.Join(text, phrase.InEnglish(isObject: true));
        return Words.Join(
            text,
            clause.Place is null || clause.Fronted is Fronted.Place ? "" : clause.Place.English,
            clause.Time is null or { IsAdverb: true } || clause.Fronted is Fronted.Time ? "" : clause.Time.English);
    }
}
