using Attune.Inference;
using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>
/// What a run learns from and is measured on: documents or pairs of sentences, a tokenizer trained on the training part (or the run's own), and token files. Data of one document
/// are cut into training and validation by bytes, before tokenization; data of several by documents, the last ones validate.
/// </summary>
public sealed class TrainingData
{
    private readonly Func<int, IEnumerable<TokenBatch>> _evaluation;

    private TrainingData(Tokenizer tokenizer, IBatchSource batches, Func<int, IEnumerable<TokenBatch>> evaluation) =>
        (Tokenizer, Batches, _evaluation) = (tokenizer, batches, evaluation);

    /// <summary>The run's tokenizer.</summary>
    public Tokenizer Tokenizer { get; }

    /// <summary>Training batches.</summary>
    public IBatchSource Batches { get; }

    /// <summary>One line that says what the data are.</summary>
    public required string Description { get; init; }

    /// <summary>Nats per token that no model can do better than on the validation split; known for the embedded stories only.</summary>
    public double? Entropy { get; private init; }

    /// <summary>True for what an embedded generator made.</summary>
    public required bool IsEmbedded { get; init; }

    /// <summary>Whether there is something to validate on.</summary>
    public required bool HasValidation { get; init; }

    /// <summary>Bytes of UTF-8 of the validation split; of targets where it is pairs.</summary>
    public required long ValidationBytes { get; init; }

    /// <summary>The pairs to validate on; null where data are texts.</summary>
    internal SentencePairs? ValidationPairs { get; private init; }

    /// <summary>The validation split in order.</summary>
    /// <param name="mostTokens">0 for all of it.</param>
    public IEnumerable<TokenBatch> EvaluationBatches(int mostTokens = 0) => _evaluation(mostTokens);

    /// <summary>
    /// Takes the token files of the folder where they are what was written; else reads data, or makes some, and writes them, with the folder's tokenizer or one that
    /// is trained.
    /// </summary>
    /// <param name="recipe">What to do.</param>
    /// <param name="source">What to read.</param>
    /// <param name="folder">Where tokenizer and token files go.</param>
    /// <param name="observer">Told of progress.</param>
    /// <param name="cancellation">Ends it.</param>
    public static TrainingData Prepare(
        Recipe recipe, DataSource source, RunFolder folder, ITrainingObserver? observer = null, CancellationToken cancellation = default)
    {
        var record = DataRecord.Find(folder);
        if (record is null || !File.Exists(folder.Tokenizer) || !record.HasTokens(folder))
            record = TokenFiles.Make(recipe, source, folder, record, observer, cancellation);
        foreach (string changed in record.ChangedSources())
            observer?.Noticed($"{changed}: changed since the run began, which goes on with the text as it was then");
        var tokenizer = Tokenizer.Load(folder.Tokenizer);
        return recipe.IsTranslation ? OfPairs(recipe, folder, record, tokenizer, observer) : OfTexts(recipe, folder, record, tokenizer);
    }

    private static TrainingData OfTexts(Recipe recipe, RunFolder folder, DataRecord record, Tokenizer tokenizer)
    {
        var (train, test) = (folder.OpenTokens("training"), folder.OpenTokens("validation"));
        Expect(recipe, train, "training");
        if (recipe.ValidationShare > 0)
            Expect(recipe with { ContextLength = 1 }, test, "validation");
        bool areDocuments = recipe.Sampling == "documents";
        int end = EndOfText.Of(tokenizer) ?? -1;
        if (areDocuments && end < 0)
            throw new ArgumentException($"sampling: expected random or epochs where the tokenizer ({recipe.Tokenizer}) has no end of text, found documents");
        IBatchSource batches = recipe.Sampling switch
        {
            "documents" => new DocumentSequences(TokenPieces.Documents(train, end, recipe.ContextLength), train, recipe),
            "epochs" => new EpochWindows(train, recipe),
            _ => new RandomWindows(train, recipe),
        };
        var pieces = areDocuments ? TokenPieces.Documents(test, end, recipe.ContextLength) : TokenPieces.Windows(test, recipe.ContextLength);
        return new TrainingData(tokenizer, batches, most => Training.EvaluationBatches.Of(test, pieces, most))
        {
            Description = FormattableString.Invariant($"{record.Description}, {train.Length:n0} tokens"),
            Entropy = record.ValidationNats is double nats && test.Length > 1 ? nats / (test.Length - (areDocuments ? 0 : 1)) : null,
            IsEmbedded = record.Sources.Count == 0,
            HasValidation = test.Length > 1,
            ValidationBytes = test.TextBytes,
        };
    }

    private static TrainingData OfPairs(Recipe recipe, RunFolder folder, DataRecord record, Tokenizer tokenizer, ITrainingObserver? observer)
    {
        int end = EndOfText.Of(tokenizer) ?? throw new ArgumentException($"tokenizer: expected one with an end of text to translate, found {recipe.Tokenizer}");
        var (train, test) = (Pairs("training"), Pairs("validation"));
        if (train.Count == 0)
            throw new ArgumentException($"pairs: expected sentences of at most {recipe.ContextLength} tokens (context_length), found only longer ones");
        if (train.LeftOut + test.LeftOut > 0)
            observer?.Noticed(FormattableString.Invariant($"{train.LeftOut + test.LeftOut:n0} pairs with more than {recipe.ContextLength} tokens on a side (context_length) are left out"));
        return new TrainingData(tokenizer, new PairBatches(train, recipe), most => Training.EvaluationBatches.Of(test, most))
        {
            Description = record.Description,
            IsEmbedded = record.Sources.Count == 0,
            HasValidation = test.Count > 0,
            ValidationBytes = test.TargetBytes,
            ValidationPairs = test,
        };

        SentencePairs Pairs(string name) => new(folder.OpenTokens($"{name}.source"), folder.OpenTokens($"{name}.target"), end, recipe.ContextLength);
    }

    private static void Expect(Recipe recipe, TokenFile tokens, string part)
    {
        if (tokens.Length > recipe.ContextLength)
            return;
        throw new ArgumentException(
            $"data: expected at least {recipe.ContextLength + 1} {part} tokens (context_length and a label), found {tokens.Length}; "
            + (part == "training" ? "give more text, or a smaller context_length" : "give more text, or another validation_share"));
    }
}
