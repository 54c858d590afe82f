namespace Attune.Training;

/// <summary>The tables of <see cref="Lexicon"/>, written for this project. German words come in the forms that a dictionary gives.</summary>
internal static class LexiconText
{
    /// <summary>Singular and plural; the singular's other cases between them where they differ.</summary>
    public const string Nouns = """
        = person
        man men | der Mann, Männer
        woman women | die Frau, Frauen
        boy boys | der Junge, Jungen, Jungen
        child children | das Kind, Kinder
        king kings | der König, Könige
        teacher teachers | der Lehrer, Lehrer
        doctor doctors | der Arzt, Ärzte
        father fathers | der Vater, Väter
        mother mothers | die Mutter, Mütter
        brother brothers | der Bruder, Brüder
        sister sisters | die Schwester, Schwestern

        = animal
        dog dogs | der Hund, Hunde
        cat cats | die Katze, Katzen
        horse horses | das Pferd, Pferde
        bird birds | der Vogel, Vögel

        = thing
        book books | das Buch, Bücher
        letter letters | der Brief, Briefe
        key keys | der Schlüssel, Schlüssel

        = thing closable
        box boxes | die Kiste, Kisten

        = closable
        door doors | die Tür, Türen
        window windows | das Fenster, Fenster

        = food
        apple apples | der Apfel, Äpfel
        egg eggs | das Ei, Eier

        = staple
        bread | das Brot
        cheese | der Käse

        = drink
        milk | die Milch
        water | das Wasser

        = building
        house houses | das Haus, Häuser
        school schools | die Schule, Schulen

        = area
        garden gardens | der Garten, Gärten
        city cities | die Stadt, Städte
        kitchen kitchens | die Küche, Küchen

        = surface
        street streets | die Straße, Straßen
        mountain mountains | der Berg, Berge
        """;

    /// <summary>Whom or what it can describe.</summary>
    public const string Adjectives = """
        old | alt | being item place
        small | klein | being item food place
        big | groß | being item food place
        young | jung | being
        tired | müde | being
        hungry | hungrig | being
        happy | glücklich | person
        new | neu | item place
        beautiful | schön | item place
        red | rot | item
        black | schwarz | animal item
        good | gut | edible drink
        cold | kalt | edible drink
        """;

    /// <summary>
    /// Base, past, participle and what belongs to the verb; infinitive with its separable prefix, present, past and perfect; who does it; objects; kind. See <see cref="Verb.Parse"/>.
    /// Verbs whose past is the same as their base, such as put, cannot be translated for sure and are left out.
    /// </summary>
    public const string Verbs = """
        sleep slept slept | schlafen, schläft, schlief, hat geschlafen | being
        wait waited waited | warten, wartet, wartete, hat gewartet | being
        play played played | spielen, spielt, spielte, hat gespielt | being
        get got got up | auf-stehen, steht, stand, ist aufgestanden | person
        arrive arrived arrived | an-kommen, kommt, kam, ist angekommen | person
        sing sang sung | singen, singt, sang, hat gesungen | person
        dance danced danced | tanzen, tanzt, tanzte, hat getanzt | person
        come came come back | zurück-kommen, kommt, kam, ist zurückgekommen | being | | motion

        see saw seen | sehen, sieht, sah, hat gesehen | being | acc any
        look looked looked for | suchen, sucht, suchte, hat gesucht | being | acc any
        invite invited invited | ein-laden, lädt, lud, hat eingeladen | person | acc person
        love loved loved | lieben, liebt, liebte, hat geliebt | person | acc being | state
        know knew known | kennen, kennt, kannte, hat gekannt | person | acc person | state
        buy bought bought | kaufen, kauft, kaufte, hat gekauft | person | acc goods
        open opened opened | auf-machen, macht, machte, hat aufgemacht | person | acc closable
        close closed closed | zu-machen, macht, machte, hat zugemacht | person | acc closable
        eat ate eaten | essen, isst, aß, hat gegessen | person | acc edible
        drink drank drunk | trinken, trinkt, trank, hat getrunken | being | acc drink

        help helped helped | helfen, hilft, half, hat geholfen | person | dat being
        thank thanked thanked | danken, dankt, dankte, hat gedankt | person | dat person

        give gave given | geben, gibt, gab, hat gegeben | person | dat person, acc goods
        show showed shown | zeigen, zeigt, zeigte, hat gezeigt | person | dat person, acc thing
        bring brought brought | bringen, bringt, brachte, hat gebracht | person | dat person, acc goods

        wait waited waited for | warten, wartet, wartete, hat gewartet | being | auf acc being
        talk talked talked to | sprechen, spricht, sprach, hat gesprochen | person | mit dat person

        go went gone to | gehen, geht, ging, ist gegangen | being | zu dat place | motion

        say said said | sagen, sagt, sagte, hat gesagt | person | | that
        know knew known | wissen, weiß, wusste, hat gewusst | person | | that
        think thought thought | denken, denkt, dachte, hat gedacht | person | | that
        """;

    /// <summary>A name and its pronoun.</summary>
    public const string Names = """
        Anna | she
        Maria | she
        Lena | she
        Peter | he
        Paul | he
        Martin | he
        """;

    /// <summary>The tenses they go with; adverbs of frequency are marked.</summary>
    public const string Times = """
        yesterday | gestern | past
        today | heute | present past perfect future can must want
        now | jetzt | present can must want
        tomorrow | morgen | future can must want
        in the morning | am Morgen | present past future can must want
        often | oft | present past perfect | adverb
        always | immer | present past perfect | adverb
        """;

    /// <summary>With the dative; before what.</summary>
    public const string Prepositions = """
        in | in | inside
        on | auf | surface
        behind | hinter | building
        """;

    /// <summary>The tense of both clauses, if it must be one.</summary>
    public const string Conjunctions = """
        because | weil
        although | obwohl
        if | wenn | present
        """;
}
