using static Attune.Training.Tests.Meaning;

namespace Attune.Training.Tests;

/// <summary>Sentences of every pattern, with the German that was written by hand.</summary>
public class EnglishGermanTests
{
    private static readonly (Sentence Meaning, string English, string German)[] s_statements =
    [
        (Say(C("the old man", V("see"), "a dog", Tense.Past, time: "yesterday", front: Fronted.Time)), "Yesterday the old man saw a dog.", "Gestern sah der alte Mann einen Hund."),
        (Say(C("the old man", V("see"), "a dog", Tense.Perfect, time: "today", front: Fronted.Time)), "Today the old man has seen a dog.", "Heute hat der alte Mann einen Hund gesehen."),
        (Say(C("the woman", V("see"), "the small dog")), "The woman sees the small dog.", "Die Frau sieht den kleinen Hund."),
        (Say(C("a small child", V("see"), "a red flower")), "A small child sees a red flower.", "Ein kleines Kind sieht eine rote Blume."),
        (Say(C("a young man", V("buy"), "an old book")), "A young man buys an old book.", "Ein junger Mann kauft ein altes Buch."),
        (Say(C("a young woman", V("buy"), "a green coat", Tense.Future, time: "tomorrow")), "A young woman will buy a green coat tomorrow.", "Eine junge Frau wird morgen einen grünen Mantel kaufen."),
        (Say(C("I", V("carry"), "this heavy suitcase")), "I carry this heavy suitcase.", "Ich trage diesen schweren Koffer."),
        (Say(C("we", V("find"), "the keys", Tense.Past, place: "in the garden")), "We found the keys in the garden.", "Wir fanden die Schlüssel im Garten."),
        (Say(C("the boys", V("eat"), "many fresh apples", Tense.Past)), "The boys ate many fresh apples.", "Die Jungen aßen viele frische Äpfel."),
        (Say(C("these dogs", V("eat", NounClass.Animal), "the meat", Tense.Past)), "These dogs ate the meat.", "Diese Hunde fraßen das Fleisch."),
        (Say(C("my father", V("eat"), "warm soup", time: "in the evening", front: Fronted.Time)), "In the evening my father eats warm soup.", "Am Abend isst mein Vater warme Suppe."),
        (Say(C("the mouse", V("eat", NounClass.Animal), "our cheese", Tense.Perfect)), "The mouse has eaten our cheese.", "Die Maus hat unseren Käse gefressen."),
        (Say(C("the cat", V("drink", NounClass.Animal), "cold milk")), "The cat drinks cold milk.", "Die Katze trinkt kalte Milch."),
        (Say(C("he", V("drink"), "good coffee", time: "always")), "He always drinks good coffee.", "Er trinkt immer guten Kaffee."),
        (Say(C("every old farmer", V("love"), "his pigs")), "Every old farmer loves his pigs.", "Jeder alte Bauer liebt seine Schweine."),
        (Say(C("no man", V("sleep"), tense: Tense.Past, time: "at night", front: Fronted.Time)), "At night no man slept.", "In der Nacht schlief kein Mann."),
        (Say(C("no horses", V("sleep", NounClass.Animal), place: "in the kitchen", front: Fronted.Place)), "In the kitchen no horses sleep.", "In der Küche schlafen keine Pferde."),
        (Say(C("two young lions", V("follow", NounClass.Animal), "the bear", Tense.Past)), "Two young lions followed the bear.", "Zwei junge Löwen folgten dem Bären."),
        (Say(C("three guests", V("arrive"), tense: Tense.Past, time: "last week")), "Three guests arrived last week.", "Drei Gäste kamen letzte Woche an."),
        (Say(C("some old women", V("dance"), place: "on the street")), "Some old women dance on the street.", "Einige alte Frauen tanzen auf der Straße."),
        (Say(C("Anna and the king", V("sing"), place: "in front of the old church")), "Anna and the king sing in front of the old church.", "Anna und der König singen vor der alten Kirche."),
        (Say(C("Peter", V("get up"), time: "in the morning")), "Peter gets up in the morning.", "Peter steht am Morgen auf."),
        (Say(C("I", V("wake up"), tense: Tense.Perfect, time: "often")), "I have often woken up.", "Ich bin oft aufgewacht."),
        (Say(C("they", V("watch television"), place: "in our kitchen")), "They watch television in our kitchen.", "Sie sehen in unserer Küche fern."),
        (Say(C("the children", V("fall asleep"), tense: Tense.Must, time: "now")), "The children must fall asleep now.", "Die Kinder müssen jetzt einschlafen."),
        (Say(C("she", V("come back"), tense: Tense.Want, time: "tomorrow", front: Fronted.Time)), "Tomorrow she wants to come back.", "Morgen will sie zurückkommen."),
        (Say(C("I", V("open"), "the window", Tense.Can)), "I can open the window.", "Ich kann das Fenster aufmachen."),
        (Say(C("the queen", V("close"), "the doors", Tense.Past)), "The queen closed the doors.", "Die Königin machte die Türen zu."),
        (Say(C("the boy", V("bring along"), "two cakes", Tense.Past, time: "on Sunday", front: Fronted.Time)), "On Sunday the boy brought along two cakes.", "Am Sonntag brachte der Junge zwei Kuchen mit."),
        (Say(C("our neighbour", V("call"), "he", Tense.Past, time: "yesterday")), "Our neighbour called him yesterday.", "Unser Nachbar rief ihn gestern an."),
        (Say(C("she", V("look at"), "I")), "She looks at me.", "Sie sieht mich an."),
        (Say(C("we", V("look for"), "our neighbour")), "We look for our neighbour.", "Wir suchen unseren Nachbarn."),
        (Say(C("the uncle", V("help"), "his neighbour", time: "often")), "The uncle often helps his neighbour.", "Der Onkel hilft seinem Nachbarn oft."),
        (Say(C("I", V("thank"), "she", Tense.Want)), "I want to thank her.", "Ich will ihr danken."),
        (Say(C("he", V("listen to"), "they", Tense.Past)), "He listened to them.", "Er hörte ihnen zu."),
        (Say(C("the boy", V("listen to"), "a clever woman", Tense.Perfect)), "The boy has listened to a clever woman.", "Der Junge hat einer klugen Frau zugehört."),
        (Say(C("they", V("follow"), "we", Tense.Perfect)), "They have followed us.", "Sie sind uns gefolgt."),
        (Say(C("the mother", V("give"), "the child, a red apple", time: "today")), "The mother gives the child a red apple today.", "Die Mutter gibt dem Kind heute einen roten Apfel."),
        (Say(C("the teacher", V("show"), "these children, the picture", Tense.Past, time: "yesterday")), "The teacher showed these children the picture yesterday.", "Der Lehrer zeigte diesen Kindern gestern das Bild."),
        (Say(C("I", V("send"), "she, letters", Tense.Past)), "I sent her letters.", "Ich schickte ihr Briefe."),
        (Say(C("Paul", V("bring"), "my aunts, fresh bread", Tense.Future)), "Paul will bring my aunts fresh bread.", "Paul wird meinen Tanten frisches Brot bringen."),
        (Say(C("the dog", V("wait for", NounClass.Animal), "a small boy", place: "behind the school")), "The dog waits for a small boy behind the school.", "Der Hund wartet hinter der Schule auf einen kleinen Jungen."),
        (Say(C("the sisters", V("talk to"), "their neighbours", time: "in summer")), "The sisters talk to their neighbours in summer.", "Die Schwestern sprechen im Sommer mit ihren Nachbarn."),
        (Say(C("I", V("talk to"), "many poor children", Tense.Perfect)), "I have talked to many poor children.", "Ich habe mit vielen armen Kindern gesprochen."),
        (Say(C("my aunt", V("look after"), "the small children", Tense.Past)), "My aunt looked after the small children.", "Meine Tante passte auf die kleinen Kinder auf."),
        (Say(C("the child", V("dream of"), "the white horse")), "The child dreams of the white horse.", "Das Kind träumt vom weißen Pferd."),
        (Say(C("he", V("think of"), "his tired daughters", time: "never")), "He never thinks of his tired daughters.", "Er denkt nie an seine müden Töchter."),
        (Say(C("they", V("laugh at"), "this lazy doctor", Tense.Past)), "They laughed at this lazy doctor.", "Sie lachten über diesen faulen Arzt."),
        (Say(C("the cats", V("play with", NounClass.Animal), "two ducks", place: "on the square")), "The cats play with two ducks on the square.", "Die Katzen spielen auf dem Platz mit zwei Enten."),
        (Say(C("the man", V("go to"), "the station", Tense.Past, time: "in the morning")), "The man went to the station in the morning.", "Der Mann ging am Morgen zum Bahnhof."),
        (Say(C("we", V("go to"), "the old church", Tense.Must)), "We must go to the old church.", "Wir müssen zur alten Kirche gehen."),
        (Say(C("the duck", V("run into", NounClass.Animal), "the house", Tense.Perfect)), "The duck has run into the house.", "Die Ente ist ins Haus gelaufen."),
        (Say(C("I", V("go into"), "the forest")), "I go into the forest.", "Ich gehe in den Wald."),
        (Say(C("the bear", V("come out of", NounClass.Animal), "a big forest", Tense.Past)), "The bear came out of a big forest.", "Der Bär kam aus einem großen Wald."),
        (Say(C("I", Is("tired"))), "I am tired.", "Ich bin müde."),
        (Say(C("these flowers", Is("beautiful"), tense: Tense.Past)), "These flowers were beautiful.", "Diese Blumen waren schön."),
        (Say(C("he", Is("rich"), tense: Tense.Want)), "He wants to be rich.", "Er will reich sein."),
        (Say(C("they", Is("sick"), tense: Tense.Perfect)), "They have been sick.", "Sie sind krank gewesen."),
        (Say(C("the dog", IsMore("bigger"), "our black cat")), "The dog is bigger than our black cat.", "Der Hund ist größer als unsere schwarze Katze."),
        (Say(C("my books", IsAt("in the kitchen"))), "My books are in the kitchen.", "Meine Bücher sind in der Küche."),
        (Say(C("the letter", IsAt("in an old house"))), "The letter is in an old house.", "Der Brief ist in einem alten Haus."),
    ];

