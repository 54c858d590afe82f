using Attune.Models;
using Attune.Nn;
using Attune.Tensors;
using Attune.Tokenizers;

namespace Attune.Inference.Tests;

/// <summary>Fresh models that translate letters, and what they compute without caches and batches.</summary>
internal static class TinyTranslation
{
    /// <summary>Ids 0 for the unknown, 1 for the end of text, and a letter each.</summary>
    public static Tokenizer Letters(string letters) => TokenizerTrainer.TrainOnTexts(
        new() { Algorithm = TokenizerAlgorithm.Characters, SpecialTokens = ["<|endoftext|>"], Threads = 1 }, [letters]);

    public static Translator Translator(string letters, ulong seed, int positions = 64, bool normalizesBefore = false, string positionKind = "sinusoidal") =>
        new(Model(letters.Length + 2, seed, positions, normalizesBefore, positionKind), Letters(letters));

    /// <summary>Its attention is strong enough that what it makes of sentences varies.</summary>
    public static EncoderDecoder Model(int vocabulary, ulong seed, int positions = 64, bool normalizesBefore = false, string positionKind = "sinusoidal")
    {
        var model = new TransformerConfig
        {
            VocabularySize = vocabulary,
            Channels = 16,
            EncoderLayers = 1,
            DecoderLayers = 2,
            EncoderHeads = 2,
            DecoderHeads = 2,
            EncoderInner = 24,
            DecoderInner = 24,
            Positions = positions,
            NormalizesBefore = normalizesBefore,
            PositionKind = positionKind,
        }.Create(Weights.Fresh(seed));
        foreach (var parameter in model.Parameters.Where(each => each.Value.Rank == 2 && each.Name.Contains("_attn", StringComparison.Ordinal)))
            parameter.Value.CopyFrom([.. parameter.Value.ToArray<float>().Select(weight => 3 * weight)]);
        return model;
    }

    /// <summary>A translator of 30 letters, and sentences of 1 to 40 of them.</summary>
    public static Translator Wide { get; } = Translator("abcdefghijklmnopqrstuvwxyzäöüß", seed: 4, positions: 128);

    public static int[][] Sentences(int count, int seed, int longest = 40, int vocabulary = 32)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => Enumerable.Range(0, random.Next(1, longest + 1)).Select(_ => random.Next(2, vocabulary)).ToArray())];
    }

    /// <summary>log p(token) for every token that may follow a beginning of a translation, by one pass over all of it.</summary>
    public static double[] LogProbabilitiesAfter(Translator translator, int[] source, int[] beginning)
    {
        using var step = Step.Begin();
        using var pause = Tape.NoGradient();
        int end = translator.EndToken;
        var pass = new Pass(Segments.Of(beginning.Length + 1))
        {
            Source = new SourceRows(Tensor.I32([.. source, end]), Segments.Of(source.Length + 1)),
        };
        var hidden = translator.Model.Hidden(Tensor.I32([end, .. beginning]), pass);
        float[] logits = translator.Model.Logits(hidden.Slice(0, beginning.Length, 1)).ToArray<float>();
        float normalizer = LogProbabilities.Normalizer(logits);
        return [.. logits.Select(logit => (double)logit - normalizer)];
    }

    /// <summary>A translation as its tokens, with what stands for the end.</summary>
    public static string Written(TranslationHypothesis hypothesis) => string.Join(' ', hypothesis.Tokens) + (hypothesis.Finish is FinishReason.StopToken ? " ." : "");

    /// <summary>All that is to be equal, bit by bit.</summary>
    public static string[] Everything(Translation translation) =>
        [translation.Problem ?? "", .. translation.NBest.Select(each => $"{each.Text}|{Written(each)}|{BitConverter.DoubleToInt64Bits(each.Score):x}|{each.Finish}")];
}
