using System.Text;
using Attune.Formats;
using Attune.Inference;
using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>Sentences and their translations to measure a model on.</summary>
public sealed class EvaluationPairs
{
    private readonly SentencePairs _pairs;

    private EvaluationPairs(SentencePairs pairs, IReadOnlyList<string> sources, IReadOnlyList<string> references) =>
        (_pairs, Sources, References) = (pairs, sources, references);

    /// <summary>What is to be translated.</summary>
    public IReadOnlyList<string> Sources { get; }

    /// <summary>How people translated it; as many.</summary>
    public IReadOnlyList<string> References { get; }

    /// <summary>Bytes of UTF-8 of all references.</summary>
    public long Bytes => _pairs.TargetBytes;

    /// <summary>Pairs with more tokens on a side than the model takes: they are translated, or not, but no loss is measured on them.</summary>
    public int LeftOut => _pairs.LeftOut;

    /// <summary>Reads pairs, or takes those that a run validates on.</summary>
    /// <param name="tokenizer">The model's.</param>
    /// <param name="files">Source and target, or one .tsv; none for what the run has.</param>
    /// <param name="run">The run.</param>
    /// <param name="contextLength">Tokens that the model takes.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <exception cref="InvalidFileException">Files that are no text, or have different numbers of lines.</exception>
    /// <exception cref="ArgumentException">No files where there is no run of pairs either, or a tokenizer without an end of text.</exception>
    public static EvaluationPairs Of(
        Tokenizer tokenizer, IReadOnlyList<string> files, RunFolder run, int contextLength, CancellationToken cancellation = default)
    {
        int end = EndOfText.Of(tokenizer) ?? throw new ArgumentException("tokenizer: expected one with an end of text, found one without");
        if (files.Count > 0)
        {
            var text = ParallelText.Read(files);
            if (text.Sources.Count == 0)
                throw new InvalidFileException(text.Name, null, null, "sentences and their translations", "none");
            var pairs = new SentencePairs(Tokens(text.Sources), Tokens(text.Targets), end, contextLength);
            return new EvaluationPairs(pairs, [.. text.Sources.Select(Text)], [.. text.Targets.Select(Text)]);
        }

        if (!File.Exists(run.Tokens("validation.source")))
            throw new ArgumentException("--pairs: expected sentences and their translations to measure the model on, found none");
        var own = new SentencePairs(run.OpenTokens("validation.source"), run.OpenTokens("validation.target"), end, contextLength);
        return new EvaluationPairs(
            own, [.. Enumerable.Range(0, own.Count).Select(i => tokenizer.Decode(own.SourceOf(i)))],
            [.. Enumerable.Range(0, own.Count).Select(i => tokenizer.Decode(own.TargetOf(i)))]);

        TokenFile Tokens(IEnumerable<ReadOnlyMemory<byte>> sentences) => TokenFiles.Temporary(tokenizer, sentences, end, cancellation);
        static string Text(ReadOnlyMemory<byte> line) => Encoding.UTF8.GetString(line.Span);
    }

    /// <summary>All of it in order.</summary>
    public IEnumerable<TokenBatch> Batches() => EvaluationBatches.Of(_pairs, 0);
}
