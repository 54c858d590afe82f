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
/// objects, nicht, the place, objects with a preposition, the complement. Infinitives, participles and separated prefixes come last.
/// </summary>
internal static class GermanClause
{
    public static string Write(Clause clause, VerbPlace place)
    {
        var (person, verb) = (clause.Subject.Person, clause.Verb.German);
        var (finite, end) = verb.In(clause.Tense, person);
        string front = Front(clause), subject = clause.Subject.InGerman(Case.Nominative), middle = Middle(clause);
        return place switch
        {
            VerbPlace.Last => Words.Join(subject, middle, verb.Last(clause.Tense, person)),
            VerbPlace.Second when front.Length == 0 => Words.Join(subject, finite, middle, end),
            _ => Words.Join(front, finite, subject, middle, end),
        };
    }

    private static string Front(Clause clause) => clause.Fronted switch
    {
        Fronted.Time => clause.Time!.German,
        Fronted.Place => clause.Place!.German,
        _ => "",
    };

    private static string Middle(Clause clause)
    {
        string known = "", others = "", prepositional = "";
        bool hasKein = false;
        for (int i = 0; i < clause.Objects.Count; i++)
        {
            var (role, phrase) = (clause.Verb.Objects[i], clause.Objects[i]);
            if (role.Preposition.Length > 0)
            {
                prepositional = role.InGerman(phrase);
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
