using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>
/// What a run learns from and is measured on: documents, a tokenizer trained on the training part (or the run's own), and two token files. Data of one document are cut
/// into training and validation by bytes, before tokenization; data of several by documents, the last ones validate.
/// </summary>
public sealed class TrainingData
{
    private const string TrainingFile = "training.tokens";
    private const string ValidationFile = "validation.tokens";

    private readonly Recipe _recipe;
    private readonly TokenFile _training;
    private readonly TokenFile? _validation;
    private readonly TokenPieces? _pieces;

    private TrainingData(Recipe recipe, Tokenizer tokenizer, TokenFile training, TokenFile? validation, string description, double? entropy, bool isEmbedded)
    {
        _recipe = recipe;
        _training = training;
        _validation = validation;
        (Tokenizer, Description, Entropy, IsEmbedded) = (tokenizer, description, entropy, isEmbedded);
        bool areDocuments = recipe.Sampling == "documents";
        int? end = EndOfText.Of(tokenizer);
        if (areDocuments && end is null)
            throw new ArgumentException($"sampling: expected random or epochs where the tokenizer ({recipe.Tokenizer}) has no end of text, found documents");
        Batches = recipe.Sampling switch
        {
            "documents" => new DocumentSequences(TokenPieces.Documents(training, end!.Value, recipe.ContextLength), training, recipe),
            "epochs" => new EpochWindows(training, recipe),
            _ => new RandomWindows(training, recipe),
        };
        if (validation is not null)
            _pieces = areDocuments ? TokenPieces.Documents(validation, end!.Value, recipe.ContextLength) : TokenPieces.Windows(validation, recipe.ContextLength);
    }

    /// <summary>The run's tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Training batches.</summary>
    public IBatchSource Batches { get; }

    /// <summary>One line that says what the data are.</summary>
    public string Description { get; }

    /// <summary>Nats per token that no model can do better than on the validation split; known for the embedded stories only.</summary>
    public double? Entropy { get; }

    /// <summary>True for the embedded stories.</summary>
    public bool IsEmbedded { get; }

    /// <summary>Whether there is something to validate on.</summary>
    public bool HasValidation => _validation is { Length: > 1 };

    /// <summary>Bytes of UTF-8 of the validation split.</summary>
    public long ValidationBytes => _validation?.TextBytes ?? 0;

    /// <summary>The validation split in order.</summary>
    /// <param name="mostTokens">0 for all of it.</param>
    public IEnumerable<TokenBatch> EvaluationBatches(int mostTokens = 0) =>
        _validation is null ? [] : Training.EvaluationBatches.Of(_validation, _pieces!, mostTokens);

    /// <summary>Reads data, or makes stories; trains the tokenizer and writes token files, where the folder has none yet.</summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="data">Files, folders and patterns; none for the embedded stories.</param>
    /// <param name="folder">Where tokenizer and token files go.</param>
    /// <param name="observer">Told of progress.</param>
    /// <param name="cancellation">Ends it.</param>
    public static TrainingData Prepare(
        Recipe recipe, IReadOnlyList<string> data, RunFolder folder, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        var corpus = data.Count == 0 ? Corpus.OfStories(recipe) : Corpus.OfFiles(data, recipe.ValidationShare);
        string training = Path.Combine(folder.Data, TrainingFile), validation = Path.Combine(folder.Data, ValidationFile);
        if (!File.Exists(folder.Tokenizer) || !File.Exists(training) || !File.Exists(validation))
        {
            corpus.Check();
            Directory.CreateDirectory(folder.Data);
            var made = corpus.TrainTokenizer(recipe, observer, cancellation);
            made.Save(folder.Tokenizer);
            Write(training, made, corpus.Training, corpus.TrainingBytes, "training tokens", observer, cancellation);
            Write(validation, made, corpus.Validation, corpus.ValidationBytes, "validation tokens", observer, cancellation);
        }

        var tokenizer = Tokenizer.Load(folder.Tokenizer);
        var (train, test) = (TokenFile.Open(training), TokenFile.Open(validation));
        Expect(recipe, train, "training");
        if (recipe.ValidationShare > 0)
            Expect(recipe with { ContextLength = 1 }, test, "validation");
        double? entropy = corpus.ValidationNats is double nats && test.Length > 1 ? nats / (test.Length - (recipe.Sampling == "documents" ? 0 : 1)) : null;
        return new TrainingData(
            recipe, tokenizer, train, test, FormattableString.Invariant($"{corpus.Description}, {train.Length:n0} tokens"), entropy, corpus.ValidationNats is not null);
    }

    /// <summary>Removes token files, so that <see cref="Prepare"/> makes them, and the tokenizer, anew.</summary>
    internal static void RemoveTokens(RunFolder folder)
    {
        if (!Directory.Exists(folder.Data))
            return;
        File.Delete(Path.Combine(folder.Data, TrainingFile));
        File.Delete(Path.Combine(folder.Data, ValidationFile));
    }

    private static void Expect(Recipe recipe, TokenFile tokens, string part)
    {
        if (tokens.Length > recipe.ContextLength)
            return;
        throw new ArgumentException(
            $"data: expected at least {recipe.ContextLength + 1} {part} tokens (context_length and a label), found {tokens.Length}; "
            + (part == "training" ? "give more text, or a smaller context_length" : "give more text, or another validation_share"));
    }

    private static void Write(
        string path, Tokenizer tokenizer, IEnumerable<ReadOnlyMemory<byte>> documents, long bytes, string what, ITrainingObserver? observer, CancellationToken cancellation)
    {
        observer?.Preparing(what, 0, bytes);
        int? end = EndOfText.Of(tokenizer);
        long done = 0;
        TokenFile.Write(path, tokenizer.IdLimit, Encoded());
        observer?.Preparing(what, bytes, bytes);

        IEnumerable<(int[], long)> Encoded()
        {
            foreach (var (ids, length) in ParallelEncoding.Run(tokenizer, documents, end, cancellation))
            {
                yield return (ids, length);
                done += length;
                observer?.Preparing(what, Math.Min(done, bytes - 1), bytes);
            }
        }
    }
}
