namespace Attune.Tokenizers.Tests;

/// <summary>A tokenizer small enough to follow by hand: byte b is token b, with what is added.</summary>
internal static class ByteTokenizer
{
    public static Tokenizer Create(Normalizer? normalizer = null, PostProcessor? postProcessor = null, Truncation? truncation = null, params AddedToken[] added)
    {
        var builder = new Vocabulary.Builder();
        for (int value = 0; value < 256; value++)
            Assert.True(builder.TryAdd([(byte)value], value, out _));
        var vocabulary = builder.Build();
        return new Tokenizer(
            new Bpe(vocabulary, MergeTable.FromPairs(vocabulary, []), new BpeOptions()), normalizer, null, postProcessor, new ByteLevelDecoder(), added, truncation);
    }

    /// <summary>Ids as text: a byte as its character, others as their number in brackets.</summary>
    public static string Show(IEnumerable<int> ids) => string.Concat(ids.Select(id => id < 256 ? ((char)id).ToString() : $"[{id}]"));
}
