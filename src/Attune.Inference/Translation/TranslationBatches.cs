using System.Runtime.ExceptionServices;
using Attune.Kernels;
using Attune.Nn;

namespace Attune.Inference;

/// <summary>A sentence as tokens.</summary>
/// <param name="Text">The sentence.</param>
/// <param name="Ids">Its tokens, without the end; none where there is nothing to translate.</param>
/// <param name="Problem">Why it cannot be translated; null where it can.</param>
internal readonly record struct TranslationSource(string Text, int[] Ids, string? Problem);

/// <summary>
/// Translates any number of sentences in batches of similar lengths, so that sentences of a batch end at about the same time, long ones first. Each thread translates a batch by
/// itself: so none waits for another one within a step. Not thread-safe.
/// </summary>
internal sealed class TranslationBatches
{
    // Rows of a decoder's first steps: enough that matrix products are fast, few enough that what a step computes stays in the caches.
    private const int StepRows = 250;
    private const int SourceRows = 16 * 1024;
    private const long CacheBytes = 1L << 30;

    private readonly Translator _translator;
    private readonly TranslationOptions _options;
    private readonly PackedWeights _weights = new();
    private readonly List<TranslationSearch> _searches; // one for each thread that there was work for

    /// <summary>Checks the options.</summary>
    /// <exception cref="ArgumentException">Options that make no sense, or a prefix that fills the context.</exception>
    public TranslationBatches(Translator translator, TranslationOptions options)
    {
        (_translator, _options) = (translator, options);
        _searches = [new(translator, options, _weights)];
    }

    /// <summary>The searches so far, for tests.</summary>
    internal IReadOnlyList<TranslationSearch> Searches => _searches;

    /// <summary>What all of them computed so far.</summary>
    internal TranslationRows Rows => _searches.Aggregate(default(TranslationRows), (rows, search) => rows + search.Rows);

    /// <summary>Translates sentences.</summary>
    /// <returns>In their order.</returns>
    public Translation[] Run(IReadOnlyList<TranslationSource> sources, CancellationToken cancellation)
    {
        var translations = new Translation[sources.Count];
        for (int i = 0; i < translations.Length; i++)
            translations[i] = new(sources[i].Text, [], sources[i].Problem);
        int threads = Workers.Count;
        var batches = Batches(sources, threads);
        ForEach(batches, threads, (search, batch) =>
        {
            var found = search.Run([.. batch.Select(i => sources[i].Ids)], cancellation);
            for (int i = 0; i < batch.Length; i++)
                translations[batch[i]] = translations[batch[i]] with { NBest = found[i] };
        });
        return translations;
    }

    /// <summary>Places of sentences that are translated together.</summary>
    private List<int[]> Batches(IReadOnlyList<TranslationSource> sources, int threads)
    {
        int[] order = [.. Enumerable.Range(0, sources.Count).Where(i => sources[i].Ids.Length > 0).OrderByDescending(i => sources[i].Ids.Length)];
        var batches = new List<int[]>();
        int count;
        for (int first = 0; first < order.Length; first += count)
        {
            count = Math.Min(order.Length - first, Together(sources[order[first]].Ids.Length + 1, order.Length, threads));
            batches.Add(order[first..(first + count)]);
        }

        return batches;
    }

    /// <summary>How many sentences are translated together.</summary>
    /// <param name="longest">Tokens of the longest source.</param>
    /// <param name="all">Sentences of all batches.</param>
    /// <param name="threads">How many share them.</param>
    private int Together(int longest, int all, int threads)
    {
        var (sizes, beams) = (_translator.Model.Sizes, (long)_options.Beams);
        long rowBytes = 2L * sizes.Layers * sizes.KeyHeads * sizes.HeadDim * sizeof(float);
        long cached = CacheBytes / threads / (rowBytes * beams * _searches[0].GreatestLength(longest));
        long sentences = Math.Min(Math.Min(StepRows / beams, SourceRows / longest), Math.Min(cached, (all + threads - 1) / threads));
        return (int)Math.Max(1, sentences);
    }

    /// <summary>One batch with all threads, several with one thread each.</summary>
    private void ForEach(List<int[]> batches, int threads, Action<TranslationSearch, int[]> work)
    {
        threads = Math.Min(threads, batches.Count);
        if (threads <= 1)
        {
            batches.ForEach(batch => work(_searches[0], batch));
            return;
        }

        while (_searches.Count < threads)
            _searches.Add(new(_translator, _options, _weights));
        int next = 0;
        var path = KernelPaths.Current;
        Exception? failure = null;
        Parallel.For(0, threads, new ParallelOptions { MaxDegreeOfParallelism = threads }, thread =>
        {
            using var alone = Workers.Use(1);
            using var samePath = KernelPaths.Use(path);
            try
            {
                int batch;
                while (Volatile.Read(ref failure) is null && (batch = Interlocked.Increment(ref next) - 1) < batches.Count)
                    work(_searches[thread], batches[batch]);
            }
#pragma warning disable CA1031 // whatever it is, it must reach the caller as it is
            catch (Exception exception)
#pragma warning restore CA1031
            {
                Interlocked.CompareExchange(ref failure, exception, null);
            }
        });
        if (failure is not null)
            ExceptionDispatchInfo.Throw(failure);
    }
}
