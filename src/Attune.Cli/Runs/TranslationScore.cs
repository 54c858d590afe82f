using System.Globalization;
using System.Text.Json.Nodes;
using Attune.Inference;
using Attune.Training;

namespace Attune.Cli.Runs;

/// <summary>How well a model translates: loss, perplexity and accuracy of the next token under references, and, where translations are asked for, BLEU and chrF of them.</summary>
/// <param name="Measured">Of references.</param>
/// <param name="Bytes">Of references.</param>
/// <param name="Bleu">Null where nothing was translated.</param>
/// <param name="Chrf">Null where nothing was translated.</param>
internal sealed record TranslationScore(Evaluation Measured, long Bytes, BleuScore? Bleu, ChrfScore? Chrf)
{
    /// <summary>Measures a model.</summary>
    /// <param name="translator">Model and tokenizer.</param>
    /// <param name="pairs">Sources and references.</param>
    /// <param name="options">How to translate; null for not at all.</param>
    /// <param name="tokenization">Of BLEU.</param>
    /// <param name="error">Told what could not be translated.</param>
    /// <param name="cancellation">Ends it.</param>
    public static TranslationScore Of(
        Translator translator, EvaluationPairs pairs, TranslationOptions? options, BleuTokenization tokenization, TextWriter error, CancellationToken cancellation)
    {
        var measured = Evaluation.Run(translator.Model, pairs.Batches(), accuracy: true, cancellation: cancellation);
        if (options is null)
            return new(measured, pairs.Bytes, null, null);
        var translations = translator.TranslateAll(pairs.Sources, options, cancellation).ToArray();
        for (int i = 0; i < translations.Length; i++)
        {
            if (translations[i].Problem is { } problem)
                error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"note: line {i + 1}: {problem}; its translation counts as empty"));
        }

        string[] texts = [.. translations.Select(translation => translation.Text)];
        return new(
            measured, pairs.Bytes, Training.Bleu.Of(texts, pairs.References, new BleuOptions { Tokenization = tokenization }), Training.Chrf.Of(texts, pairs.References));
    }

    public void Print(TextWriter output, bool json)
    {
        if (json)
            output.WriteLine(ToJson().ToJsonString());
        else
            Print(output);
    }

    private JsonObject ToJson()
    {
        var json = new JsonObject
        {
            ["loss"] = Measured.Loss,
            ["perplexity"] = Measured.Perplexity,
            ["bits_per_byte"] = Measured.BitsPerByte(Bytes),
            ["accuracy"] = Measured.Accuracy,
            ["tokens"] = Measured.Tokens,
        };
        if (Bleu is not null && Chrf is not null)
        {
            json["bleu"] = Bleu.Score;
            json["bleu_signature"] = Bleu.Signature;
            json["chrf"] = Chrf.Score;
            json["chrf_signature"] = Chrf.Signature;
        }

        return json;
    }

    private void Print(TextWriter output)
    {
        output.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"loss {Measured.Loss:0.0000}  perplexity {Measured.Perplexity:0.000}  accuracy {100 * Measured.Accuracy:0.00} %  bits per byte {Measured.BitsPerByte(Bytes):0.0000}  tokens {Measured.Tokens:n0}"));
        if (Bleu is null || Chrf is null)
            return;
        output.WriteLine(Bleu);
        output.WriteLine(Bleu.Signature);
        output.WriteLine(Chrf);
        output.WriteLine(Chrf.Signature);
    }
}
