namespace Attune.Training.Tests;

public class StoryGeneratorTests
{
    [Fact]
    public void A_story_is_a_function_of_seed_and_index()
    {
        Assert.Equal(StoryGenerator.Generate(1, 5), StoryGenerator.Generate(1, 5));
        Assert.NotEqual(StoryGenerator.Generate(1, 5), StoryGenerator.Generate(2, 5));
        Assert.NotEqual(StoryGenerator.Generate(1, 5), StoryGenerator.Generate(1, 5 + (1L << 32)));
        // Known text: the same on every machine and in every version that does not change the grammar.
        Assert.StartsWith("\"Please milk my cow, Peter,\" said his mother. Peter milked the cow. ", StoryGenerator.Generate(1, 0).Text, StringComparison.Ordinal);
    }

    [Fact]
    public void The_generator_counts_and_many_threads_get_each_story_once()
    {
        var generator = new StoryGenerator(9);
        var texts = new string[200];
        Parallel.For(0, texts.Length, i => texts[i] = generator.Next());
        Assert.Equal(Enumerable.Range(0, texts.Length).Select(i => StoryGenerator.Generate(9, i).Text).Order(), texts.Order());
    }

    [Fact]
    public void Stories_are_short_and_of_several_sentences()
    {
        for (int index = 0; index < 2_000; index++)
        {
            string text = StoryGenerator.Generate(2, index).Text;
            Assert.InRange(text.Split(' ').Length, 29, 190);
            Assert.InRange(StoryGrammar.SplitSentences(text).Count, 4, 18);
            Assert.Equal(text.Trim(), text);
            Assert.DoesNotContain("  ", text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Choices_fall_as_often_as_their_probabilities_say()
    {
        var distribution = new Distribution("x", [1, 2, 5]);
        int[] counts = new int[3];
        var choices = new RandomChoices(7, 0);
        for (int i = 0; i < 80_000; i++)
            counts[choices.Choose(distribution)]++;
        // Five standard deviations: 5 * sqrt(80,000 / 4) = 707 at most.
        Assert.InRange(counts[0], 9_500, 10_500);
        Assert.InRange(counts[1], 19_300, 20_700);
        Assert.Equal(80_000, counts.Sum());
    }

    [Fact]
    public void Written_stories_are_those_of_their_indices()
    {
        using var writer = new StringWriter();
        StoryGenerator.Write(writer, 1, 10, 2, "<end>");
        Assert.Equal($"{StoryGenerator.Generate(1, 10).Text}<end>{StoryGenerator.Generate(1, 11).Text}<end>", writer.ToString());
    }

    [Fact]
    public void Entropy_is_the_mean_of_the_stories_and_has_an_error()
    {
        var entropy = StoryGenerator.Entropy(1, 100, 500);
        double[] costs = [.. Enumerable.Range(100, 500).Select(i => StoryGenerator.Generate(1, i).NegativeLogProbability)];
        double mean = costs.Average();
        Assert.Equal(mean, entropy.NatsPerStory, 1e-9);
        Assert.Equal(Math.Sqrt(costs.Sum(cost => (cost - mean) * (cost - mean)) / 499 / 500), entropy.StandardError, 1e-9);
        Assert.Equal(mean * 500 / 60_000, entropy.NatsPerToken(60_000), 1e-9);
        Assert.InRange(entropy.BitsPerWord, 0.9, 1.2);
    }

    [Fact]
    public void Senseless_arguments_are_refused()
    {
        Assert.Throws<ArgumentOutOfRangeException>(() => StoryGenerator.Generate(1, -1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StoryGenerator.Entropy(1, 0, 1));
        Assert.Throws<ArgumentOutOfRangeException>(() => StoryGenerator.Write(TextWriter.Null, 1, 0, -1));
    }
}
