using Attune.Kernels;

namespace Attune.Inference.Tests;

public class TranslationBatchesTests
{
    [Fact]
    public void Keys_and_values_take_no_more_room_for_any_number_of_sentences()
    {
        // Two threads may share batches in another way each time.
        using var alone = Workers.Use(1);
        var batches = new TranslationBatches(TinyTranslation.Wide, new() { Beams = 3, MaxNewTokens = 6 });
        batches.Run(Sources(seed: 0), CancellationToken.None);
        int capacity = batches.Searches.Sum(search => search.Pool.Capacity);

        for (int seed = 1; seed < 5; seed++)
        {
            batches.Run(Sources(seed), CancellationToken.None);
            Assert.Equal(capacity, batches.Searches.Sum(search => search.Pool.Capacity));
        }

        // 250 rows a step, 6 steps, and growth by doubling.
        Assert.InRange(capacity, 1, 2 * 6 * 250);
    }

    [Fact]
    public void Long_translations_are_made_fewer_at_a_time()
    {
        // A translation may have 127 tokens more, for each of which there are rows.
        using var alone = Workers.Use(1);
        var batches = new TranslationBatches(TinyTranslation.Wide, new() { Beams = 2, MaxNewTokens = 1000 });
        var translations = batches.Run(Sources(seed: 7)[..150], CancellationToken.None);

        Assert.All(translations, translation => Assert.NotNull(translation.Finish));
        Assert.InRange(batches.Searches.Sum(search => search.Pool.Capacity), 1, 2 * 128 * 250);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void Sentences_are_translated_alike_however_many_threads_share_them(int threads)
    {
        string[][] expected = [.. TinyTranslation.Sentences(40, seed: 9).Select(source => TinyTranslation.Everything(TinyTranslation.Wide.Translate([source])[0]))];
        using var some = Workers.Use(threads);

        var translations = TinyTranslation.Wide.Translate(TinyTranslation.Sentences(40, seed: 9));

        Assert.Equal(expected, translations.Select(TinyTranslation.Everything));
    }

    [Fact]
    public void A_failure_on_any_thread_is_told_as_it_is()
    {
        using var some = Workers.Use(2);
        using var cancellation = new CancellationTokenSource();
        cancellation.Cancel();
        var batches = new TranslationBatches(TinyTranslation.Wide, new());

        Assert.Throws<OperationCanceledException>(() => batches.Run(Sources(seed: 3), cancellation.Token));
    }

    [Fact]
    public void The_decoder_computes_no_row_but_those_of_running_translations()
    {
        var batches = new TranslationBatches(TinyTranslation.Wide, new() { Beams = 3, MaxNewTokens = 9 });
        batches.Run(Sources(seed: 5)[..60], CancellationToken.None);

        Assert.Equal(batches.Rows.Followed, batches.Rows.Computed);
        Assert.InRange(batches.Rows.Computed, 60, batches.Rows.Padded - 1);
    }

    private static TranslationSource[] Sources(int seed) => [.. TinyTranslation.Sentences(700, seed).Select(ids => new TranslationSource("", ids, null))];
}
