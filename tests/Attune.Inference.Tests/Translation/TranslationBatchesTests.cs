namespace Attune.Inference.Tests;

public class TranslationBatchesTests
{
    [Fact]
    public void Keys_and_values_take_no_more_room_for_any_number_of_sentences()
    {
        var batches = new TranslationBatches(TinyTranslation.Wide, new() { Beams = 3, MaxNewTokens = 6 });
        batches.Run(Sources(seed: 0), CancellationToken.None);
        int capacity = batches.Searches.Sum(search => search.Pool.Capacity);

        for (int seed = 1; seed < 5; seed++)
        {
            batches.Run(Sources(seed), CancellationToken.None);
            Assert.Equal(capacity, batches.Searches.Sum(search => search.Pool.Capacity));
        }

        // 400 rows a step, 6 steps, and growth by doubling.
        Assert.InRange(capacity, 1, 2 * 6 * 400);
    }

    [Fact]
    public void Long_translations_are_made_fewer_at_a_time()
    {
        // A translation may have 127 tokens more, for each of which there are rows.
        var batches = new TranslationBatches(TinyTranslation.Wide, new() { Beams = 2, MaxNewTokens = 1000 });
        var translations = batches.Run(Sources(seed: 7)[..150], CancellationToken.None);

        Assert.All(translations, translation => Assert.NotNull(translation.Finish));
        Assert.InRange(batches.Searches.Sum(search => search.Pool.Capacity), 1, 2 * 128 * 400);
    }

    private static TranslationSource[] Sources(int seed) => [.. TinyTranslation.Sentences(700, seed).Select(ids => new TranslationSource("", ids, null))];
}
