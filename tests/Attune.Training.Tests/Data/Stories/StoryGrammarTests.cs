namespace Attune.Training.Tests;

public class StoryGrammarTests
{
    private static readonly StoryGrammar s_grammar = StoryGrammar.Default;

    [Fact]
    public void Ten_thousand_stories_parse_in_one_way_with_the_probability_they_were_made_with()
    {
        Parallel.For(0, 10_000, index =>
        {
            var story = StoryGenerator.Generate(3, index);
            var parse = s_grammar.Parse(story.Text);
            Assert.True(parse.IsStory, parse.Reason);
            Assert.Equal(1, parse.Derivations);
            // The same costs in the same order, but for the order of sums in rules within rules.
            Assert.Equal(story.NegativeLogProbability, parse.NegativeLogProbability, 1e-9);
            Assert.Equal((-1, ""), (parse.FailedSentence, parse.Reason));
        });
    }

    [Fact]
    public void Every_sentence_of_a_story_is_a_sentence_alone()
    {
        for (int index = 0; index < 300; index++)
            Assert.All(StoryGrammar.SplitSentences(StoryGenerator.Generate(4, index).Text), sentence => Assert.True(s_grammar.ParseSentence(sentence), sentence));
    }

    [Theory]
    [InlineData("Once there was a small boy named Tom, who lived in a sunny valley.", true)]
    [InlineData("Once there was a small boy named Nora, who lived in a sunny valley.", false)]
    [InlineData("Once there was an small boy named Tom, who lived in a sunny valley.", false)]
    [InlineData("Once there was a small boy named Tom, who lives in a sunny valley.", false)]
    [InlineData("Once there was a small boy named Tom, who lived in a quiet quiet valley.", false)]
    [InlineData("Once there was a boy named Tom, who lived in a sunny valley.", false)]
    [InlineData("Once there was a small valley named Tom, who lived in a sunny boy.", false)]
    [InlineData("One sunny day, Nora could not find her red kite.", true)]
    [InlineData("One sunny day, Nora could not find his red kite.", false)]
    [InlineData("One sunny day, Tom could not find her red kite.", false)]
    [InlineData("One sunny day, Nora could not found her red kite.", false)]
    [InlineData("Without the bridge, even a shy mouse could not cross the river.", true)]
    [InlineData("Without the bridge, even a shy mouse could not bake bread.", false)]
    [InlineData("The swan only smiled, put on her red coat and went home happily.", true)]
    [InlineData("The swan only smiled, put on his red coat and went home happily.", false)]
    [InlineData("They lived happily ever after.", false)]
    [InlineData("", false)]
    [InlineData("\"", false)]
    public void A_sentence_parses_only_if_its_words_agree(string sentence, bool expected) => Assert.Equal(expected, s_grammar.ParseSentence(sentence));

    [Theory]
    [InlineData("he", "she")]
    [InlineData("she", "he")]
    [InlineData("He", "She")]
    [InlineData("his", "her")]
    [InlineData("her", "his")]
    [InlineData("him", "her")]
    [InlineData("was", "is")]
    [InlineData("had", "has")]
    [InlineData("said", "says")]
    [InlineData("lived", "lives")]
    [InlineData("a", "an")]
    [InlineData("the", "a")]
    [InlineData("the", null)]
    [InlineData("a", null)]
    [InlineData("was", null)]
    [InlineData("and", null)]
    public void A_story_with_a_small_word_swapped_or_missing_fails_in_that_sentence(string word, string? other)
    {
        int tried = 0;
        for (int index = 0; index < 200; index++)
        {
            string[] words = StoryGenerator.Generate(5, index).Text.Split(' ');
            int place = Array.IndexOf(words, word);
            if (place < 0)
                continue;
            tried++;
            string before = string.Join(' ', words[..place]);
            string after = string.Join(' ', words[(place + 1)..]);
            var parse = s_grammar.Parse(other is null ? $"{before} {after}" : $"{before} {other} {after}");
            Assert.False(parse.IsStory);
            Assert.Equal(double.PositiveInfinity, parse.NegativeLogProbability);
            Assert.InRange(parse.FailedSentence, 0, StoryGrammar.SplitSentences($"{before} {word} ").Count - 1);
            Assert.Contains("expected", parse.Reason, StringComparison.Ordinal);
        }

        Assert.True(tried >= 10);
    }

    [Fact]
    public void A_word_in_the_place_of_one_of_another_class_makes_no_sentence()
    {
        var classes = s_grammar.Tables.SelectMany(table => table.Words.Select(word => (Text: word.Form(0), Name: table.Name is "Girl" or "Boy" ? "Child" : table.Name)))
            .ToLookup(entry => entry.Text, entry => entry.Name);
        var candidates = classes.Where(entry => entry.Count() == 1 && !entry.Key.Contains(' ')).Select(entry => entry.Key).Order(StringComparer.Ordinal).ToArray();
        int tried = 0;
        for (int index = 0; index < 200; index++)
        {
            foreach (string sentence in StoryGrammar.SplitSentences(StoryGenerator.Generate(6, index).Text))
            {
                string[] words = sentence.Split(' ');
                int place = Array.FindIndex(words, word => classes[word].Count() == 1);
                string other = candidates[(index * 7919) % candidates.Length];
                if (place < 0 || classes[other].Single() == classes[words[place]].Single())
                    continue;
                tried++;
                words[place] = other;
                Assert.False(s_grammar.ParseSentence(string.Join(' ', words)), string.Join(' ', words));
            }
        }

        Assert.True(tried > 500);
    }

    [Fact]
    public void Sentences_that_do_not_belong_together_make_no_story()
    {
        var parse = s_grammar.Parse("Once there was a small boy named Tom, who lived in a sunny valley. One sunny day, Nora could not find her red kite.");
        Assert.False(parse.IsStory);
        Assert.Equal(1, parse.FailedSentence);
        Assert.StartsWith("at character 82: expected \"Tom\" or the like, found \"Nora could not find \"", parse.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_story_cut_short_fails_in_its_last_sentence()
    {
        string text = StoryGenerator.Generate(1, 0).Text[..^1];
        Assert.Equal(StoryGrammar.SplitSentences(text).Count - 1, s_grammar.Parse(text).FailedSentence);
        Assert.False(s_grammar.Parse("").IsStory);
        Assert.Equal(0, s_grammar.Parse("").FailedSentence);
    }

    [Fact]
    public void Stories_are_of_thousands_of_words()
    {
        var words = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        for (int index = 0; index < 10_000; index++)
            words.UnionWith(StoryGenerator.Generate(1, index).Text.Split([' ', '.', ',', ':', '!', '?', '"'], StringSplitOptions.RemoveEmptyEntries));
        Assert.InRange(words.Count, 2_000, 4_000);
    }
}