    private static readonly (Sentence Meaning, string English, string German)[] s_denials =
    [
        (Say(C("the man", V("see"), "the dog", not: true)), "The man does not see the dog.", "Der Mann sieht den Hund nicht."),
        (Say(C("the man", V("see"), "a dog", Tense.Past, not: true, time: "yesterday")), "The man did not see a dog yesterday.", "Der Mann sah gestern keinen Hund."),
        (Say(C("I", V("buy"), "old books", Tense.Future, not: true)), "I will not buy old books.", "Ich werde keine alten Bücher kaufen."),
        (Say(C("she", V("drink"), "cold water", Tense.Can, not: true)), "She cannot drink cold water.", "Sie kann kein kaltes Wasser trinken."),
        (Say(C("my sisters", V("get up"), tense: Tense.Want, not: true)), "My sisters do not want to get up.", "Meine Schwestern wollen nicht aufstehen."),
        (Say(C("the guest", V("get up"), not: true, time: "today")), "The guest does not get up today.", "Der Gast steht heute nicht auf."),
        (Say(C("we", V("invite"), "Maria", Tense.Perfect, not: true)), "We have not invited Maria.", "Wir haben Maria nicht eingeladen."),
        (Say(C("Lena", V("work"), not: true, place: "in the shop")), "Lena does not work in the shop.", "Lena arbeitet nicht im Laden."),
        (Say(C("he", V("wait for"), "his brother", Tense.Past, not: true)), "He did not wait for his brother.", "Er wartete nicht auf seinen Bruder."),
        (Say(C("the king", V("give"), "his daughter, a horse", not: true)), "The king does not give his daughter a horse.", "Der König gibt seiner Tochter kein Pferd."),
        (Say(C("she", V("bring"), "he, the key", Tense.Perfect, not: true)), "She has not brought him the key.", "Sie hat ihm den Schlüssel nicht gebracht."),
        (Say(C("the boy", V("help"), "a guest", not: true)), "The boy does not help a guest.", "Der Junge hilft keinem Gast."),
        (Say(C("this knife", Is("new"), not: true)), "This knife is not new.", "Dieses Messer ist nicht neu."),
        (Say(C("my uncle", IsMore("older"), "the teacher", not: true)), "My uncle is not older than the teacher.", "Mein Onkel ist nicht älter als der Lehrer."),
        (Say(C("the children", IsAt("next to the hotel"), tense: Tense.Past, not: true)), "The children were not next to the hotel.", "Die Kinder waren nicht neben dem Hotel."),
    ];

