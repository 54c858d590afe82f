using System.Text;
using System.Text.RegularExpressions;

namespace Attune.Training.Tests;

public partial class PairGeneratorTests
{
    private const int Count = 100_000;

    private static readonly PairGenerator[] s_generators = [PairGenerator.EnglishGerman, PairGenerator.Copy];
    private static readonly Lazy<SentencePair[]> s_pairs = new(() => Generate(Count, heldOut: false));

    [Fact]
    public void A_pair_is_a_function_of_seed_and_number()
    {
        foreach (var generator in s_generators)
        {
            Assert.Equal(generator.Generate(1, 5), generator.Generate(1, 5));
            Assert.NotEqual(generator.Generate(1, 5), generator.Generate(2, 5));
            Assert.NotEqual(generator.Generate(1, 5), generator.Generate(1, 5 + (1L << 32)));
            Assert.NotEqual(generator.Generate(1, 5), generator.Generate(1, 5, heldOut: true));
        }

        // Known text: the same on every machine and in every version that does not change the grammar.
        Assert.Equal(new SentencePair("Today I help the small cat.", "Heute helfe ich der kleinen Katze."), PairGenerator.EnglishGerman.Generate(1, 0));
        Assert.Equal(new SentencePair("r z d b x q", "r z d b x q"), PairGenerator.Copy.Generate(1, 0));
    }

    [Fact]
    public void Pairs_do_not_depend_on_the_number_of_threads()
    {
        // The shared ones were made by many threads.
        for (int number = 0; number < Count; number += 97)
            Assert.Equal(PairGenerator.EnglishGerman.Generate(1, number), s_pairs.Value[number]);
    }

    [Fact]
    public void A_corpus_has_as_many_pairs_as_asked_for_and_each_once()
    {
        foreach (string generator in new[] { "german", "copy" })
        {
            var corpus = Corpus.OfGeneratedPairs(Tiny.Recipe with { PairGenerator = generator, GeneratedPairs = 20_000, ValidationShare = 0.1 });
            foreach (var (sources, count) in new[] { (corpus.Training[0], 18_000), (corpus.Validation[0], 2_000) })
            {
                string[] lines = [.. sources.Documents.Select(line => Encoding.UTF8.GetString(line.Span))];
                Assert.Equal(count, lines.Length);
                Assert.Equal(count, lines.Distinct().Count());
            }
        }
    }

    [Fact]
    public void No_sentence_has_two_translations()
    {
        var translations = new Dictionary<string, string>();
        foreach (var (source, target) in s_pairs.Value)
        {
            if (!translations.TryAdd(source, target))
                Assert.Equal((source, translations[source]), (source, target));
        }

        // Most are different, so a model cannot have learnt them by heart.
        Assert.InRange(translations.Count, 80_000, Count);
    }

    [Fact]
    public void Held_out_sentences_never_occur_in_training()
    {
        Assert.All(s_pairs.Value, pair => Assert.False(PairGenerator.IsHeldOut(pair.Source)));
        var training = s_pairs.Value.Select(pair => pair.Source).ToHashSet();
        Assert.All(Generate(5_000, heldOut: true), pair => Assert.True(PairGenerator.IsHeldOut(pair.Source) && !training.Contains(pair.Source)));
    }

    [Fact]
    public void Sentences_are_short_and_well_formed()
    {
        foreach (var (source, target) in s_pairs.Value)
        {
            Assert.InRange(source.Split(' ').Length, 4, 8);
            Assert.InRange(target.Split(' ').Length, 3, 10);
            Assert.Matches(WellFormed(), source);
            Assert.Matches(WellFormed(), target);
            Assert.Equal(source[^1], target[^1]);
        }
    }

    [Fact]
    public void Every_word_of_the_lexicon_is_frequent()
    {
        var english = Frequencies(pair => pair.Source);
        var german = Frequencies(pair => pair.Target);
        List<string?> sources =
        [
            .. Lexicon.Nouns.SelectMany(noun => new[] { noun.English, noun.EnglishPlural }),
            .. Lexicon.Verbs.SelectMany(verb => (string?[])[verb.English.Base, verb.English.Past, verb.Kind == VerbKind.That ? null : verb.English.Participle]),
            .. Lexicon.Verbs.SelectMany(verb => verb.English.Rest.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
            .. Lexicon.Adjectives.Select(adjective => adjective.English),
            .. Lexicon.Names.Select(name => name.Text),
            .. Lexicon.Times.SelectMany(time => time.English.Split(' ')),
            .. Lexicon.Prepositions.SelectMany(preposition => preposition.English.Split(' ')),
        ];
        List<string?> targets =
        [
            // Places are nothing's subject and things are in no dative.
            .. Lexicon.Nouns.SelectMany(noun => new[] { noun.Nominative, noun.Oblique, (noun.Class & NounClass.Place) == 0 ? noun.Plural : noun.InGerman(Case.Dative, plural: true) }),
            // Who says or thinks that something is so does it in the present or the past.
            .. Lexicon.Verbs.SelectMany(verb => (string?[])[verb.German.Third, verb.German.Past, verb.German.Prefix + verb.German.Infinitive, verb.Kind == VerbKind.That ? null : verb.German.Participle]),
            .. Lexicon.Adjectives.SelectMany(adjective => new[] { adjective.German, adjective.WithEnding("e"), adjective.WithEnding("en"), adjective.WithEnding("er") }),
            .. Lexicon.Conjunctions.Select(conjunction => conjunction.German),
        ];

        // In 100,000 sentences.
        const int Fewest = 10;
        Assert.DoesNotContain(sources, word => word is not null && english.GetValueOrDefault(word.ToLowerInvariant()) < Fewest);
        Assert.DoesNotContain(targets, word => word is not null && german.GetValueOrDefault(word.ToLowerInvariant()) < Fewest);
        Assert.InRange(english.Count, 200, 260);
        Assert.InRange(german.Count, 380, 450);
    }

    [Fact]
    public void The_copy_task_says_four_to_twelve_letters_again()
    {
        var lengths = new HashSet<int>();
        for (int number = 0; number < 1_000; number++)
        {
            var (source, target) = PairGenerator.Copy.Generate(3, number);
            Assert.Equal(source, target);
            Assert.Matches(Letters(), source);
            lengths.Add((source.Length + 1) / 2);
        }

        Assert.Equal(Enumerable.Range(4, 9), lengths.Order());
    }

    [Fact]
    public void Senseless_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => PairGenerator.Copy.Generate(1, -1));
        Assert.Throws<ArgumentNullException>(() => PairGenerator.IsHeldOut(null!));
    }

    private static SentencePair[] Generate(int count, bool heldOut)
    {
        var pairs = new SentencePair[count];
        Parallel.For(0, count, number => pairs[number] = PairGenerator.EnglishGerman.Generate(1, number, heldOut));
        return pairs;
    }

    private static Dictionary<string, int> Frequencies(Func<SentencePair, string> side) =>
        s_pairs.Value.SelectMany(pair => side(pair).ToLowerInvariant().Split(' ')).CountBy(word => word.Trim('.', ',', '?')).ToDictionary();

    [GeneratedRegex("^[A-ZÄÖÜ][a-zäöüß]*(,? [A-ZÄÖÜ]?[a-zäöüß]+|,? I)*[.?]$")]
    private static partial Regex WellFormed();

    [GeneratedRegex("^[a-z]( [a-z]){3,11}$")]
    private static partial Regex Letters();
}
