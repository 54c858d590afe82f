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
        queen queens | die Königin, Königinnen
        teacher teachers | der Lehrer, Lehrer
        doctor doctors | der Arzt, Ärzte
        farmer farmers | der Bauer, Bauern, Bauern
        neighbour neighbours | der Nachbar, Nachbarn, Nachbarn
        guest guests | der Gast, Gäste
        father fathers | der Vater, Väter
        mother mothers | die Mutter, Mütter
        brother brothers | der Bruder, Brüder
        sister sisters | die Schwester, Schwestern
        daughter daughters | die Tochter, Töchter
        aunt aunts | die Tante, Tanten
        uncle uncles | der Onkel, Onkel

        = animal
        dog dogs | der Hund, Hunde
        cat cats | die Katze, Katzen
        horse horses | das Pferd, Pferde
        bird birds | der Vogel, Vögel
        mouse mice | die Maus, Mäuse
        bear bears | der Bär, Bären, Bären
        lion lions | der Löwe, Löwen, Löwen
        cow cows | die Kuh, Kühe
        duck ducks | die Ente, Enten
        pig pigs | das Schwein, Schweine

        = thing
        book books | das Buch, Bücher
        letter letters | der Brief, Briefe
        picture pictures | das Bild, Bilder
        lamp lamps | die Lampe, Lampen
        coat coats | der Mantel, Mäntel
        hat hats | der Hut, Hüte
        key keys | der Schlüssel, Schlüssel
        clock clocks | die Uhr, Uhren
        flower flowers | die Blume, Blumen
        knife knives | das Messer, Messer

        = thing closable
        box boxes | die Kiste, Kisten
        suitcase suitcases | der Koffer, Koffer

        = closable
        door doors | die Tür, Türen
        window windows | das Fenster, Fenster

        = food
        apple apples | der Apfel, Äpfel
        pear pears | die Birne, Birnen
        egg eggs | das Ei, Eier
        cake cakes | der Kuchen, Kuchen

        = staple
        bread | das Brot
        cheese | der Käse
        meat | das Fleisch
        soup | die Suppe

        = drink
        milk | die Milch
        water | das Wasser
        coffee | der Kaffee

        = building
        house houses | das Haus, Häuser
        school schools | die Schule, Schulen
        church churches | die Kirche, Kirchen
        hotel hotels | das Hotel, Hotels
        station stations | der Bahnhof, Bahnhöfe
        shop shops | der Laden, Läden

        = area
        garden gardens | der Garten, Gärten
        forest forests | der Wald, Wälder
        city cities | die Stadt, Städte
        village villages | das Dorf, Dörfer
        kitchen kitchens | die Küche, Küchen

        = surface
        street streets | die Straße, Straßen
        mountain mountains | der Berg, Berge
        square squares | der Platz, Plätze
        """;

    /// <summary>With the comparative where one is used; whom or what it can describe.</summary>
    public const string Adjectives = """
        old older | alt, älter | being item place
        small smaller | klein, kleiner | being item food place
        big bigger | groß, größer | being item food place
        young younger | jung, jünger | being
        clever cleverer | klug, klüger | being
        lazy | faul | being
        tired | müde | being
        sick | krank | being
        hungry | hungrig | being
        friendly | freundlich | person
        rich richer | reich, reicher | person
        poor | arm | person
        happy | glücklich | person
        new | neu | item place
        beautiful | schön | item place
        heavy heavier | schwer, schwerer | item
        red | rot | item
        white | weiß | animal item
        black | schwarz | animal item
        green | grün | item
        good better | gut, besser | edible drink
        fresh | frisch | edible
        cold | kalt | edible drink
        warm warmer | warm, wärmer | edible drink
        """;

    /// <summary>
    /// Base, past, participle and what belongs to the verb; infinitive with its separable prefix, present, past and perfect; who does it; objects; kind. See <see cref="Verb.Parse"/>.
    /// Verbs whose past is the same as their base, such as put, cannot be translated for sure and are left out.
    /// </summary>
    public const string Verbs = """
        sleep slept slept | schlafen, schläft, schlief, hat geschlafen | being
        wait waited waited | warten, wartet, wartete, hat gewartet | being
        play played played | spielen, spielt, spielte, hat gespielt | being
        stay stayed stayed | bleiben, bleibt, blieb, ist geblieben | being
        wake woke woken up | auf-wachen, wacht, wachte, ist aufgewacht | being
        fall fell fallen asleep | ein-schlafen, schläft, schlief, ist eingeschlafen | being
        get got got up | auf-stehen, steht, stand, ist aufgestanden | person
        arrive arrived arrived | an-kommen, kommt, kam, ist angekommen | person
        watch watched watched television | fern-sehen, sieht, sah, hat ferngesehen | person
        sing sang sung | singen, singt, sang, hat gesungen | person
        dance danced danced | tanzen, tanzt, tanzte, hat getanzt | person
        work worked worked | arbeiten, arbeitet, arbeitete, hat gearbeitet | person
        laugh laughed laughed | lachen, lacht, lachte, hat gelacht | person
        come came come back | zurück-kommen, kommt, kam, ist zurückgekommen | being | | motion

        see saw seen | sehen, sieht, sah, hat gesehen | being | acc any
        find found found | finden, findet, fand, hat gefunden | being | acc any
        look looked looked for | suchen, sucht, suchte, hat gesucht | being | acc any
        look looked looked at | an-sehen, sieht, sah, hat angesehen | being | acc any
        catch caught caught | fangen, fängt, fing, hat gefangen | being | acc animal
        invite invited invited | ein-laden, lädt, lud, hat eingeladen | person | acc person
        call called called | an-rufen, ruft, rief, hat angerufen | person | acc person
        fetch fetched fetched | ab-holen, holt, holte, hat abgeholt | person | acc person
        love loved loved | lieben, liebt, liebte, hat geliebt | person | acc being | state
        know knew known | kennen, kennt, kannte, hat gekannt | person | acc person | state
        need needed needed | brauchen, braucht, brauchte, hat gebraucht | person | acc thing | state
        buy bought bought | kaufen, kauft, kaufte, hat gekauft | person | acc goods
        sell sold sold | verkaufen, verkauft, verkaufte, hat verkauft | person | acc goods
        bring brought brought along | mit-bringen, bringt, brachte, hat mitgebracht | person | acc goods
        steal stole stolen | stehlen, stiehlt, stahl, hat gestohlen | person | acc thing food
        carry carried carried | tragen, trägt, trug, hat getragen | person | acc thing
        lose lost lost | verlieren, verliert, verlor, hat verloren | person | acc thing
        forget forgot forgotten | vergessen, vergisst, vergaß, hat vergessen | person | acc thing
        open opened opened | auf-machen, macht, machte, hat aufgemacht | person | acc closable
        close closed closed | zu-machen, macht, machte, hat zugemacht | person | acc closable
        eat ate eaten | essen, isst, aß, hat gegessen | person | acc edible
        eat ate eaten | fressen, frisst, fraß, hat gefressen | animal | acc edible
        drink drank drunk | trinken, trinkt, trank, hat getrunken | being | acc drink

        help helped helped | helfen, hilft, half, hat geholfen | person | dat being
        thank thanked thanked | danken, dankt, dankte, hat gedankt | person | dat person
        listen listened listened to | zu-hören, hört, hörte, hat zugehört | person | dat person
        follow followed followed | folgen, folgt, folgte, ist gefolgt | being | dat being

        give gave given | geben, gibt, gab, hat gegeben | person | dat person, acc goods
        show showed shown | zeigen, zeigt, zeigte, hat gezeigt | person | dat person, acc thing
        send sent sent | schicken, schickt, schickte, hat geschickt | person | dat person, acc thing
        bring brought brought | bringen, bringt, brachte, hat gebracht | person | dat person, acc goods

        wait waited waited for | warten, wartet, wartete, hat gewartet | being | auf acc being
        look looked looked after | auf-passen, passt, passte, hat aufgepasst | person | auf acc being
        laugh laughed laughed at | lachen, lacht, lachte, hat gelacht | person | über acc being
        think thought thought of | denken, denkt, dachte, hat gedacht | person | an acc person | state
        dream dreamed dreamed of | träumen, träumt, träumte, hat geträumt | person | von dat being
        talk talked talked to | sprechen, spricht, sprach, hat gesprochen | person | mit dat person
        play played played with | spielen, spielt, spielte, hat gespielt | being | mit dat being

        go went gone to | gehen, geht, ging, ist gegangen | being | zu dat place | motion
        go went gone into | gehen, geht, ging, ist gegangen | being | in acc inside | motion
        run ran run into | laufen, läuft, lief, ist gelaufen | being | in acc inside | motion
        come came come out of | kommen, kommt, kam, ist gekommen | being | aus dat inside | motion

        say said said | sagen, sagt, sagte, hat gesagt | person | | that
        know knew known | wissen, weiß, wusste, hat gewusst | person | | that
        think thought thought | denken, denkt, dachte, hat gedacht | person | | that
        hope hoped hoped | hoffen, hofft, hoffte, hat gehofft | person | | that

        try tried tried | versuchen, versucht, versuchte, hat versucht | person | | to
        promise promised promised | versprechen, verspricht, versprach, hat versprochen | person | | to
        forget forgot forgotten | vergessen, vergisst, vergaß, hat vergessen | person | | to
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
        last week | letzte Woche | past
        today | heute | present past perfect future can must want
        now | jetzt | present can must want
        tomorrow | morgen | future can must want
        in the morning | am Morgen | present past future can must want
        in the evening | am Abend | present past future can must want
        at night | in der Nacht | present past future can must
        on Sunday | am Sonntag | past future can must want
        in summer | im Sommer | present past future can
        often | oft | present past perfect | adverb
        always | immer | present past perfect | adverb
        never | nie | present past perfect | adverb
        sometimes | manchmal | present past perfect | adverb
        """;

    /// <summary>With the dative; before what.</summary>
    public const string Prepositions = """
        in | in | inside
        on | auf | surface
        behind | hinter | building
        in front of | vor | building
        next to | neben | building
        """;

    /// <summary>The tense of both clauses, if it must be one. The past of "when" is a single time, als; its present is every time, wenn.</summary>
    public const string Conjunctions = """
        because | weil
        although | obwohl
        if | wenn | present
        when | wenn | present
        when | als | past
        while | während | present past
        """;
}
