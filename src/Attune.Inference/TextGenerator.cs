using Attune.Models;
using Attune.Nn;
using Attune.Tokenizers;

namespace Attune.Inference;

/// <summary>Continues texts with a language model.</summary>
/// <remarks>
/// <para>Thread-safe: any number of generations of one model may run at once, while nobody changes the model's parameters. Each computes on its caller's thread, or on
/// one of its own where it is asynchronous, with the help of the shared workers.</para>
/// <para>A text is a function of model, prompt and options alone: the same alone, in a batch, with a cache or without, for any number of threads.</para>
/// <para>Generation ends when the context is full; nothing is forgotten silently.</para>
/// </remarks>
public sealed partial class TextGenerator
{
    /// <summary>Puts model and tokenizer together.</summary>
    /// <exception cref="ArgumentException">The model is no language model, or the tokenizer has ids that it lacks.</exception>
    public TextGenerator(SequenceModel model, Tokenizer tokenizer)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(tokenizer);
        CheckVocabulary(model, tokenizer);
        Model = model as LanguageModel ?? throw new ArgumentException($"expected a language model, found one of architecture {model.Config.ModelType}, which translates: attune translate");
        Tokenizer = tokenizer;
    }

    /// <summary>The model.</summary>
    public LanguageModel Model { get; }

    /// <summary>Its tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Continues a text.</summary>
    /// <param name="prompt">The text. Special tokens in it are text; the tokenizer puts its own around it.</param>
    /// <param name="options">Greedy when left out.</param>
    /// <param name="cancellation">Ends generation before the next token.</param>
    /// <exception cref="ArgumentException">Options that make no sense, or a prompt of no tokens or of more than the context.</exception>
    /// <exception cref="TokenizationException">The tokenizer cannot encode the prompt.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    /// <exception cref="GenerationException">The model's logits are not finite.</exception>
    public GenerationResult Generate(string prompt, GenerationOptions? options = null, CancellationToken cancellation = default) =>
        Generate(RequestFor(prompt, options), cancellation);

    /// <inheritdoc cref="Generate(string, GenerationOptions?, CancellationToken)"/>
    /// <param name="request">Tokens and options.</param>
    public GenerationResult Generate(GenerationRequest request, CancellationToken cancellation = default) => Generate([request], cancellation)[0];

    /// <summary>Continues several texts in one ragged batch: each as it would be alone.</summary>
    /// <param name="prompts">The texts.</param>
    /// <inheritdoc cref="Generate(string, GenerationOptions?, CancellationToken)"/>
    public IReadOnlyList<GenerationResult> Generate(
        IReadOnlyList<string> prompts, GenerationOptions? options = null, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(prompts);
        return Generate([.. prompts.Select(prompt => RequestFor(prompt, options))], cancellation);
    }

    /// <inheritdoc cref="Generate(IReadOnlyList{string}, GenerationOptions?, CancellationToken)"/>
    /// <param name="requests">Tokens and options of each sequence.</param>
    public IReadOnlyList<GenerationResult> Generate(IReadOnlyList<GenerationRequest> requests, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(requests);
        for (int i = 0; i < requests.Count; i++)
            Check(requests[i], requests.Count == 1 ? "prompt" : $"prompts[{i}]");
        var results = new GenerationResult[requests.Count];
        var alone = Enumerable.Range(0, requests.Count).Where(i => requests[i].Options.Beams == 1).ToArray();
        GenerateTogether(requests, alone, results, cancellation);
        for (int i = 0; i < results.Length; i++)
            results[i] ??= new BeamSearch(this, requests[i]).Run(cancellation)[0];
        return results;
    }

    /// <summary>Generates on a thread of its own.</summary>
    /// <inheritdoc cref="Generate(string, GenerationOptions?, CancellationToken)"/>
    public Task<GenerationResult> GenerateAsync(string prompt, GenerationOptions? options = null, CancellationToken cancellation = default)
    {
        var request = RequestFor(prompt, options);
        Check(request, "prompt");
        return Task.Factory.StartNew(
            () => Generate(request, cancellation), cancellation, TaskCreationOptions.LongRunning | TaskCreationOptions.DenyChildAttach, TaskScheduler.Default);
    }

    /// <summary>The best texts that beam search finds, best first, at most <see cref="GenerationOptions.Beams"/>; see <see cref="GenerationResult.Score"/>.</summary>
    /// <inheritdoc cref="Generate(string, GenerationOptions?, CancellationToken)"/>
    public IReadOnlyList<GenerationResult> Search(string prompt, GenerationOptions options, CancellationToken cancellation = default) =>
        Search(RequestFor(prompt, options), cancellation);

    /// <inheritdoc cref="Search(string, GenerationOptions, CancellationToken)"/>
    /// <param name="request">Tokens and options.</param>
    public IReadOnlyList<GenerationResult> Search(GenerationRequest request, CancellationToken cancellation = default)
    {
        Check(request, "prompt");
        if (request.Options.Temperature > 0)
            throw new ArgumentException($"{nameof(GenerationOptions.Temperature)}: expected 0 for beam search, found {request.Options.Temperature}");
        return new BeamSearch(this, request).Run(cancellation);
    }

    /// <summary>A text as tokens to continue.</summary>
    /// <exception cref="TokenizationException">The tokenizer cannot encode it.</exception>
    public GenerationRequest RequestFor(string prompt, GenerationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(prompt);
        return new(Tokenizer.EncodeToIds(prompt), options ?? new());
    }

    /// <summary>A cache with room for what a request may need.</summary>
    /// <param name="pool">Where; a pool of its own when left out.</param>
    internal KeyValueCache NewCache(GenerationRequest request, KeyValuePool? pool = null) =>
        (pool ?? Model.NewPool()).NewCache((int)Math.Min(Model.ContextLength, (long)request.Prompt.Count + request.Options.MaxNewTokens));

    /// <exception cref="ArgumentException">The tokenizer has ids that the model lacks.</exception>
    internal static void CheckVocabulary(SequenceModel model, Tokenizer tokenizer)
    {
        if (tokenizer.IdLimit > model.VocabularySize)
            throw new ArgumentException($"tokenizer: expected at most {model.VocabularySize} ids (the model's vocabulary), found {tokenizer.IdLimit}");
    }

    internal void Check(GenerationRequest request, string name)
    {
        ArgumentNullException.ThrowIfNull(request);
        ArgumentNullException.ThrowIfNull(request.Prompt);
        ArgumentNullException.ThrowIfNull(request.Options);
        request.Options.Validate();
        if (request.Prompt.Count == 0)
            throw new ArgumentException($"{name}: expected at least one token, found none");
        if (request.Prompt.Count > Model.ContextLength)
            throw new ArgumentException($"{name}: expected at most {Model.ContextLength} tokens (the model's context), found {request.Prompt.Count}");
        foreach (var (where, ids) in ((string, IReadOnlyList<int>)[])[(name, request.Prompt), (nameof(GenerationOptions.StopTokens), request.Options.StopTokens)])
        {
            foreach (int id in ids)
            {
                if (id < 0 || id >= Model.VocabularySize)
                    throw new ArgumentException($"{where}: expected token ids from 0 to {Model.VocabularySize - 1}, found {id}");
            }
        }
    }

    private void GenerateTogether(
        IReadOnlyList<GenerationRequest> requests, int[] which, GenerationResult[] results, CancellationToken cancellation)
    {
        var step = new DecodeStep(Model);
        var pool = Model.NewPool();
        var all = which.Select(i => new Generation(Tokenizer, requests[i], [], NewCache(requests[i], pool), Model.ContextLength)).ToArray();
        List<Generation> running = [.. all];
        while (running.Count > 0)
        {
            cancellation.ThrowIfCancellationRequested();
            var logits = step.Run(running);
            for (int s = 0; s < running.Count; s++)
                running[s].Take(logits.Slice(s * Model.VocabularySize, Model.VocabularySize));
            running.RemoveAll(generation => generation.IsFinished);
        }

        for (int i = 0; i < all.Length; i++)
            results[which[i]] = all[i].Result;
    }
}
