using Attune.Formats;

namespace Attune.Tokenizers;

/// <summary>SentencePiece's <c>.model</c>: pieces with scores and types, and how text is normalized.</summary>
internal static class SentencePieceFile
{
    public static Tokenizer Read(SentencePieceModel model)
    {
        CheckSupported(model);
        var pieces = new SentencePieces(model.Name, model.Count);
        for (int id = 0; id < model.Count; id++)
            pieces.Add(model.Piece(id), model.Scores[id], model.Type(id));

        var spec = model.Normalizer;
        var rules = new SentencePieceRules(
            spec.PrecompiledCharsMap.IsEmpty ? null : CharacterMap(model.Name, "normalizer_spec.precompiled_charsmap", spec.PrecompiledCharsMap.ToArray()),
            spec.RemoveExtraWhitespaces,
            spec.AddDummyPrefix,
            model.Trainer.ByteFallback,
            UnknownSurface: model.Trainer.UnknownSurface);
        return model.Trainer.Algorithm switch
        {
            SentencePieceAlgorithm.Unigram => pieces.Unigram(rules),
            SentencePieceAlgorithm.Bpe => pieces.Bpe(rules),
            SentencePieceAlgorithm.Char => pieces.Characters(rules),
            var other => throw new InvalidFileException(model.Name, "trainer_spec.model_type", null, "1 (unigram), 2 (bpe) or 4 (char)", $"{(int)other} ({other})"),
        };
    }

    /// <summary>Refuses what this pipeline, or <c>tokenizer.json</c>, has nothing for.</summary>
    private static void CheckSupported(SentencePieceModel model)
    {
        if (model.Trainer.TreatWhitespaceAsSuffix)
            throw new InvalidFileException(model.Name, "trainer_spec.treat_whitespace_as_suffix", null, "false", "true");
        if (!model.Normalizer.EscapeWhitespaces)
            throw new InvalidFileException(model.Name, "normalizer_spec.escape_whitespaces", null, "true", "false");
        if (model.Denormalizer is { PrecompiledCharsMap.IsEmpty: false } denormalizer)
            throw new InvalidFileException(model.Name, "denormalizer_spec.precompiled_charsmap", null, "none", $"{denormalizer.PrecompiledCharsMap.Length} bytes");
    }

    /// <summary>A map of characters that a file holds.</summary>
    public static PrecompiledNormalizer CharacterMap(string file, string key, byte[] map)
    {
        try
        {
            return new PrecompiledNormalizer(map);
        }
        catch (ArgumentException error)
        {
            throw new InvalidFileException(file, key, null, "a map of characters", error.Message, error);
        }
    }
}