    private static readonly (Sentence Meaning, string English, string German)[] s_passives =
    [
        (Say(C("the pear", V("eat").Passive(), "the boy", Tense.Past)), "The pear was eaten by the boy.", "Die Birne wurde vom Jungen gegessen."),
        (Say(C("the pear", V("eat", NounClass.Animal).Passive(), "a cow", Tense.Past)), "The pear was eaten by a cow.", "Die Birne wurde von einer Kuh gefressen."),
        (Say(C("the guests", V("fetch").Passive(), "we", time: "on Sunday", tense: Tense.Must)), "The guests must be fetched by us on Sunday.", "Die Gäste müssen am Sonntag von uns abgeholt werden."),
        (Say(C("many old clocks", V("sell").Passive(), "poor farmers", place: "in the city", tense: Tense.Past)), "Many old clocks were sold by poor farmers in the city.", "Viele alte Uhren wurden in der Stadt von armen Bauern verkauft."),
        (Say(C("the dog", V("look for").Passive(), "the women", time: "today", front: Fronted.Time)), "Today the dog is looked for by the women.", "Heute wird der Hund von den Frauen gesucht."),
    ];

    private static readonly (Sentence Meaning, string English, string German)[] s_questions =
    [
        (Ask(C("the man", V("see"), "the dog")), "Does the man see the dog?", "Sieht der Mann den Hund?"),
        (Ask(C("the children", V("wake up"), tense: Tense.Past)), "Did the children wake up?", "Wachten die Kinder auf?"),
        (Ask(C("she", V("call"), "he", Tense.Perfect)), "Has she called him?", "Hat sie ihn angerufen?"),
        (Ask(C("our aunt", Is("happy"))), "Is our aunt happy?", "Ist unsere Tante glücklich?"),
        (Ask(C("they", V("buy"), "a lamp", Tense.Want)), "Do they want to buy a lamp?", "Wollen sie eine Lampe kaufen?"),
        (Ask(C("who", V("steal"), "my hat", Tense.Perfect)), "Who has stolen my hat?", "Wer hat meinen Hut gestohlen?"),
        (Ask(C("the doctor", V("know"), "who", front: Fronted.Object)), "Whom does the doctor know?", "Wen kennt der Arzt?"),
        (Ask(C("the women", V("help"), "who", Tense.Past, front: Fronted.Object)), "Whom did the women help?", "Wem halfen die Frauen?"),
        (Ask(C("Martin", V("wait for"), "who", front: Fronted.Object)), "Whom does Martin wait for?", "Auf wen wartet Martin?"),
        (Ask(C("the farmer", V("sell"), "what", Tense.Future, time: "tomorrow", front: Fronted.Object)), "What will the farmer sell tomorrow?", "Was wird der Bauer morgen verkaufen?"),
        (Ask(C("the birds", V("sleep", NounClass.Animal), front: Fronted.Place) with { Place = PlacePhrase.Where }), "Where do the birds sleep?", "Wo schlafen die Vögel?"),
        (Ask(C("the guests", V("arrive"), tense: Tense.Past, front: Fronted.Time) with { Time = TimePhrase.When }), "When did the guests arrive?", "Wann kamen die Gäste an?"),
        (Ask(C("I", V("get up"), tense: Tense.Must, front: Fronted.Time) with { Time = TimePhrase.Why }), "Why must I get up?", "Warum muss ich aufstehen?"),
    ];

