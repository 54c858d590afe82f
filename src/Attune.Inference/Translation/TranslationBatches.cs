namespace Attune.Inference;

/// <summary>A sentence as tokens.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Ids">Its tokens, without the end; none where there is nothing to translate.</param>
/// <param name="Problem">Why it cannot be translated; null where it can.</param>
internal readonly record struct TranslationSource(string Text, int[] Ids, string? Problem);

/// <summary>
/// Translates any number of sentences in batches of similar lengths, so that sentences of a batch end at about the same time, long ones first. Not thread-safe.
/// </summary>
internal sealed class TranslationBatches(Translator translator, TranslationOptions options)
{
    // Rows of a decoder's first steps: enough that matrix products are fast, few enough that the logits, StepRows times the vocabulary, stay small.
    private const int StepRows = 400;
    private const int SourceRows = 16 * 1024;
    private const long CacheBytes = 1L << 30;

    /// <summary>The search, for tests.</summary>
    internal TranslationSearch Search { get; } = new(translator, options);

    /// <summary>Translates sentences.</summary>
    /// <returns>In their order.</returns>
    public Translation[] Run(IReadOnlyList<TranslationSource> sources, CancellationToken cancellation)
    {
        var translations = new Translation[sources.Count];
        for (int i = 0; i < translations.Length; i++)
            translations[i] = new(sources[i].Text, [], sources[i].Problem);
        int[] order = [.. Enumerable.Range(0, sources.Count).Where(i => sources[i].Ids.Length > 0).OrderByDescending(i => sources[i].Ids.Length)];
        int count;
        for (int first = 0; first < order.Length; first += count)
        {
            count = Math.Min(order.Length - first, Together(sources[order[first]].Ids.Length + 1));
            int[] batch = order[first..(first + count)];
            var found = Search.Run([.. batch.Select(i => sources[i].Ids)], cancellation);
            for (int i = 0; i < count; i++)
                translations[batch[i]] = translations[batch[i]] with { NBest = found[i] };
        }

        return translations;
    }

    /// <summary>How many sentences are translated together.</summary>
    /// <param name="longest">Tokens of the longest source.</param>
    private int Together(int longest)
    {
        var (sizes, beams) = (translator.Model.Sizes, (long)options.Beams);
        long rowBytes = 2L * sizes.Layers * sizes.KeyHeads * sizes.HeadDim * sizeof(float);
        long sentences = Math.Min(Math.Min(StepRows / beams, SourceRows / longest), CacheBytes / (rowBytes * beams * Search.GreatestLength(longest)));
        return (int)Math.Max(1, sentences);
    }
}
