using Attune.Nn;
using Attune.Tensors;

namespace Attune.Inference;

/// <summary>
/// Beam search of several sentences at once, each as it would be alone: every step is one pass of the decoder over the running translations of all of them, whose keys and
/// values lie in one pool. Not thread-safe; it is used again for the next sentences.
/// </summary>
internal sealed class TranslationSearch
{
    /// <summary>Tokens that a translation may have more than its source, unless the options say how many. arXiv:1706.03762, section 6.1.</summary>
    private const int MoreThanSource = 50;

    private readonly Translator _translator;
    private readonly TranslationOptions _options;
    private readonly int[] _prefix;
    private readonly TranslationStep _step;
    private readonly TokenTree _tree = new();
    private readonly BestList _best = new();

    /// <summary>Checks the options.</summary>
    /// <param name="translator">Model and tokenizer.</param>
    /// <param name="options">Beams, lengths, prefix.</param>
    /// <param name="weights">The model's.</param>
    /// <exception cref="ArgumentException">Options that make no sense, or a prefix that fills the context.</exception>
    public TranslationSearch(Translator translator, TranslationOptions options, PackedWeights weights)
    {
        options.Validate();
        (_translator, _options) = (translator, options);
        _prefix = translator.Tokenizer.EncodeToIds(options.Prefix, addSpecialTokens: false);
        int context = translator.Model.ContextLength;
        if (_prefix.Length >= context)
            throw new ArgumentException($"{nameof(TranslationOptions.Prefix)}: expected at most {context - 1} tokens (the model's context), found {_prefix.Length}");
        _step = new(translator.Model, weights);
        Pool = translator.Model.NewPool();
    }

    /// <summary>Keys and values of all running translations.</summary>
    public KeyValuePool Pool { get; }

    /// <summary>What it has computed so far.</summary>
    public TranslationRows Rows { get; private set; }

    /// <summary>The most tokens that a translation can have, its end included.</summary>
    /// <param name="sourceLength">Tokens of the source, its end included.</param>
    public int GreatestLength(int sourceLength) => (int)Math.Min(_translator.Model.ContextLength, LengthAskedFor(sourceLength));

    /// <summary>Searches translations.</summary>
    /// <param name="sources">Tokens, without ends; at least one each, and less than the context.</param>
    /// <param name="cancellation">Ends it between two steps.</param>
    /// <returns>For each source the best, as many as were asked for, best first.</returns>
    public TranslationHypothesis[][] Run(IReadOnlyList<int[]> sources, CancellationToken cancellation)
    {
        // Owns what the encoder made, for all steps of these sentences.
        using var batch = Step.Begin();
        Pool.Clear();
        _tree.Clear();
        var memory = Encode(sources);
        SentenceSearch[] sentences = [.. sources.Select(SearchOf)];
        for (int length = 1; sentences.Any(sentence => sentence.Running.Count > 0); length++)
        {
            cancellation.ThrowIfCancellationRequested();
            _step.Run(memory, sentences, past: length - 1, 2 * _options.Beams, forced: length <= _prefix.Length ? _prefix[length - 1] : null);
            int row = 0;
            foreach (var sentence in sentences)
            {
                int rows = sentence.Running.Count;
                if (rows > 0)
                    sentence.Extend(_step, row, length, _best);
                row += rows;
            }

            Rows += new TranslationRows(_step.Rows, row, (long)sentences.Length * _options.Beams);
        }

        return [.. sentences.Select(BestOf)];
    }

    private EncoderMemory Encode(IReadOnlyList<int[]> sources)
    {
        using var step = Step.Begin();
        using var pause = Tape.NoGradient();
        var segments = Segments.Of([.. sources.Select(source => source.Length + 1)]);
        int[] ids = new int[segments.Rows];
        int row = 0;
        foreach (int[] source in sources)
        {
            source.CopyTo(ids, row);
            row += source.Length + 1;
            ids[row - 1] = _translator.EndToken;
        }

        var model = _translator.Model;
        return EncoderMemory.ForDecoding(model.Encode(Tensor.I32(ids), new Pass(segments)), segments, model.Sizes.Layers); // [M] -> [M, C]
    }

    private SentenceSearch SearchOf(int[] source)
    {
        int greatest = GreatestLength(source.Length + 1);
        var whenCut = greatest < LengthAskedFor(source.Length + 1) ? FinishReason.Context : FinishReason.Length;
        return new(_options, _translator.EndToken, Pool.NewCache(greatest), _tree, greatest, whenCut);
    }

    private long LengthAskedFor(int sourceLength) => (long)_prefix.Length + (_options.MaxNewTokens ?? sourceLength + MoreThanSource);

    private TranslationHypothesis[] BestOf(SentenceSearch sentence)
    {
        var best = new TranslationHypothesis[Math.Min(_options.NBest, sentence.Ended.Count)];
        for (int i = 0; i < best.Length; i++)
        {
            var ended = sentence.Ended[i];
            int[] tokens = _tree.Tokens(ended.Node);
            best[i] = new(_translator.TextOf(tokens), tokens, ended.Score, ended.Finish);
        }

        return best;
    }
}
