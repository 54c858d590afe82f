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
        (Say(C("a small child", V("see"), "a red door")), "A small child sees a red door.", "Ein kleines Kind sieht eine rote Tür."),
        (Say(C("a young man", V("buy"), "an old book")), "A young man buys an old book.", "Ein junger Mann kauft ein altes Buch."),
        (Say(C("a young woman", V("buy"), "a black key", Tense.Future, time: "tomorrow")), "A young woman will buy a black key tomorrow.", "Eine junge Frau wird morgen einen schwarzen Schlüssel kaufen."),
        (Say(C("I", V("open"), "this big window")), "I open this big window.", "Ich mache dieses große Fenster auf."),
        (Say(C("we", V("see"), "the keys", Tense.Past, place: "in the garden")), "We saw the keys in the garden.", "Wir sahen die Schlüssel im Garten."),
        (Say(C("the boys", V("eat"), "many good apples", Tense.Past)), "The boys ate many good apples.", "Die Jungen aßen viele gute Äpfel."),
        (Say(C("these dogs", V("drink", NounClass.Animal), "the milk", Tense.Past)), "These dogs drank the milk.", "Diese Hunde tranken die Milch."),
        (Say(C("my father", V("eat"), "cold bread", time: "in the morning", front: Fronted.Time)), "In the morning my father eats cold bread.", "Am Morgen isst mein Vater kaltes Brot."),
        (Say(C("the cat", V("drink", NounClass.Animal), "cold milk")), "The cat drinks cold milk.", "Die Katze trinkt kalte Milch."),
        (Say(C("he", V("buy"), "good cheese", time: "always")), "He always buys good cheese.", "Er kauft immer guten Käse."),
        (Say(C("two horses", V("sleep", NounClass.Animal), place: "in the kitchen", front: Fronted.Place)), "In the kitchen two horses sleep.", "In der Küche schlafen zwei Pferde."),
        (Say(C("the children", V("wait"), place: "behind the old house", front: Fronted.Place)), "Behind the old house the children wait.", "Hinter dem alten Haus warten die Kinder."),
        (Say(C("many old women", V("dance"), place: "on the street")), "Many old women dance on the street.", "Viele alte Frauen tanzen auf der Straße."),
        (Say(C("Peter", V("get up"), time: "in the morning")), "Peter gets up in the morning.", "Peter steht am Morgen auf."),
        (Say(C("I", V("arrive"), tense: Tense.Perfect, time: "often")), "I have often arrived.", "Ich bin oft angekommen."),
        (Say(C("the children", V("get up"), tense: Tense.Must, time: "now")), "The children must get up now.", "Die Kinder müssen jetzt aufstehen."),
        (Say(C("she", V("come back"), tense: Tense.Want, time: "tomorrow", front: Fronted.Time)), "Tomorrow she wants to come back.", "Morgen will sie zurückkommen."),
        (Say(C("I", V("open"), "the window", Tense.Can)), "I can open the window.", "Ich kann das Fenster aufmachen."),
        (Say(C("the sister", V("close"), "the doors", Tense.Past)), "The sister closed the doors.", "Die Schwester machte die Türen zu."),
        (Say(C("our teacher", V("invite"), "he", Tense.Past, time: "yesterday")), "Our teacher invited him yesterday.", "Unser Lehrer lud ihn gestern ein."),
        (Say(C("the cat", V("look for", NounClass.Animal), "I")), "The cat looks for me.", "Die Katze sucht mich."),
        (Say(C("we", V("look for"), "our boy")), "We look for our boy.", "Wir suchen unseren Jungen."),
        (Say(C("the father", V("help"), "his boy", time: "often")), "The father often helps his boy.", "Der Vater hilft seinem Jungen oft."),
        (Say(C("the king", V("thank"), "we", Tense.Want)), "The king wants to thank us.", "Der König will uns danken."),
        (Say(C("the boy", V("help"), "a tired woman", Tense.Perfect)), "The boy has helped a tired woman.", "Der Junge hat einer müden Frau geholfen."),
        (Say(C("the mother", V("give"), "the child, a red apple")), "The mother gives the child a red apple.", "Die Mutter gibt dem Kind einen roten Apfel."),
        (Say(C("the mother", V("give"), "the child, a red apple", time: "today")), "The mother gives the child a red apple today.", "Die Mutter gibt dem Kind heute einen roten Apfel."),
        (Say(C("the teacher", V("show"), "these children, the letter", Tense.Past)), "The teacher showed these children the letter.", "Der Lehrer zeigte diesen Kindern den Brief."),
        (Say(C("Paul", V("bring"), "my sisters, cold bread", Tense.Future)), "Paul will bring my sisters cold bread.", "Paul wird meinen Schwestern kaltes Brot bringen."),
        (Say(C("the dog", V("wait for", NounClass.Animal), "a boy", place: "behind the school")), "The dog waits for a boy behind the school.", "Der Hund wartet hinter der Schule auf einen Jungen."),
        (Say(C("the sisters", V("talk to"), "our fathers", time: "tomorrow", tense: Tense.Future)), "The sisters will talk to our fathers tomorrow.", "Die Schwestern werden morgen mit unseren Vätern sprechen."),
        (Say(C("I", V("talk to"), "many happy children", Tense.Perfect)), "I have talked to many happy children.", "Ich habe mit vielen glücklichen Kindern gesprochen."),
        (Say(C("the man", V("go to"), "the garden", Tense.Past, time: "in the morning")), "The man went to the garden in the morning.", "Der Mann ging am Morgen zum Garten."),
        (Say(C("we", V("go to"), "the old school", Tense.Must)), "We must go to the old school.", "Wir müssen zur alten Schule gehen."),
        (Say(C("I", Is("tired"))), "I am tired.", "Ich bin müde."),
        (Say(C("these letters", Is("beautiful"), tense: Tense.Past)), "These letters were beautiful.", "Diese Briefe waren schön."),
        (Say(C("my books", IsAt("in the kitchen"))), "My books are in the kitchen.", "Meine Bücher sind in der Küche."),
        (Say(C("the letter", IsAt("in an old house"))), "The letter is in an old house.", "Der Brief ist in einem alten Haus."),
    ];

    private static readonly (Sentence Meaning, string English, string German)[] s_denials =
    [
        (Say(C("the man", V("see"), "the dog", not: true)), "The man does not see the dog.", "Der Mann sieht den Hund nicht."),
        (Say(C("the man", V("see"), "a dog", Tense.Past, not: true, time: "yesterday")), "The man did not see a dog yesterday.", "Der Mann sah gestern keinen Hund."),
        (Say(C("I", V("buy"), "an old book", Tense.Future, not: true)), "I will not buy an old book.", "Ich werde kein altes Buch kaufen."),
        (Say(C("she", V("drink"), "cold water", Tense.Can, not: true)), "She cannot drink cold water.", "Sie kann kein kaltes Wasser trinken."),
        (Say(C("my sisters", V("get up"), tense: Tense.Want, not: true)), "My sisters do not want to get up.", "Meine Schwestern wollen nicht aufstehen."),
        (Say(C("the doctor", V("get up"), not: true, time: "today")), "The doctor does not get up today.", "Der Arzt steht heute nicht auf."),
        (Say(C("we", V("invite"), "the kings", Tense.Perfect, not: true)), "We have not invited the kings.", "Wir haben die Könige nicht eingeladen."),
        (Say(C("Lena", V("wait"), not: true, place: "in the school")), "Lena does not wait in the school.", "Lena wartet nicht in der Schule."),
        (Say(C("he", V("wait for"), "his brother", Tense.Past, not: true)), "He did not wait for his brother.", "Er wartete nicht auf seinen Bruder."),
        (Say(C("the king", V("give"), "his sister, a key", not: true)), "The king does not give his sister a key.", "Der König gibt seiner Schwester keinen Schlüssel."),
        (Say(C("the man", V("bring"), "he, the key", Tense.Perfect, not: true)), "The man has not brought him the key.", "Der Mann hat ihm den Schlüssel nicht gebracht."),
        (Say(C("the boy", V("help"), "a king", not: true)), "The boy does not help a king.", "Der Junge hilft keinem König."),
        (Say(C("this window", Is("new"), not: true)), "This window is not new.", "Dieses Fenster ist nicht neu."),
        (Say(C("the children", IsAt("behind the school"), tense: Tense.Past, not: true)), "The children were not behind the school.", "Die Kinder waren nicht hinter der Schule."),
    ];

    private static readonly (Sentence Meaning, string English, string German)[] s_questions =
    [
        (Ask(C("the man", V("see"), "the dog")), "Does the man see the dog?", "Sieht der Mann den Hund?"),
        (Ask(C("the children", V("arrive"), tense: Tense.Past)), "Did the children arrive?", "Kamen die Kinder an?"),
        (Ask(C("the mother", V("invite"), "he", Tense.Perfect)), "Has the mother invited him?", "Hat die Mutter ihn eingeladen?"),
        (Ask(C("our sister", Is("happy"))), "Is our sister happy?", "Ist unsere Schwester glücklich?"),
        (Ask(C("they", V("buy"), "a box", Tense.Want)), "Do they want to buy a box?", "Wollen sie eine Kiste kaufen?"),
        (Ask(C("the birds", V("sleep", NounClass.Animal), front: Fronted.Place) with { Place = PlacePhrase.Where }), "Where do the birds sleep?", "Wo schlafen die Vögel?"),
        (Ask(C("the doctors", V("arrive"), tense: Tense.Past, front: Fronted.Time) with { Time = TimePhrase.When }), "When did the doctors arrive?", "Wann kamen die Ärzte an?"),
        (Ask(C("I", V("get up"), tense: Tense.Must, front: Fronted.Time) with { Time = TimePhrase.Why }), "Why must I get up?", "Warum muss ich aufstehen?"),
    ];

    private static readonly (Sentence Meaning, string English, string German)[] s_compounds =
    [
        (Joined(C("the man", V("sleep")), "because", C("he", Is("tired"))), "The man sleeps because he is tired.", "Der Mann schläft, weil er müde ist."),
        (Joined(C("the cats", V("wait", NounClass.Animal)), "because", C(N("the cats").AsPronoun()!, Is("hungry"))), "The cats wait because they are hungry.", "Die Katzen warten, weil sie hungrig sind."),
        (Joined(C("he", V("wait")), "because", C("the boy", V("see"), "a dog", Tense.Perfect), mainFirst: false), "Because the boy has seen a dog, he waits.", "Weil der Junge einen Hund gesehen hat, wartet er."),
        (Joined(C("she", V("dance"), tense: Tense.Past), "although", C("Anna", V("sing"), tense: Tense.Past, not: true)), "She danced although Anna did not sing.", "Sie tanzte, obwohl Anna nicht sang."),
        (Joined(C("we", V("wait")), "if", C("they", V("sleep")), mainFirst: false), "If they sleep, we wait.", "Wenn sie schlafen, warten wir."),
        (Joined(C("Paul", V("close"), "the door"), "because", C("they", V("arrive"))), "Paul closes the door because they arrive.", "Paul macht die Tür zu, weil sie ankommen."),
        (Joined(C("I", V("know", kind: VerbKind.That)), "that", C("the boy", V("buy"), "a key", Tense.Perfect)), "I know that the boy has bought a key.", "Ich weiß, dass der Junge einen Schlüssel gekauft hat."),
        (Joined(C("Anna", V("say")), "that", C("she", V("come back"), tense: Tense.Can)), "Anna says that she can come back.", "Anna sagt, dass sie zurückkommen kann."),
    ];

    private static readonly (Sentence Meaning, string English, string German)[] s_all = [.. s_statements, .. s_denials, .. s_questions, .. s_compounds];

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
