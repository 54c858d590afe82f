using Attune.Models;
using Attune.Tokenizers;

namespace Attune.Inference;

/// <summary>Translates sentences with an encoder-decoder.</summary>
/// <remarks>
/// <para>Thread-safe: any number of translations with one model may run at once, while nobody changes the model's parameters.</para>
/// <para>A translation is a function of model, source and options alone: the same alone and among any others, in whatever order, for any number of threads.</para>
/// <para>The end of text ends the source, begins what the decoder reads, and ends the translation.</para>
/// </remarks>
public sealed class Translator
{
    private const int BlockSources = 2048;

    /// <summary>Puts model and tokenizer together.</summary>
    /// <exception cref="ArgumentException">The model is no encoder-decoder, or the tokenizer has ids that it lacks or no end of text.</exception>
    public Translator(SequenceModel model, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        Model = model as EncoderDecoder ?? throw new ArgumentException($"expected a model that translates, found one of architecture {model.Config.ModelType}, which continues texts: attune generate");
        TextGenerator.CheckVocabulary(model, tokenizer);
        Tokenizer = tokenizer;
        EndToken = EndOfText.Of(tokenizer) ?? throw new ArgumentException("tokenizer: expected one with an end of text, found one without");
    }

    /// <summary>The model.</summary>
    public EncoderDecoder Model { get; }

    /// <summary>Its tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>The end of text.</summary>
    public int EndToken { get; }

    /// <summary>Translates a sentence.</summary>
    /// <param name="source">The sentence. Special tokens in it are text. One that is empty has an empty translation.</param>
    /// <param name="options">Five beams when left out.</param>
    /// <param name="cancellation">Ends it before the next token.</param>
    /// <returns>The translation; or why there is none, such as more tokens than the model's context.</returns>
    /// <exception cref="ArgumentException">Options that make no sense, or a prefix of more tokens than the context.</exception>
    /// <exception cref="TokenizationException">The tokenizer cannot encode the prefix.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="GenerationException">The model's logits are not finite.</exception>
    public Translation Translate(string source, TranslationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(source);
        return Translate([source], options, cancellation)[0];
    }

    /// <summary>Translates sentences together: each as it would be alone. One that cannot be translated says why, and the others are translated.</summary>
    /// <param name="sources">The sentences.</param>
    /// <returns>In the order of the sentences.</returns>
    /// <inheritdoc cref="Translate(string, TranslationOptions?, CancellationToken)"/>
    public IReadOnlyList<Translation> Translate(IReadOnlyList<string> sources, TranslationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return new TranslationBatches(this, options ?? new()).Run([.. sources.Select(SourceOf)], cancellation);
    }

    /// <summary>Translates sentences that are tokens already.</summary>
    /// <param name="sources">Ids of each sentence, without the end of text.</param>
    /// <inheritdoc cref="Translate(IReadOnlyList{string}, TranslationOptions?, CancellationToken)"/>
    public IReadOnlyList<Translation> Translate(IReadOnlyList<int[]> sources, TranslationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        return new TranslationBatches(this, options ?? new()).Run([.. sources.Select(SourceOf)], cancellation);
    }

    /// <summary>
    /// Translates any number of sentences, some thousands at a time: their translations come when all of these are done, and only these are in memory.
    /// </summary>
    /// <inheritdoc cref="Translate(IReadOnlyList{string}, TranslationOptions?, CancellationToken)"/>
    public IEnumerable<Translation> TranslateAll(IEnumerable<string> sources, TranslationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(sources);
        // What is wrong is told here, not when the first translation is asked for.
        _ = new TranslationBatches(this, options ?? new());
        return All();

        IEnumerable<Translation> All()
        {
            foreach (var translation in TranslateIn(new TranslationBatches(this, options ?? new()), sources, cancellation))
                yield return translation;
        }
    }

    /// <summary>The same with batches that were made before, whose counts are of interest.</summary>
    internal IEnumerable<Translation> TranslateIn(TranslationBatches batches, IEnumerable<string> sources, CancellationToken cancellation) =>
        sources.Select(SourceOf).Chunk(BlockSources).SelectMany(block => batches.Run(block, cancellation));

    /// <summary>The text of tokens. A model may have more ids than its tokenizer has tokens, to make sizes round: they stand for nothing.</summary>
    internal string TextOf(int[] ids) => Tokenizer.Decode(ids.Where(id => Tokenizer.TokenOf(id) is not null), skipSpecialTokens: true);

    private TranslationSource SourceOf(string text)
    {
        ArgumentNullException.ThrowIfNull(text, "sources");
        if (string.IsNullOrWhiteSpace(text))
            return new(text, [], null);
        try
        {
            return SourceOf(text, Tokenizer.EncodeToIds(text, addSpecialTokens: false));
        }
        catch (TokenizationException error)
        {
            return new(text, [], error.Message);
        }
    }

    private TranslationSource SourceOf(int[] ids)
    {
        ArgumentNullException.ThrowIfNull(ids, "sources");
        return SourceOf(TextOf(ids), ids);
    }

    private TranslationSource SourceOf(string text, int[] ids)
    {
        if (ids.Length >= Model.ContextLength)
            return new(text, [], $"expected at most {Model.ContextLength} tokens, the end counted (the model's context), found {ids.Length + 1}");
        foreach (int id in ids)
        {
            if (id < 0 || id >= Model.VocabularySize)
                return new(text, [], $"expected token ids from 0 to {Model.VocabularySize - 1}, found {id}");
        }

        return new(text, ids, null);
    }
}
