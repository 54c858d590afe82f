using Attune.Tokenizers;

namespace Attune.Inference;

/// <summary>The token between documents.</summary>
public static class EndOfText
{
    private static readonly string[] s_ends = ["<|endoftext|>", "</s>", "<eos>"];

    /// <summary>Its id; null where the tokenizer has none.</summary>
    public static int? Of(Tokenizer tokenizer) => s_ends.Select(tokenizer.IdOf).FirstOrDefault(id => id is not null);
}
