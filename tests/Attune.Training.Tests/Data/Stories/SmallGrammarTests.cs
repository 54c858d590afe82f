namespace Attune.Training.Tests;

public class SmallGrammarTests
{
    private const string Small = """
        = Animal names
        owl | Wise
        mouse | Small
        fox | Small
        = Wise gender=f
        Ada
        = Small gender=m
        Pip, Tom
        = Trait
        old, shy, merry
        :: Story
        2 <Start> <End>
        1 <Start>
        :: Start
        There was {one:Trait.a} and {:Trait-one} {kind:Animal} named {hero:@kind.names}.
        :: End
        3 {^hero.he} was <How> {one}.
        1 -
        2 "Am I {one}?" asked {hero}. "Yes," said {hero.his} {other:Animal-kind}.
        : How
        very
        3 quite
        """;

    [Fact]
    public void The_probabilities_of_all_stories_sum_to_one_and_parsing_gives_the_same()
    {
        var grammar = new StoryGrammar(Small);
        var probabilities = new Dictionary<string, double>();
        var choices = new AllChoices();
        do
        {
            var story = new Derivation(grammar, choices).Run();
            probabilities[story.Text] = probabilities.GetValueOrDefault(story.Text) + Math.Exp(-story.NegativeLogProbability);
        }
        while (choices.MoveNext());

        Assert.Equal(1, probabilities.Values.Sum(), 1e-12);
        // 3 * 2 traits, then 5 pairs of a kind and a name, then nothing, two sentences of one kind, or 2 animals.
        Assert.Equal(3 * 2 * 5 * (1 + 2 + 2), probabilities.Count);
        foreach (var (text, probability) in probabilities)
        {
            var parse = grammar.Parse(text);
            // The story that ends after its start comes about in two ways: without an end, and with an empty one.
            Assert.Equal(StoryGrammar.SplitSentences(text).Count == 1 ? 2 : 1, parse.Derivations);
            Assert.Equal(probability, Math.Exp(-parse.NegativeLogProbability), 1e-12);
        }
    }

    [Fact]
    public void A_sentence_alone_narrows_down_who_is_meant()
    {
        var grammar = new StoryGrammar(Small);
        Assert.True(grammar.ParseSentence("She was quite old."));
        Assert.True(grammar.ParseSentence("\"Yes,\" said her fox."));
        Assert.True(grammar.ParseSentence("There was a shy and old owl named Ada."));
        Assert.False(grammar.ParseSentence("There was a shy and old fox named Ada."));
        Assert.False(grammar.ParseSentence("There was a shy and shy owl named Ada."));
        Assert.False(grammar.ParseSentence("There was a old and shy owl named Ada."));
    }

    [Fact]
    public void A_table_with_a_word_twice_and_a_form_that_is_missing_are_refused()
    {
        Assert.Contains("has owl twice", Assert.Throws<InvalidOperationException>(() => new StoryGrammar("= A\nowl, owl\n:: Story\n{x:A}.")).Message, StringComparison.Ordinal);
        Assert.Contains("owl lacks a form", Assert.Throws<InvalidOperationException>(() => new StoryGrammar("= A\nowl\n:: Story\n{x:A} {x.past}.")).Message, StringComparison.Ordinal);
    }

    // Counts through all sequences of choices like an odometer whose wheels appear as the derivation needs them.
    private sealed class AllChoices : Choices
    {
        private readonly List<(int Choice, int Count)> _wheels = [];
        private int _next;

        public override int Choose(Distribution distribution)
        {
            if (_next == _wheels.Count)
                _wheels.Add((0, distribution.Count));
            return _wheels[_next++].Choice;
        }

        public bool MoveNext()
        {
            _next = 0;
            while (_wheels.Count > 0 && _wheels[^1].Choice == _wheels[^1].Count - 1)
                _wheels.RemoveAt(_wheels.Count - 1);
            if (_wheels.Count > 0)
                _wheels[^1] = (_wheels[^1].Choice + 1, _wheels[^1].Count);
            return _wheels.Count > 0;
        }
    }
}
