using Attune.Tokenizers;

namespace Attune.Training;

/// <summary>The token between documents.</summary>
public static class EndOfText
{
    private static readonly string[] s_ends = ["<|endoftext|>", "</s>", "<eos>"];

    // Where another text begins, this one has ended: llama2.c's stories stop so.
    private static readonly string[] s_stops = [.. s_ends, "<s>"];

    /// <summary>Its id; null where the tokenizer has none.</summary>
    public static int? Of(Tokenizer tokenizer) => s_ends.Select(tokenizer.IdOf).FirstOrDefault(id => id is not null);

    /// <summary>Ids that end a generated text: the token between documents first, and what begins the next.</summary>
    public static int[] StopsOf(Tokenizer tokenizer) => [.. s_stops.Select(tokenizer.IdOf).OfType<int>()];
}
