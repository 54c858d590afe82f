using Attune.Formats;
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

    /// <summary>
    /// Takes the token files of the folder where they are what was written; else reads data, or makes stories, and writes them, with the folder's tokenizer or one that
    /// is trained.
    /// </summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="data">Files, folders and patterns; none for the embedded stories.</param>
    /// <param name="folder">Where tokenizer and token files go.</param>
    /// <param name="observer">Told of progress.</param>
    /// <param name="cancellation">Ends it.</param>
    public static TrainingData Prepare(
        Recipe recipe, IReadOnlyList<string> data, RunFolder folder, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        var record = DataRecord.Find(folder);
        if (record is null || !File.Exists(folder.Tokenizer) || !record.HasTokens(folder))
            record = Make(recipe, data, folder, record, observer, cancellation);
        foreach (string changed in record.ChangedSources())
            observer?.Noticed($"{changed}: changed since the run began, which goes on with the text as it was then");

        var tokenizer = Tokenizer.Load(folder.Tokenizer);
        var (train, test) = (TokenFile.Open(Path.Combine(folder.Data, TrainingFile)), TokenFile.Open(Path.Combine(folder.Data, ValidationFile)));
        Expect(recipe, train, "training");
        if (recipe.ValidationShare > 0)
            Expect(recipe with { ContextLength = 1 }, test, "validation");
        double? entropy = record.ValidationNats is double nats && test.Length > 1 ? nats / (test.Length - (recipe.Sampling == "documents" ? 0 : 1)) : null;
        return new TrainingData(
            recipe, tokenizer, train, test, FormattableString.Invariant($"{record.Description}, {train.Length:n0} tokens"), entropy, record.ValidationNats is not null);
    }

    /// <summary>Removes token files and the tokenizer, so that <see cref="Prepare"/> makes them anew.</summary>
    internal static void RemoveTokens(RunFolder folder)
    {
        if (Directory.Exists(folder.Path))
            File.Delete(folder.Tokenizer);
        if (!Directory.Exists(folder.Data))
            return;
        foreach (string file in (string[])[folder.DataRecord, Path.Combine(folder.Data, TrainingFile), Path.Combine(folder.Data, ValidationFile)])
            File.Delete(file);
    }

    /// <param name="before">Of the files that were there when the run began; null for a run that begins.</param>
    private static DataRecord Make(
        Recipe recipe, IReadOnlyList<string> data, RunFolder folder, DataRecord? before, ITrainingObserver? observer, CancellationToken cancellation)
    {
        // Sizes and times first: what is written to while it is read counts as changed.
        SourceFile[] sources = [.. DataFiles.Find(data).Select(SourceFile.Of)];
        var corpus = data.Count == 0 ? Corpus.OfStories(recipe) : Corpus.OfFiles(data, recipe.ValidationShare);
        corpus.Check();
        Directory.CreateDirectory(folder.Data);
        AtomicFolder.RemoveLeftovers(folder.Data);
        // The ids that a model has learned are those of its tokenizer, which is trained once.
        if (!File.Exists(folder.Tokenizer))
            corpus.TrainTokenizer(recipe, observer, cancellation).Save(folder.Tokenizer);
        var tokenizer = Tokenizer.Load(folder.Tokenizer);
        var record = new DataRecord
        {
            Description = corpus.Description,
            ValidationNats = corpus.ValidationNats,
            Sources = sources,
            Tokens = new Dictionary<string, string>
            {
                [TrainingFile] = Write(TrainingFile, corpus.Training, corpus.TrainingBytes, "training tokens"),
                [ValidationFile] = Write(ValidationFile, corpus.Validation, corpus.ValidationBytes, "validation tokens"),
            },
        };
        if (before is not null && before.Tokens.Any(file => record.Tokens.GetValueOrDefault(file.Key) != file.Value))
        {
            throw new InvalidFileException(
                data.Count == 0 ? folder.Data : string.Join(", ", data), null, null, "the text that the run began with, since its token files are missing or changed", "another one");
        }

        record.Write(folder);
        return record;

        string Write(string name, IEnumerable<ReadOnlyMemory<byte>> documents, long bytes, string what)
        {
            string path = Path.Combine(folder.Data, name);
            TrainingData.Write(path, tokenizer, documents, bytes, what, observer, cancellation);
            return FileHash.Of(path);
        }
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