    private static readonly (Sentence Meaning, string English, string German)[] s_relatives =
    [
        (Say(C(Who("the man", V("see"), "the dog"), V("sing"))), "The man who sees the dog sings.", "Der Mann, der den Hund sieht, singt."),
        (Say(C(Who("the man", V("see"), "the dog", Tense.Past), V("sleep"), tense: Tense.Past, time: "yesterday", front: Fronted.Time)), "Yesterday the man who saw the dog slept.", "Gestern schlief der Mann, der den Hund sah."),
        (Say(C(Whom("the woman", "we", V("help")), V("sing"))), "The woman whom we help sings.", "Die Frau, der wir helfen, singt."),
        (Say(C(Whom("the children", "Anna", V("play with")), V("laugh"), tense: Tense.Past, time: "yesterday")), "The children whom Anna plays with laughed yesterday.", "Die Kinder, mit denen Anna spielt, lachten gestern."),
        (Say(C("my mother", V("see"), tense: Tense.Perfect) with { Objects = [Who("the horse", V("sleep", NounClass.Animal), place: "in the forest")] }), "My mother has seen the horse that sleeps in the forest.", "Meine Mutter hat das Pferd gesehen, das im Wald schläft."),
        (Say(C("he", V("forget"), tense: Tense.Past) with { Objects = [Whom("the letter", "Lena", V("bring along"), Tense.Past)] }), "He forgot the letter that Lena brought along.", "Er vergaß den Brief, den Lena mitbrachte."),
        (Say(C("I", V("wait for")) with { Objects = [Who("a friendly teacher", V("wake up"))] }), "I wait for a friendly teacher who wakes up.", "Ich warte auf einen freundlichen Lehrer, der aufwacht."),
    ];

