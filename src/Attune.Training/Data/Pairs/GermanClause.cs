namespace Attune.Training;

/// <summary>Where the finite verb stands.</summary>
internal enum VerbPlace
{
    /// <summary>In questions, and in a main clause behind its subordinate clause.</summary>
    First,

    /// <summary>In statements: behind the subject or what stands before it.</summary>
    Second,

    /// <summary>In subordinate clauses.</summary>
    Last,
}

/// <summary>
/// Writes clauses in German. Between the finite verb and the end stand, in this order: the subject if it is not in front, a first object that is known, the time, the other
/// objects, nicht, the place, objects with a preposition, the complement. Infinitives, participles and separated prefixes come last, and behind all an object's relative clause.
/// </summary>
internal static class GermanClause
{
    public static string Write(Clause clause, VerbPlace place)
    {
        var (person, verb) = (clause.Subject.Person, clause.Verb.German);
        var (finite, end) = verb.In(clause.Tense, person);
        string front = Front(clause), subject = Subject(clause.Subject), middle = Middle(clause);
        string text = place switch
        {
            VerbPlace.Last => Words.Join(front, subject, middle, verb.Last(clause.Tense, person)),
            VerbPlace.Second when front.Length == 0 => Words.Join(subject, finite, middle, end),
            _ => Words.Join(front, finite, subject, middle, end),
        };
        return text + RelativeAtEnd(clause);
    }

    /// <summary>The clause without a subject, with zu.</summary>
    public static string WriteInfinitive(Clause clause) => Words.Join(Middle(clause), clause.Verb.German.InfinitiveWithZu) + RelativeAtEnd(clause);

    private static string Front(Clause clause) => clause.Fronted switch
    {
        Fronted.Time => clause.Time!.German,
        Fronted.Place => clause.Place!.German,
        Fronted.Object => clause.Verb.Objects[0].InGerman(clause.Objects[0]),
        _ => "",
    };

    private static string Subject(NounPhrase subject)
    {
        string relative = subject.GermanRelative();
        return subject.InGerman(Case.Nominative) + relative + (relative.Length > 0 ? "," : "");
    }

    private static string RelativeAtEnd(Clause clause) => clause.Objects.Count > 0 ? clause.Objects[^1].GermanRelative() : "";

    private static string Middle(Clause clause)
    {
        string known = "", others = "", prepositional = "";
        bool hasKein = false;
        for (int i = clause.Fronted is Fronted.Object ? 1 : 0; i < clause.Objects.Count; i++)
        {
            var (role, phrase) = (clause.Verb.Objects[i], clause.Objects[i]);
            if (role.Preposition.Length > 0)
            {
                prepositional = Words.Join(prepositional, role.InGerman(phrase));
                continue;
            }

            if (clause.IsNegated && phrase.Denied() is { } denied)
                (phrase, hasKein) = (denied, true);
            if (i == 0 && phrase.IsKnown)
                known = role.InGerman(phrase);
            else
                others = Words.Join(others, role.InGerman(phrase));
        }

        return Words.Join(
            known,
            clause.Fronted is Fronted.Time ? "" : clause.Time?.German ?? "",
            others,
            clause.IsNegated && !hasKein ? "nicht" : "",
            clause.Fronted is Fronted.Place ? "" : clause.Place?.German ?? "",
            prepositional,
            clause.Verb.Complement);
    }
}
