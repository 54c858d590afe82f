using Attune.Formats;
using Attune.Inference;
using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>Which part of data.</summary>
public enum DataSplit
{
    /// <summary>What a run measures itself on.</summary>
    Validation,

    /// <summary>What it learns from.</summary>
    Training,

    /// <summary>Everything.</summary>
    All,
}

/// <summary>A text to measure a model on.</summary>
public sealed class EvaluationText
{
    private readonly TokenFile _tokens;
    private readonly int? _documentEnd;

    private EvaluationText(TokenFile tokens, int? documentEnd) => (_tokens, _documentEnd) = (tokens, documentEnd);

    /// <summary>Bytes of UTF-8.</summary>
    public long Bytes => _tokens.TextBytes;

    /// <summary>Tokenizes a part of files, or takes that of a run.</summary>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="paths">Files, folders and patterns; none for what the run has.</param>
    /// <param name="run">The run; its recipe says how data were cut.</param>
    /// <param name="split">Which part.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidFileException">No text, or no run where no text is given.</exception>
    public static EvaluationText Of(Tokenizer tokenizer, IReadOnlyList<string> paths, RunFolder run, DataSplit split, CancellationToken cancellation = default)
    {
        var recipe = run.Exists ? RunDescription.Read(run.Training).Recipe : new Recipe();
        int? end = EndOfText.Of(tokenizer);
        int? documentEnd = recipe.Sampling == "documents" ? end : null;
        if (paths.Count == 0)
        {
            if (!run.Exists || split == DataSplit.All)
                throw new ArgumentException(run.Exists ? "--split: expected validation or training without --data, found all" : "--data: expected text to measure the model on, found none");
            return new EvaluationText(run.OpenTokens(split == DataSplit.Training ? "training" : "validation"), documentEnd);
        }

        var documents = split switch
        {
            DataSplit.Validation => Corpus.OfFiles(paths, recipe.ValidationShare).Validation[0].Documents,
            DataSplit.Training => Corpus.OfFiles(paths, recipe.ValidationShare).Training[0].Documents,
            _ => Documents.Read(DataFiles.Find(paths)),
        };
        var tokens = TokenFiles.Temporary(tokenizer, documents, end, cancellation);
        return tokens.Length > 1
            ? new EvaluationText(tokens, documentEnd)
            : throw new InvalidFileException(string.Join(", ", paths), null, null, "at least two tokens to predict", $"{tokens.Length}");
    }

    /// <summary>All of it in order.</summary>
    /// <param name="length">Most tokens of a sequence.</param>
    public IEnumerable<TokenBatch> Windows(int length) => EvaluationBatches.Of(
        _tokens, _documentEnd is int end ? TokenPieces.Documents(_tokens, end, length) : TokenPieces.Windows(_tokens, length), 0);
}