    private static readonly (Sentence Meaning, string English, string German)[] s_compounds =
    [
        (Joined(C("the man", V("sleep")), "because", C("he", Is("tired"))), "The man sleeps because he is tired.", "Der Mann schläft, weil er müde ist."),
        (Joined(C("the cat", V("wait", NounClass.Animal)), "because", C(N("the cat").AsPronoun(), Is("hungry"))), "The cat waits because it is hungry.", "Die Katze wartet, weil sie hungrig ist."),
        (Joined(C("the pig", V("wait", NounClass.Animal)), "because", C(N("the pig").AsPronoun(), Is("hungry"))), "The pig waits because it is hungry.", "Das Schwein wartet, weil es hungrig ist."),
        (Joined(C("the dog", V("wait", NounClass.Animal)), "because", C(N("the dog").AsPronoun(), Is("hungry"))), "The dog waits because it is hungry.", "Der Hund wartet, weil er hungrig ist."),
        (Joined(C("he", V("stay")), "because", C("the woman", V("see"), "a bear", Tense.Perfect), mainFirst: false), "Because the woman has seen a bear, he stays.", "Weil die Frau einen Bären gesehen hat, bleibt er."),
        (Joined(C("she", V("dance"), tense: Tense.Past), "although", C("Anna", V("sing"), tense: Tense.Past, not: true)), "She danced although Anna did not sing.", "Sie tanzte, obwohl Anna nicht sang."),
        (Joined(C("the mother", V("sing")), "when", C("the child", V("fall asleep"))), "The mother sings when the child falls asleep.", "Die Mutter singt, wenn das Kind einschläft."),
        (Joined(C("the mother", V("sing"), tense: Tense.Past), "when", C("the child", V("fall asleep"), tense: Tense.Past)), "The mother sang when the child fell asleep.", "Die Mutter sang, als das Kind einschlief."),
        (Joined(C("we", V("work")), "if", C("they", V("sleep")), mainFirst: false), "If they sleep, we work.", "Wenn sie schlafen, arbeiten wir."),
        (Joined(C("Paul", V("close"), "the door", Tense.Past), "while", C("his guests", V("wait"), tense: Tense.Past)), "Paul closed the door while his guests waited.", "Paul machte die Tür zu, während seine Gäste warteten."),
        (Joined(C("I", V("know", kind: VerbKind.That)), "that", C("the boy", V("lose"), "his key", Tense.Perfect)), "I know that the boy has lost his key.", "Ich weiß, dass der Junge seinen Schlüssel verloren hat."),
        (Joined(C("Anna", V("hope")), "that", C("she", V("come back"), tense: Tense.Can)), "Anna hopes that she can come back.", "Anna hofft, dass sie zurückkommen kann."),
        (new Infinitive(C("the boy", V("try")), C("the boy", V("catch"), "the bird")), "The boy tries to catch the bird.", "Der Junge versucht, den Vogel zu fangen."),
        (new Infinitive(C("we", V("promise"), tense: Tense.Perfect), C("we", V("call"), "she")), "We have promised to call her.", "Wir haben versprochen, sie anzurufen."),
        (new Infinitive(C("my uncle", V("go to"), "the shop", Tense.Past), C("my uncle", V("buy"), "fresh bread")), "My uncle went to the shop to buy fresh bread.", "Mein Onkel ging zum Laden, um frisches Brot zu kaufen."),
        (new Coordination(C("the man", V("sing")), false, C("the women", V("dance"))), "The man sings and the women dance.", "Der Mann singt und die Frauen tanzen."),
        (new Coordination(C("I", V("wait"), tense: Tense.Past), true, C("Maria", V("arrive"), tense: Tense.Past, not: true)), "I waited, but Maria did not arrive.", "Ich wartete, aber Maria kam nicht an."),
    ];

    private static readonly (Sentence Meaning, string English, string German)[] s_all = [.. s_statements, .. s_denials, .. s_passives, .. s_questions, .. s_relatives, .. s_compounds];

    public static TheoryData<string, string> Pairs()
    {
        var pairs = new TheoryData<string, string>();
        foreach (var (_, english, german) in s_all)
            pairs.Add(english, german);
        return pairs;
    }

    [Theory]
    [MemberData(nameof(Pairs))]
    public void A_meaning_is_written_in_both_languages(string english, string german)
    {
        var meaning = s_all.Single(row => row.English == english).Meaning;
        Assert.Equal((english, german), (meaning.InEnglish(), meaning.InGerman()));
    }

    private static Statement Say(Clause clause) => new(clause);

    private static Question Ask(Clause clause) => new(clause);
}
